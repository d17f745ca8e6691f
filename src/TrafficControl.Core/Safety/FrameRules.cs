using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// The rules a single frame keeps or breaks whatever was shown before it: indications that exist, and conflicts.
/// </summary>
internal static class FrameRules
{
    /// <summary>Finds the first breach of a frame that is not flash.</summary>
    internal static SafetyBreach Check(Intersection intersection, in SignalFrame frame)
    {
        ulong impossible = ImpossibleIndications(intersection, frame);
        return impossible != 0
            ? new SafetyBreach(
                SafetyRule.IllegalTransition, frame.TimeMs, BitOperations.TrailingZeroCount(impossible), -1)
            : CheckConflicts(intersection, frame);
    }

    /// <summary>Groups that do not exist, show what their kind cannot show, or show two things at once.</summary>
    private static ulong ImpossibleIndications(Intersection intersection, in SignalFrame frame)
    {
        ulong vehicle = frame.Green | frame.Yellow | frame.RedClearance;
        ulong pedestrian = frame.Walk | frame.PedClearance;
        ulong twice = (frame.Green & frame.Yellow)
            | ((frame.Green | frame.Yellow) & frame.RedClearance)
            | (frame.Walk & frame.PedClearance);
        return (vehicle & ~intersection.VehicleGroups) | (pedestrian & ~intersection.PedestrianGroups) | twice;
    }

    /// <summary>
    /// Yellow and pedestrian clearance count like right of way: traffic that was let in is still on its way. Two
    /// conflicting groups that both give up right of way can only have had it together.
    /// </summary>
    private static SafetyBreach CheckConflicts(Intersection intersection, in SignalFrame frame)
    {
        ulong inConflictArea = frame.RightOfWay | frame.Ending;
        for (ulong rest = inConflictArea; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            ulong against = intersection.Groups[group].Conflicts & inConflictArea;
            if (against != 0)
            {
                return new SafetyBreach(
                    SafetyRule.ConflictingGreens, frame.TimeMs, group, BitOperations.TrailingZeroCount(against));
            }
        }

        return SafetyBreach.None;
    }
}
