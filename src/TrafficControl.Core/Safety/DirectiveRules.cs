using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// What a directive that asks for groups must keep to. Asking for flash or for the local plan is always safe.
/// </summary>
internal static class DirectiveRules
{
    /// <summary>Furthest a directive may reach ahead of the last frame, milliseconds.</summary>
    internal const long MaxAheadMs = 60_000;

    /// <summary>Finds a group the masks wrongly name, -1 when there is none.</summary>
    internal static int FindWrongGroup(Intersection intersection, Directive directive)
    {
        ulong named = directive.NextGroups | directive.Hold | directive.ForceOff | directive.Omit;
        ulong wrong = (named & ~intersection.AllGroups)
            | (directive.VehicleCalls & ~intersection.VehicleGroups)
            | (directive.PedestrianCalls & ~intersection.PedestrianGroups)
            | (directive.Hold & directive.ForceOff);
        return wrong == 0 ? -1 : BitOperations.TrailingZeroCount(wrong);
    }

    /// <summary>Finds a conflict among the groups to be green next; the rule is none when there is none.</summary>
    internal static SafetyBreach FindConflict(Intersection intersection, Directive directive, long nowMs)
    {
        for (ulong rest = directive.NextGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            ulong against = intersection.Groups[group].Conflicts & directive.NextGroups;
            if (against != 0)
            {
                return new SafetyBreach(
                    SafetyRule.IllegalDirective, nowMs, group, BitOperations.TrailingZeroCount(against));
            }
        }

        return SafetyBreach.None;
    }

    /// <summary>
    /// True when the directive expires after the last frame and at most <see cref="MaxAheadMs"/> later, and starts
    /// nothing later than that. A start time that has passed means at once.
    /// </summary>
    internal static bool HasSaneTimes(Directive directive, long lastFrameMs) =>
        directive.ValidUntilMs > lastFrameMs
        && EventTime.ElapsedMs(lastFrameMs, directive.ValidUntilMs) <= MaxAheadMs
        && directive.NotBeforeMs >= 0
        && (directive.NotBeforeMs <= lastFrameMs
            || EventTime.ElapsedMs(lastFrameMs, directive.NotBeforeMs) <= MaxAheadMs);

    /// <summary>
    /// Finds a group whose committed end has passed or would cut what it shows, -1 when there is none.
    /// </summary>
    internal static int FindBrokenPromise(Directive directive, IntervalTimers timers, long lastFrameMs)
    {
        Span<GroupForecast> forecasts = directive.Forecasts;
        int count = Math.Min(forecasts.Length, timers.GroupCount);
        for (int group = 0; group < count; group++)
        {
            if (forecasts[group].IsCommitted
                && (forecasts[group].LikelyEndMs < lastFrameMs
                    || !timers.MayEndAt(group, forecasts[group].LikelyEndMs)))
            {
                return group;
            }
        }

        return -1;
    }
}
