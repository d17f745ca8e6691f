using System.Globalization;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>Finds the detectors of a light that a fault strikes.</summary>
internal static class FaultTargets
{
    /// <summary>Target that means one detector of each junction, chosen by the run's seed.</summary>
    internal const string Random = "random";

    /// <summary>Indices of the detectors a fault names; none when its target is random.</summary>
    internal static IEnumerable<int> Named(DetectorFault fault, SumoLight light)
    {
        for (int detector = 0; detector < light.Definition.Detectors.Count; detector++)
        {
            if (IsNamed(fault.Target, light.Definition.Detectors[detector].Id, detector))
            {
                yield return detector;
            }
        }
    }

    /// <summary>
    /// Draws one detector among those whose loop is still sound, so that several random faults strike different loops;
    /// -1 when there is none.
    /// </summary>
    internal static int Draw(DetectorFault fault, SumoLight light, int seed, Func<int, bool> isSound)
    {
        int[] sound = [.. Enumerable.Range(0, light.DetectorLoops.Count).Where(isSound)];
        double unit = FaultRandom.For(seed, fault.Kind, light.Id).NextUnit();
        return sound.Length == 0 ? -1 : sound[(int)(unit * sound.Length)];
    }

    private static bool IsNamed(string target, string id, int detector)
    {
        if (target == id)
        {
            return true;
        }

        return target[0] switch
        {
            '#' => int.Parse(target.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture) == detector,
            _ => target[^1] == '*' && id.StartsWith(target[..^1], StringComparison.Ordinal),
        };
    }
}
