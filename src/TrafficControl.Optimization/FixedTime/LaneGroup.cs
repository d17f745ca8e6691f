using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// Lanes that are analysed together (HCM 7 chapter 19): those of an approach that allow the same turns under the same
/// signals.
/// </summary>
internal sealed class LaneGroup
{
    private LaneGroup(int[] lanes, TurnClass[] classes, double volumeVps)
    {
        Lanes = lanes;
        Classes = classes;
        VolumeVps = volumeVps;
    }

    /// <summary>Indices of the lanes.</summary>
    internal int[] Lanes { get; }

    /// <summary>What drivers do from them.</summary>
    internal TurnClass[] Classes { get; }

    /// <summary>Demand, vehicles per second.</summary>
    internal double VolumeVps { get; }

    /// <summary>Saturation flow with every movement green and nobody in the way, vehicles per second.</summary>
    internal double SaturationVps => Lanes.Length / Classes.Sum(turn => turn.Share / turn.SaturationVps);

    /// <summary>Groups the approach lanes of an intersection.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="volumesVph">Demand of each movement, vehicles per hour.</param>
    internal static LaneGroup[] Of(Intersection intersection, IReadOnlyList<double> volumesVph)
    {
        Dictionary<string, List<Lane>> together = new(StringComparer.Ordinal);
        List<string> order = [];
        foreach (Lane lane in intersection.Lanes)
        {
            if (lane.Movements.Length == 0)
            {
                continue;
            }

            string key = Key(intersection, lane);
            if (!together.TryGetValue(key, out List<Lane>? lanes))
            {
                together[key] = lanes = [];
                order.Add(key);
            }

            lanes.Add(lane);
        }

        return [.. order.Select(key => Create(intersection, together[key], volumesVph))];
    }

    /// <summary>Lanes without an approach are analysed alone: nobody says which of them drivers choose between.</summary>
    private static string Key(Intersection intersection, Lane lane) => lane.Definition.Approach.Length == 0
        ? $"lane {lane.Index}"
        : $"{lane.Definition.Approach}: {string.Join(' ', lane.Movements
            .Select(index => intersection.Movements[index])
            .Select(movement => $"{movement.Definition.Turn}/{movement.Group}")
            .Distinct().Order(StringComparer.Ordinal))}";

    private static LaneGroup Create(Intersection intersection, List<Lane> lanes, IReadOnlyList<double> volumesVph)
    {
        Movement[] movements = [.. lanes.SelectMany(lane => lane.Movements).Select(index => intersection.Movements[index])];
        double totalVph = movements.Sum(movement => volumesVph[movement.Index]);
        TurnClass[] classes = [.. movements
            .GroupBy(movement => (movement.Definition.Turn, movement.Group))
            .Select(turn => new TurnClass(
                turn.Key.Group,
                [.. turn.Select(movement => movement.Index)],
                totalVph > 0
                    ? turn.Sum(movement => volumesVph[movement.Index]) / totalVph
                    : turn.Sum(movement => movement.Definition.Share) / lanes.Count,
                turn.Average(movement => movement.Definition.SaturationFlowVph) / 3600,
                [.. turn.SelectMany(movement => movement.YieldsTo).Distinct().Order()]))];
        return new LaneGroup([.. lanes.Select(lane => lane.Index)], classes, totalVph / 3600);
    }
}
