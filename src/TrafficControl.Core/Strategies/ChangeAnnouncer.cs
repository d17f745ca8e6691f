using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Keeps one change of stage announced ahead of its time: when each green concerned will end, when each red concerned will,
/// and what has to be held back so that both come true. The times are those the signal controller will find, worked out from
/// what shows now and from the ends already promised.
/// </summary>
internal sealed class ChangeAnnouncer
{
    // Later than this a promise has been overtaken by somebody else: the maximum-red guard, a person, the local plan.
    private const int OverdueMs = 2_000;

    private readonly Intersection _intersection;
    private readonly StageOutlook _outlook;
    private ulong _ending;
    private long _notBeforeMs;
    private long _nextNotBeforeMs;
    private bool _isUnderWay;

    internal ChangeAnnouncer(Intersection intersection, StageOutlook outlook)
    {
        _intersection = intersection;
        _outlook = outlook;
    }

    /// <summary>The stage announced; -1 while none is.</summary>
    internal int NextStage { get; private set; } = -1;

    /// <summary>Event time of the change announced, Unix milliseconds.</summary>
    internal long ChangeMs { get; private set; }

    /// <summary>Event time at which the last of the new greens was promised to start, Unix milliseconds.</summary>
    internal long StartMs { get; private set; }

    /// <summary>Event time before which the stage announced, or just begun, may not end, Unix milliseconds.</summary>
    internal long MinimumEndMs { get; private set; }

    /// <summary>True from a change announced to the last of its greens.</summary>
    internal bool IsUnderWay => _isUnderWay;

    /// <summary>True when another change may be announced: none waits, and every end promised has come or comes now.</summary>
    /// <param name="nowMs">Event time, Unix milliseconds.</param>
    internal bool IsFree(long nowMs) =>
        NextStage < 0 && !_outlook.PromisedEndMs.ContainsAnyInRange(nowMs + 1, long.MaxValue);

    /// <summary>Looks at what shows: what came true is done with, and a promise that somebody overtook ends them all.</summary>
    internal void Observe(IntersectionState state)
    {
        ulong shown = state.Signals.Frame.RightOfWay;
        bool isKept = !state.Signals.Frame.IsFlash;
        bool isStarting = false;
        Span<long> startMs = _outlook.StartMs;
        Span<long> endMs = _outlook.EndMs;
        for (int group = 0; group < startMs.Length; group++)
        {
            bool isShown = (shown >> group & 1) != 0;
            if (startMs[group] != 0)
            {
                isKept &= isShown || state.NowMs <= startMs[group] + OverdueMs;
                startMs[group] = isShown ? 0 : startMs[group];
                isStarting |= !isShown;
            }
            else if (endMs[group] != 0)
            {
                isKept &= isShown ? state.NowMs <= endMs[group] + OverdueMs : state.NowMs >= endMs[group];
                endMs[group] = isShown ? endMs[group] : 0;
            }
        }

        _isUnderWay &= isStarting;
        if (!isKept)
        {
            Forget();
        }
    }

    /// <summary>Announces a change from the stage that shows, or is about to show, to another.</summary>
    /// <param name="state">What is known at this tick.</param>
    /// <param name="from">The stage that shows, or is about to.</param>
    /// <param name="to">The stage after it.</param>
    /// <param name="changeMs">When, Unix milliseconds.</param>
    /// <param name="trapping">Ending groups under which a turn may wait; the red added behind it is promised too.</param>
    internal void Announce(IntersectionState state, Stage from, Stage to, long changeMs, ulong trapping)
    {
        NextStage = to.Index;
        ChangeMs = changeMs;
        _ending = from.Groups & ~to.Groups;
        Span<long> endMs = _outlook.EndMs;
        for (ulong rest = _ending & _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            endMs[group] = EndOfWalkMs(state, group);
        }

        for (ulong rest = _ending & _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            endMs[group] = EndOfGreenMs(state, group);
        }

        PromiseStarts(state, from, to, trapping);
    }

    /// <summary>The time of the change has come.</summary>
    internal void Begin()
    {
        NextStage = -1;
        _notBeforeMs = _nextNotBeforeMs;
        _isUnderWay = true;
    }

    /// <summary>Event time before which nothing may start, Unix milliseconds; 0: at once.</summary>
    internal long NotBeforeMs(long nowMs) => _notBeforeMs > nowMs ? _notBeforeMs : 0;

    /// <summary>
    /// Pedestrian groups that may not start any more: their walk would keep the vehicles beside them past the promised end.
    /// </summary>
    internal ulong Withheld(in SignalFrame frame)
    {
        ulong withheld = NextStage < 0 ? 0 : _ending & _intersection.PedestrianGroups & ~frame.RightOfWay;
        for (ulong rest = withheld; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            withheld &= _outlook.PromisedStartMs[group] == 0 ? ulong.MaxValue : ~(1UL << group);
        }

        return withheld;
    }

    private void Forget()
    {
        NextStage = -1;
        _isUnderWay = false;
        _notBeforeMs = 0;
        _outlook.Clear();
    }

    private long EndOfWalkMs(IntersectionState state, int group)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        long startMs = (state.Signals.Frame.Walk >> group & 1) != 0
            ? state.Signals.RightOfWayStartMs(group)
            : _outlook.PromisedStartMs[group];
        long servedMs = startMs + timing.MinGreenMs;
        return startMs == 0 ? 0 : timing.RestsInWalk ? Math.Max(ChangeMs, servedMs) : servedMs;
    }

    private long EndOfGreenMs(IntersectionState state, int group)
    {
        bool isShown = (state.Signals.Frame.Green >> group & 1) != 0;
        long startMs = isShown ? state.Signals.RightOfWayStartMs(group) : _outlook.PromisedStartMs[group];
        if (startMs == 0)
        {
            return 0;
        }

        long endMs = Math.Max(ChangeMs, startMs + _intersection.Groups[group].Definition.MinGreenMs);
        for (ulong rest = _intersection.Groups[group].ConcurrentPedestrians; rest != 0; rest &= rest - 1)
        {
            int beside = BitOperations.TrailingZeroCount(rest);
            long walkEndMs = _outlook.PromisedEndMs[beside] != 0 ? _outlook.PromisedEndMs[beside]
                : (state.Signals.Frame.PedClearance >> beside & 1) != 0 ? state.Signals.RightOfWayEndMs(beside)
                : 0;
            endMs = Math.Max(
                endMs, walkEndMs == 0 ? 0 : walkEndMs + _intersection.Groups[beside].Definition.PedClearanceMs);
        }

        return endMs;
    }

    /// <summary>Works out when the groups of the next stage start, and by when its minimum will have been served.</summary>
    private void PromiseStarts(IntersectionState state, Stage from, Stage to, ulong trapping)
    {
        ulong called = _intersection.VehicleGroups | state.Demand.PedestrianCalls;
        ulong starting = to.Groups & ~from.Groups & ~StaysShown(state) & called;
        _nextNotBeforeMs = NotBeforeMs(trapping, starting);
        StartMs = ChangeMs;
        MinimumEndMs = ChangeMs;
        Span<long> startMs = _outlook.StartMs;
        for (ulong rest = starting & _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            Promise(state, BitOperations.TrailingZeroCount(rest), startMs);
        }

        for (ulong rest = starting & _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            Promise(state, BitOperations.TrailingZeroCount(rest), startMs);
        }
    }

    /// <summary>Groups that show right of way and do not lose it with this tick.</summary>
    private ulong StaysShown(IntersectionState state)
    {
        ulong shown = state.Signals.Frame.RightOfWay;
        for (ulong rest = shown; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            bool endsNow = _outlook.PromisedEndMs[group] is var endMs && endMs != 0 && endMs <= state.NowMs;
            shown &= endsNow ? ~(1UL << group) : ulong.MaxValue;
        }

        return shown;
    }

    private void Promise(IntersectionState state, int group, Span<long> startMs)
    {
        SignalGroup timed = _intersection.Groups[group];
        long earliestMs = Math.Max(Math.Max(ChangeMs, _nextNotBeforeMs), RedServedMs(state, timed));
        for (int other = 0; other < startMs.Length; other++)
        {
            earliestMs = Math.Max(earliestMs, other == group ? 0 : ClearedMs(state, other, timed));
        }

        // What ends with this tick to start again has no other end to wait for.
        _outlook.EndMs[group] = 0;

        // A walk starts with the green beside it.
        long besideMs = timed.ConcurrentWith >= 0 ? startMs[timed.ConcurrentWith] : 0;
        startMs[group] = Math.Max(earliestMs, besideMs);
        StartMs = Math.Max(StartMs, startMs[group]);
        MinimumEndMs = Math.Max(MinimumEndMs, startMs[group] + timed.Definition.MinGreenMs);
    }

    /// <summary>Event time at which a group has been red as long as it must.</summary>
    private static long RedServedMs(IntersectionState state, SignalGroup group)
    {
        SignalGroupDefinition timing = group.Definition;
        int clearanceMs = group.IsPedestrian ? timing.PedClearanceMs : timing.YellowMs;
        bool isShown = (state.Signals.Frame.RightOfWay & group.Mask) != 0;
        return (isShown ? state.NowMs : state.Signals.RightOfWayEndMs(group.Index)) + clearanceMs
            + Math.Max(group.IsPedestrian ? 0 : timing.RedClearanceMs, timing.RedRevertMs);
    }

    /// <summary>Event time at which one group is out of another's way.</summary>
    private long ClearedMs(IntersectionState state, int other, SignalGroup group)
    {
        bool isInTheWay = (group.Conflicts >> other & 1) != 0;
        int intergreenMs = _intersection.IntergreenMs(other, group.Index);
        if (!isInTheWay && intergreenMs == 0)
        {
            return 0;
        }

        SignalGroup before = _intersection.Groups[other];
        SignalGroupDefinition timing = before.Definition;
        int clearanceMs = before.IsPedestrian ? timing.PedClearanceMs : timing.YellowMs + timing.RedClearanceMs;
        long promisedMs = _outlook.PromisedEndMs[other];
        long endMs = promisedMs != 0 ? promisedMs : state.Signals.RightOfWayEndMs(other);
        return endMs + Math.Max(intergreenMs, isInTheWay ? clearanceMs : 0);
    }

    /// <summary>When turns that may have given way will have left; 0: none waits.</summary>
    private long NotBeforeMs(ulong trapping, ulong starting)
    {
        long notBeforeMs = 0;
        for (ulong rest = trapping; rest != 0; rest &= rest - 1)
        {
            int from = BitOperations.TrailingZeroCount(rest);
            for (ulong next = starting & _intersection.Groups[from].Conflicts; next != 0; next &= next - 1)
            {
                int to = BitOperations.TrailingZeroCount(next);
                notBeforeMs = Math.Max(
                    notBeforeMs,
                    _outlook.PromisedEndMs[from]
                        + Math.Max(_intersection.IntergreenMs(from, to), YieldingTurnClearance.LeavingMs));
            }
        }

        return notBeforeMs;
    }
}
