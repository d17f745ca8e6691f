using System.Numerics;

namespace TrafficControl.Core.Model;

/// <summary>
/// How long it takes to serve every stage of an intersection once at minimum service: the yardstick for the longest red
/// a group can be promised, shared by the validator and the controller's max-red guard.
/// </summary>
internal static class ServiceRotation
{
    /// <summary>
    /// Time of one rotation through all stages, milliseconds: for each stage, the longest that any of its groups needs
    /// from the start of its minimum service to the earliest start of a conflicting group outside the stage.
    /// </summary>
    /// <param name="intersection">The intersection.</param>
    internal static long RotationMs(Intersection intersection)
    {
        long rotationMs = 0;
        foreach (Stage stage in intersection.Stages)
        {
            long stageMs = 0;
            for (ulong rest = stage.Groups; rest != 0; rest &= rest - 1)
            {
                SignalGroup group = intersection.Groups[BitOperations.TrailingZeroCount(rest)];
                stageMs = Math.Max(stageMs, GroupMs(intersection, group, stage.Groups));
            }

            rotationMs += stageMs;
        }

        return rotationMs;
    }

    /// <summary>
    /// Shortest service of a group, milliseconds: walk and clearance, or the longest green its timing can force.
    /// </summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="group">The group.</param>
    internal static long MinServiceMs(Intersection intersection, SignalGroup group)
    {
        SignalGroupDefinition timing = group.Definition;
        if (group.IsPedestrian)
        {
            return (long)timing.MinGreenMs + timing.PedClearanceMs;
        }

        // Volume density can grow the initial green to its bound, and the green lasts through the clearance of its
        // pedestrians.
        long serviceMs = Math.Max(timing.MinGreenMs, timing.VolumeDensity?.MaxInitialMs ?? 0);
        for (ulong rest = group.ConcurrentPedestrians; rest != 0; rest &= rest - 1)
        {
            SignalGroup pedestrians = intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            serviceMs = Math.Max(serviceMs, MinServiceMs(intersection, pedestrians));
        }

        return serviceMs;
    }

    private static long GroupMs(Intersection intersection, SignalGroup group, ulong stageGroups)
    {
        int intergreenMs = 0;
        for (ulong rest = group.Conflicts & ~stageGroups; rest != 0; rest &= rest - 1)
        {
            intergreenMs = Math.Max(
                intergreenMs, intersection.IntergreenMs(group.Index, BitOperations.TrailingZeroCount(rest)));
        }

        // The intergreen of a pedestrian group runs from the end of walk, so its clearance is not counted twice.
        long serviceMs = MinServiceMs(intersection, group);
        return group.IsPedestrian
            ? Math.Max(serviceMs, (long)group.Definition.MinGreenMs + intergreenMs)
            : serviceMs + intergreenMs;
    }
}
