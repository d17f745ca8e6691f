using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// Says for every group when its present state will end: not before its minimum and what was promised, not after the longest
/// red of whoever waits, most likely when the strategy's plan says so (minEndTime, maxEndTime, likelyTime and confidence of
/// SAE J2735 SPaT). Groups that wait for a decision not taken yet have no likely end.
/// </summary>
internal sealed class ForecastBuilder
{
    private const byte CommittedPercent = 100;

    private readonly Intersection _intersection;
    private readonly ForecastSkill _skill;
    private readonly PromiseWatch _promises;
    private IntersectionState _state = null!;
    private StageOutlook? _outlook;
    private MaxRedGuard _guard = null!;
    private Directive _directive = null!;
    private long _nowMs;
    private int _commitmentMs;

    internal ForecastBuilder(Intersection intersection, LinkCounters counters)
    {
        _intersection = intersection;
        _skill = new ForecastSkill(intersection.Groups.Length);
        _promises = new PromiseWatch(intersection.Groups.Length, counters);
    }

    /// <summary>Fills the forecasts of a directive.</summary>
    /// <param name="state">What is known at this tick.</param>
    /// <param name="decision">The decision.</param>
    /// <param name="outlook">The plan behind it; null when there is none, or somebody else decides.</param>
    /// <param name="guard">Knows who waits, and until when at most.</param>
    /// <param name="directive">The directive, filled but for its forecasts.</param>
    /// <param name="isFollowed">True when the controller obeys directives: only then can anything be promised.</param>
    internal void Fill(
        IntersectionState state, in Decision decision, StageOutlook? outlook, MaxRedGuard guard, Directive directive,
        bool isFollowed)
    {
        _state = state;
        _outlook = outlook;
        _guard = guard;
        _directive = directive;
        _nowMs = state.NowMs;
        _commitmentMs = isFollowed && outlook is not null ? outlook.CommitmentMs : 0;
        bool isNoted = _skill.Observe(state.Signals, _nowMs);
        _promises.Begin(_nowMs);
        Span<GroupForecast> forecasts = directive.Forecasts;
        ulong shown = state.Signals.Frame.RightOfWay;
        for (int group = 0; group < forecasts.Length; group++)
        {
            bool isShown = (shown >> group & 1) != 0;
            ForecastKind kind;
            forecasts[group] = isShown ? EndOfRightOfWay(decision, group, out kind) : StartOfRightOfWay(group, out kind);
            ref readonly GroupForecast forecast = ref forecasts[group];
            _promises.Check(state.Signals, group, forecast.IsCommitted ? forecast.LikelyEndMs : 0);
            if (isNoted && forecast.LikelyEndMs > _nowMs && forecast.ConfidencePercent < CommittedPercent)
            {
                _skill.Note(group, kind, forecast.LikelyEndMs, _nowMs);
            }
        }
    }

    /// <summary>The clock stepped: nothing that was said counts any more.</summary>
    internal void Forget()
    {
        _skill.Forget();
        _promises.Forget();
    }

    private static GroupForecast Committed(long endMs) => new(endMs, endMs, endMs, CommittedPercent, IsCommitted: true);

    private GroupForecast EndOfRightOfWay(in Decision decision, int group, out ForecastKind kind)
    {
        long earliestMs = EarliestEndMs(group);
        long latestMs = LatestEndMs(group);
        bool isAsked = (_directive.NextGroups >> group & 1) == 0;
        kind = isAsked ? ForecastKind.UnderWay : ForecastKind.PlannedEnd;
        if (_commitmentMs > 0 && _outlook!.PromisedEndMs[group] is var promisedMs && promisedMs >= earliestMs)
        {
            return Committed(promisedMs);
        }

        if (isAsked)
        {
            return Likely(earliestMs, latestMs, earliestMs, kind);
        }

        // What is not announced yet cannot come before an announcement would allow.
        earliestMs = Math.Max(earliestMs, _nowMs + _commitmentMs);
        long plannedMs = _outlook is null ? decision.LikelyChangeMs : PlannedEndMs(group);
        if (plannedMs <= _nowMs)
        {
            return Unknown(earliestMs, latestMs);
        }

        // Fixed time names the moment of change. It is sure only where no minimum can push it back.
        long likelyMs = Math.Max(earliestMs, plannedMs);
        return decision.IsChangeCommitted && likelyMs == plannedMs
            ? new GroupForecast(likelyMs, likelyMs, likelyMs, CommittedPercent, IsCommitted: false)
            : Likely(earliestMs, latestMs, likelyMs, kind);
    }

    private GroupForecast StartOfRightOfWay(int group, out ForecastKind kind)
    {
        ulong mask = 1UL << group;
        bool isAsked = (_directive.NextGroups & mask) != 0;
        kind = isAsked ? ForecastKind.UnderWay : ForecastKind.PlannedStart;
        long earliestMs = EarliestStartMs(group, out bool waitsForGreen);
        if (_commitmentMs > 0 && _outlook!.PromisedStartMs[group] is var promisedMs && promisedMs >= _nowMs && promisedMs != 0)
        {
            return Committed(promisedMs);
        }

        if (_intersection.Groups[group].IsPedestrian && (_state.Demand.PedestrianCalls & mask) == 0)
        {
            return Unknown(earliestMs, latestMs: 0);
        }

        long latestMs = _guard.ServedByMs(group);
        if (isAsked)
        {
            return Likely(earliestMs, latestMs, earliestMs, waitsForGreen ? ForecastKind.PlannedStart : kind);
        }

        earliestMs = Math.Max(earliestMs, _nowMs + _commitmentMs);
        long plannedMs = PlannedStartMs(group);
        return plannedMs == 0
            ? Unknown(earliestMs, latestMs)
            : Likely(earliestMs, latestMs, Math.Max(earliestMs, plannedMs), kind);
    }

    // Several who wait may come due at once; none of them can be served before it is possible.
    private static long Possible(long latestMs, long earliestMs) => latestMs == 0 ? 0 : Math.Max(latestMs, earliestMs);

    private static GroupForecast Unknown(long earliestMs, long latestMs) =>
        new(earliestMs, Possible(latestMs, earliestMs), 0, 0, IsCommitted: false);

    private GroupForecast Likely(long earliestMs, long latestMs, long likelyMs, ForecastKind kind)
    {
        long maxMs = Possible(latestMs, earliestMs);
        likelyMs = maxMs == 0 ? likelyMs : Math.Min(likelyMs, maxMs);
        return new GroupForecast(earliestMs, maxMs, likelyMs, _skill.Percent(kind, likelyMs - _nowMs), IsCommitted: false);
    }

    /// <summary>The first planned change to a stage without the group; 0: none.</summary>
    private long PlannedEndMs(int group)
    {
        foreach (ref readonly PlannedChange change in _outlook!.Changes)
        {
            if (change.ChangeMs > _nowMs && (_intersection.Stages[change.Stage].Groups >> group & 1) == 0)
            {
                return change.ChangeMs;
            }
        }

        return 0;
    }

    /// <summary>The first planned change to a stage with the group, and what the change takes; 0: none.</summary>
    private long PlannedStartMs(int group)
    {
        if (_outlook is null)
        {
            return 0;
        }

        ulong before = _directive.NextGroups;
        foreach (ref readonly PlannedChange change in _outlook.Changes)
        {
            ulong groups = _intersection.Stages[change.Stage].Groups;
            if (change.ChangeMs > _nowMs)
            {
                if ((groups >> group & 1) != 0)
                {
                    return change.ChangeMs + ChangeTimeMs(before & ~groups, group);
                }

                before = groups;
            }
        }

        return 0;
    }

    /// <summary>Time from the moment some groups are told to end to the start of another.</summary>
    private int ChangeTimeMs(ulong ending, int group)
    {
        int timeMs = 0;
        for (ulong rest = ending; rest != 0; rest &= rest - 1)
        {
            timeMs = Math.Max(timeMs, _intersection.IntergreenMs(BitOperations.TrailingZeroCount(rest), group));
        }

        return timeMs;
    }

    /// <summary>Earliest event time at which a group may get right of way; whether a green still has to end for it.</summary>
    private long EarliestStartMs(int group, out bool waitsForGreen)
    {
        long earliestMs = Math.Max(_nowMs, _directive.NotBeforeMs);
        waitsForGreen = false;
        for (ulong rest = _intersection.Groups[group].Conflicts; rest != 0; rest &= rest - 1)
        {
            int other = BitOperations.TrailingZeroCount(rest);
            bool hasRightOfWay = (_state.Signals.Frame.RightOfWay >> other & 1) != 0;
            waitsForGreen |= hasRightOfWay;
            long endMs = hasRightOfWay ? EarliestEndMs(other) : _state.Signals.RightOfWayEndMs(other);
            earliestMs = Math.Max(earliestMs, endMs + _intersection.IntergreenMs(other, group));
        }

        return earliestMs;
    }

    /// <summary>
    /// Event time by which a green has to end for those who wait behind it, Unix milliseconds; 0 while nobody does.
    /// </summary>
    private long LatestEndMs(int group)
    {
        long latestMs = long.MaxValue;
        for (ulong rest = _intersection.Groups[group].Conflicts; rest != 0; rest &= rest - 1)
        {
            int other = BitOperations.TrailingZeroCount(rest);
            long servedByMs = _guard.ServedByMs(other);
            latestMs = servedByMs == 0
                ? latestMs
                : Math.Min(latestMs, Math.Max(1, servedByMs - _intersection.IntergreenMs(group, other)));
        }

        return latestMs == long.MaxValue ? 0 : latestMs;
    }

    /// <summary>Earliest event time at which a green may end: its minimum, and the pedestrians who walk beside it.</summary>
    private long EarliestEndMs(int group)
    {
        SignalGroup timed = _intersection.Groups[group];
        long endMs = Math.Max(_nowMs, _state.Signals.RightOfWayStartMs(group) + timed.Definition.MinGreenMs);
        SignalFrame frame = _state.Signals.Frame;
        for (ulong rest = timed.ConcurrentPedestrians & (frame.Walk | frame.PedClearance); rest != 0; rest &= rest - 1)
        {
            int beside = BitOperations.TrailingZeroCount(rest);
            SignalGroupDefinition timing = _intersection.Groups[beside].Definition;
            long walkEndMs = (frame.Walk >> beside & 1) != 0
                ? Math.Max(_nowMs, _state.Signals.RightOfWayStartMs(beside) + timing.MinGreenMs)
                : _state.Signals.RightOfWayEndMs(beside);
            endMs = Math.Max(endMs, walkEndMs + timing.PedClearanceMs);
        }

        return endMs;
    }
}
