using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Fast max pressure: every second the stage that would let most vehicles go, if it beats the present one by more than the
/// switch loses (after Varaiya, 2013, with a switching cost and blocked heads). No cycle.
/// </summary>
public sealed class MaxPressureStrategy : IStrategy
{
    private const int DecisionPeriodMs = 1_000;

    // The loss at which a switch costs exactly the plan's switching cost: 3 s of yellow and 1 s of red clearance.
    private const double ReferenceLossMs = 4_000;

    private readonly Intersection _intersection;
    private readonly double _switchingCostVehicles;
    private readonly SwitchTable _switches;
    private readonly StagePressures _pressures;
    private readonly WaitGuard _waits;
    private readonly YieldingTurnClearance _clearance;
    private readonly StageProgress _progress;
    private Decision _decision;
    private long _decidedMs = long.MinValue;

    /// <summary>Creates the strategy for one intersection.</summary>
    /// <param name="intersection">The intersection; it has at least one stage.</param>
    /// <param name="plan">The plan that gives the switching cost and the longest red.</param>
    public MaxPressureStrategy(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        _intersection = intersection;
        _switchingCostVehicles = plan.Definition.SwitchingCostVehicles;
        _switches = new SwitchTable(intersection);
        _pressures = new StagePressures(intersection);
        _waits = new WaitGuard(intersection, plan, _switches);
        _clearance = new YieldingTurnClearance(intersection);
        _progress = new StageProgress(intersection);
    }

    /// <inheritdoc/>
    public StrategyKind Kind => StrategyKind.MaxPressure;

    /// <summary>Decides once a second of event time and repeats the decision in between.</summary>
    /// <param name="state">What is known of the intersection at this tick.</param>
    public Decision Decide(IntersectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _clearance.Observe(state);
        if (_decidedMs == long.MinValue || state.NowMs - _decidedMs >= DecisionPeriodMs)
        {
            _decidedMs = state.NowMs;
            _pressures.Update(state);
            _waits.Observe(state);
            _decision = DecideNow(state);
        }

        return _decision with
        {
            Groups = _progress.Groups(state),
            NotBeforeMs = _clearance.NotBeforeMs(state, _decision.Groups),
        };
    }

    private Decision DecideNow(IntersectionState state)
    {
        switch (_progress.Follow(state))
        {
            case StageProgress.Phase.Starting:
                return Keep(DecisionReason.StartUp);
            case StageProgress.Phase.Changing:
                return _decision;
        }

        int overdue = _waits.MostOverdueStage(state, _pressures);
        long minimumEndMs = _progress.MinimumEndMs(state);
        if (minimumEndMs > state.NowMs)
        {
            return Keep(DecisionReason.MinGreen, overdue >= 0 && overdue != _progress.Stage ? minimumEndMs : 0);
        }

        if (overdue >= 0 && overdue != _progress.Stage)
        {
            return SwitchTo(overdue, DecisionReason.MaxRed, state.NowMs);
        }

        return DecideByPressure(state);
    }

    private Decision DecideByPressure(IntersectionState state)
    {
        int best = _progress.Stage;
        double bestAdvantage = 0;
        bool isAnyoneElseWaiting = false;
        long likelyChangeMs = 0;
        for (int stage = 0; stage < _intersection.Stages.Length; stage++)
        {
            if (stage == _progress.Stage)
            {
                continue;
            }

            double advantage = Advantage(state, stage, out double gained, out long untilMs);
            isAnyoneElseWaiting |= gained > 0;
            if (advantage > bestAdvantage)
            {
                best = stage;
                bestAdvantage = advantage;
            }

            if (untilMs > 0 && (likelyChangeMs == 0 || state.NowMs + untilMs < likelyChangeMs))
            {
                likelyChangeMs = state.NowMs + untilMs;
            }
        }

        if (best != _progress.Stage)
        {
            return SwitchTo(best, DecisionReason.Pressure, state.NowMs);
        }

        if (!isAnyoneElseWaiting)
        {
            return Keep(DecisionReason.RestInGreen);
        }

        double present = _pressures.OfStage(_progress.Stage);
        bool isPresentGreatest = true;
        for (int stage = 0; stage < _intersection.Stages.Length; stage++)
        {
            isPresentGreatest &= _pressures.OfStage(stage) <= present;
        }

        return Keep(isPresentGreatest ? DecisionReason.Pressure : DecisionReason.SwitchingCost, likelyChangeMs);
    }

    /// <summary>
    /// What a switch would win, in vehicles: those it lets go, for the part of the time that is not lost, less those that
    /// would go now, less the cost of the switch. Positive: switch.
    /// </summary>
    private double Advantage(IntersectionState state, int stage, out double gained, out long untilMs)
    {
        Stage present = _intersection.Stages[_progress.Stage];
        Stage next = _intersection.Stages[stage];
        gained = _pressures.OfPedestrians(next.Groups & ~present.Groups);

        // Pedestrians who wait beside the present stage are no reason to stay: they walk at once, or when the stage comes again.
        double given = 0;
        double flow = 0;
        double greatestQueueS = 0;
        foreach (Lane lane in _intersection.Lanes)
        {
            double difference = _pressures.OfLane(lane.Index, stage) - _pressures.OfLane(lane.Index, _progress.Stage);
            if (difference > 0)
            {
                gained += difference;
                greatestQueueS = Math.Max(greatestQueueS, difference / Math.Max(0.1, state.Queues.SaturationVps(lane.Index)));
            }
            else if (difference < 0)
            {
                given -= difference;
                flow += state.Queues.IsDischarging(lane.Index) ? state.Queues.SaturationVps(lane.Index) : 0;
            }
        }

        int lostMs = _switches.LostMs(_progress.Stage, stage);
        double cost = (_switchingCostVehicles * lostMs / ReferenceLossMs) + (flow * lostMs / 1000);
        double usefulMs = Math.Max(MinGreenMs(next.Groups), greatestQueueS * 1000);
        double advantage = (gained * usefulMs / (usefulMs + lostMs)) - given - cost;
        untilMs = gained > 0 && advantage < 0 && flow > 0 ? (long)(-advantage / flow * 1000) : 0;
        return advantage;
    }

    private int MinGreenMs(ulong groups)
    {
        int longestMs = 0;
        for (ulong rest = groups & _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            longestMs = Math.Max(longestMs, group.Definition.MinGreenMs);
        }

        return Math.Max(1_000, longestMs);
    }

    private Decision SwitchTo(int stage, DecisionReason reason, long nowMs)
    {
        _progress.ChangeTo(stage, nowMs, _switches.LostMs(_progress.Stage, stage));
        return Keep(reason);
    }

    private Decision Keep(DecisionReason reason, long likelyChangeMs = 0) =>
        new(_intersection.Stages[_progress.Stage].Groups, reason, LikelyChangeMs: likelyChangeMs);
}
