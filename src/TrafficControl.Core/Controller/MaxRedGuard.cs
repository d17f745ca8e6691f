using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Core.Controller;

/// <summary>
/// Sees to it that no called group waits longer than its maximum red, whatever a strategy decides: a constraint, not a
/// penalty. When a group comes close to its maximum, the guard overrides the decision with a stage that serves it.
/// </summary>
/// <remarks>
/// Every group is served by one stage of a fixed cover of the groups. A group is due once its remaining time is no
/// longer than the longest service that can be in progress plus one service of every stage of the cover. The group
/// closest to its maximum is served first, so before a due group each stage of the cover runs at most once: a group
/// that becomes due later has a later limit. Hence every group is served in time even if all become due at once.
/// </remarks>
public sealed class MaxRedGuard
{
    // Every interval of a service lasts to the next tick: three intervals at a tick of a second.
    private const int RoundingMsPerService = 3_000;

    private const long NotWaiting = long.MaxValue;

    private readonly Intersection _intersection;
    private readonly ulong[] _stageOfGroup;
    private readonly long[] _waitingSinceMs;
    private readonly long _noticeMs;
    private ulong _pending;
    private ulong _stage;
    private long _giveUpMs;

    /// <summary>Creates a guard for which nobody waits yet.</summary>
    /// <param name="intersection">The intersection.</param>
    public MaxRedGuard(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _stageOfGroup = new ulong[intersection.Groups.Length];
        _waitingSinceMs = new long[intersection.Groups.Length];
        Array.Fill(_waitingSinceMs, NotWaiting);
        _noticeMs = ChooseCover();
    }

    /// <summary>True while the last decision was overridden.</summary>
    public bool IsActive { get; private set; }

    /// <summary>Time before a group's maximum red at which the guard steps in, milliseconds.</summary>
    internal long NoticeMs => _noticeMs;

    /// <summary>
    /// Lets a decision through, or overrides it. Call once per tick, after the state has taken it in.
    /// </summary>
    /// <param name="state">What is known of the intersection at this tick.</param>
    /// <param name="decision">The decision of a strategy or a directive.</param>
    public Decision Apply(IntersectionState state, in Decision decision)
    {
        ArgumentNullException.ThrowIfNull(state);
        ulong due = Due(state);
        _pending &= due;
        if (_pending == 0 || state.NowMs >= _giveUpMs)
        {
            Choose(due, state.NowMs);
        }

        IsActive = _pending != 0;
        if (!IsActive)
        {
            return decision;
        }

        // What a strategy omits may still be served; what an operator omits has no call that counts.
        return new Decision(_stage, DecisionReason.MaxRed, Omit: state.Demand.Omitted & ~_pending);
    }

    /// <summary>Groups that have to be served now. Notes since when each group waits.</summary>
    private ulong Due(IntersectionState state)
    {
        ulong waiting = state.Signals.Frame.IsFlash
            ? 0
            : state.Demand.CallsForMaxRed & ~state.Signals.Frame.RightOfWay;
        ulong due = 0;
        for (int group = 0; group < _waitingSinceMs.Length; group++)
        {
            if ((waiting >> group & 1) == 0)
            {
                _waitingSinceMs[group] = NotWaiting;
                continue;
            }

            _waitingSinceMs[group] = Math.Min(_waitingSinceMs[group], state.NowMs);
            due |= state.NowMs >= LimitMs(group) - _noticeMs ? 1UL << group : 0;
        }

        return due;
    }

    /// <summary>
    /// Event time by which a group that waits has right of way again, Unix milliseconds; 0 for one that does not wait.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public long ServedByMs(int group) => _waitingSinceMs[group] == NotWaiting ? 0 : LimitMs(group);

    private long LimitMs(int group) => _waitingSinceMs[group] + _intersection.Groups[group].Definition.MaxRedMs;

    /// <summary>
    /// Chooses the stage of the due group that is closest to its limit, and with it all due groups of that stage.
    /// </summary>
    private void Choose(ulong due, long nowMs)
    {
        _pending = 0;
        long firstLimitMs = long.MaxValue;
        for (ulong rest = due; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (LimitMs(group) < firstLimitMs)
            {
                firstLimitMs = LimitMs(group);
                _stage = _stageOfGroup[group];
                _pending = due & _stage;
            }
        }

        _giveUpMs = nowMs + _noticeMs;
    }

    /// <summary>
    /// Covers the groups with stages, each time the stage that adds most groups, and returns the longest service plus
    /// one service of every stage of the cover. A group in no stage is served alone.
    /// </summary>
    private long ChooseCover()
    {
        long longestMs = 0;
        foreach (Stage stage in _intersection.Stages)
        {
            longestMs = Math.Max(longestMs, ServiceMs(stage.Groups));
        }

        long coverMs = 0;
        ulong missing = _intersection.AllGroups;
        while (missing != 0)
        {
            ulong best = missing & (~missing + 1);
            foreach (Stage stage in _intersection.Stages)
            {
                bool addsMore = BitOperations.PopCount(stage.Groups & missing) > BitOperations.PopCount(best & missing);
                bool isFirst = (stage.Groups & best & missing) == best && BitOperations.PopCount(best) == 1;
                best = addsMore || isFirst ? stage.Groups : best;
            }

            for (ulong rest = best & missing; rest != 0; rest &= rest - 1)
            {
                _stageOfGroup[BitOperations.TrailingZeroCount(rest)] = best;
            }

            coverMs += ServiceMs(best);
            missing &= ~best;
        }

        return longestMs + coverMs;
    }

    /// <summary>
    /// Longest time from the start of a stage's change interval to the end of its minimum service, milliseconds.
    /// </summary>
    private long ServiceMs(ulong groups)
    {
        long serviceMs = 0;
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            long intergreenMs = 0;
            foreach (SignalGroup from in _intersection.Groups)
            {
                intergreenMs = Math.Max(intergreenMs, _intersection.IntergreenMs(from.Index, group.Index));
            }

            long shownMs = (long)group.Definition.MinGreenMs + group.Definition.PedClearanceMs;
            serviceMs = Math.Max(serviceMs, intergreenMs + shownMs);
        }

        return serviceMs + RoundingMsPerService;
    }
}
