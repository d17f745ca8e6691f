using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// Which turns that give way need a stage of their own, where the junction has one: gap capacity is the least certain
/// part of the model, and a plan without the stage has nothing to fall back on. The rule is the quick estimation
/// method's of the HCM: from 240 turning vehicles an hour, or a product with the opposing flow above 50 000, 90 000 or
/// 110 000 for one, two or more opposing lanes.
/// </summary>
internal static class TurnProtection
{
    private const double ProtectedFromVph = 240;
    private static readonly double[] MostProducts = [50_000, 90_000, 110_000];

    /// <summary>True when every turn that needs a stage without its foes has one in a sequence, or can have none.</summary>
    internal static bool IsKept(Intersection intersection, IReadOnlyList<double> volumesVph, int[] sequence)
    {
        foreach (Movement movement in intersection.Movements)
        {
            if (movement.YieldsTo.Length > 0
                && IsNeeded(intersection, volumesVph, movement)
                && !Array.Exists(sequence, stage => Protects(intersection, movement, stage))
                && Array.Exists(intersection.Stages, stage => Protects(intersection, movement, stage.Index)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNeeded(Intersection intersection, IReadOnlyList<double> volumesVph, Movement turn)
    {
        double turningVph = volumesVph[turn.Index];
        double opposingVph = 0;
        HashSet<int> lanes = [];
        foreach (int foe in turn.YieldsTo)
        {
            opposingVph += volumesVph[foe];
            lanes.Add(intersection.Movements[foe].FromLane);
        }

        double mostProduct = MostProducts[Math.Min(lanes.Count, MostProducts.Length) - 1];
        return opposingVph > 0 && (turningVph >= ProtectedFromVph || turningVph * opposingVph > mostProduct);
    }

    private static bool Protects(Intersection intersection, Movement turn, int stage)
    {
        ulong groups = intersection.Stages[stage].Groups;
        return ((groups >> turn.Group) & 1) != 0
            && Array.TrueForAll(turn.YieldsTo, foe => ((groups >> intersection.Movements[foe].Group) & 1) == 0);
    }
}
