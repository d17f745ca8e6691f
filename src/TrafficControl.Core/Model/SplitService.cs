using System.Numerics;

namespace TrafficControl.Core.Model;

/// <summary>
/// How long the splits of a plan must last to serve a group: shared by the validator of plans and by what makes them.
/// </summary>
public static class SplitService
{
    /// <summary>
    /// Least time a group must be in its splits before the next one that ends it, milliseconds: its shortest service
    /// (that of the pedestrians beside it included) and its longest intergreen into the next stage.
    /// </summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="group">The group whose green ends.</param>
    /// <param name="ending">Groups of the stage that ends.</param>
    /// <param name="next">Groups of the stage that follows.</param>
    public static long NeededMs(Intersection intersection, SignalGroup group, ulong ending, ulong next)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(group);
        int intergreenMs = 0;
        for (ulong rest = next & ~ending & group.Conflicts; rest != 0; rest &= rest - 1)
        {
            intergreenMs = Math.Max(
                intergreenMs, intersection.IntergreenMs(group.Index, BitOperations.TrailingZeroCount(rest)));
        }

        long walkMs = group.Definition.MinGreenMs;
        if (group.IsPedestrian)
        {
            return walkMs + Math.Max(group.ClearanceMs, intergreenMs);
        }

        long serviceMs = walkMs;
        for (ulong rest = group.ConcurrentPedestrians & ending; rest != 0; rest &= rest - 1)
        {
            SignalGroup pedestrians = intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            serviceMs = Math.Max(serviceMs, (long)pedestrians.Definition.MinGreenMs + pedestrians.ClearanceMs);
        }

        return serviceMs + intergreenMs;
    }
}
