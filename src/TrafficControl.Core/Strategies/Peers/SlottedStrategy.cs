using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies.Peers;

/// <summary>
/// Max pressure and longest wave as published benchmarks run them: every 10 s of event time the stage with the greatest
/// score, from all stages in any order, at no cost of switching. Yellow and clearance of a change lie inside the 10 s.
/// </summary>
/// <remarks>
/// Scores: Varaiya, "Max pressure control of a network of signalized intersections", Transportation Research Part C 36
/// (2013), the pressure of a stage with equal saturation flows; queue and wave as in Ault and Sharon, "Reinforcement
/// Learning Benchmarks for Traffic Signal Control", NeurIPS 2021 Datasets and Benchmarks. A called crossing counts one
/// vehicle and grows with its wait, because those scores know no pedestrians.
/// </remarks>
public sealed class SlottedStrategy : IStrategy
{
    /// <summary>Time between two decisions, milliseconds of event time.</summary>
    public const int SlotMs = 10_000;

    // The longest red is looked at every second: within a slot it could run out.
    private const int GuardPeriodMs = 1_000;

    // Beyond this nothing is known of vehicles on their way.
    private const int FarthestSecond = 65;

    private readonly Intersection _intersection;
    private readonly StagePressures _pressures;
    private readonly WaitGuard _waits;
    private Decision _decision;
    private long _checkedMs = long.MinValue;
    private long _slotEndMs;
    private int _stage = -1;

    /// <summary>Creates the strategy for one intersection.</summary>
    /// <param name="intersection">The intersection; it has at least one stage.</param>
    /// <param name="plan">The plan that gives the longest red.</param>
    /// <param name="kind">Which score.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is not one of the two.</exception>
    public SlottedStrategy(Intersection intersection, TimingPlan plan, StrategyKind kind)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        if (kind is not (StrategyKind.SlottedMaxPressure or StrategyKind.LongestWave))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "Give SlottedMaxPressure or LongestWave.");
        }

        _intersection = intersection;
        Kind = kind;
        _pressures = new StagePressures(intersection);
        _waits = new WaitGuard(intersection, plan, new SwitchTable(intersection));
    }

    /// <inheritdoc/>
    public StrategyKind Kind { get; }

    /// <summary>Decides once a slot and repeats the decision in between; a movement overdue ends the slot.</summary>
    /// <param name="state">What is known of the intersection at this tick.</param>
    public Decision Decide(IntersectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_stage < 0)
        {
            _checkedMs = state.NowMs;
            int shown = StageProgress.ShownStage(_intersection, state.Signals.Frame);
            return Begin(shown, DecisionReason.StartUp, state.NowMs);
        }

        if (state.NowMs - _checkedMs < GuardPeriodMs)
        {
            return _decision;
        }

        _checkedMs = state.NowMs;
        _pressures.Update(state);
        _waits.Observe(state);
        int overdue = _waits.MostOverdueStage(state, _pressures);
        if (overdue >= 0 && overdue != _stage)
        {
            return Begin(overdue, DecisionReason.MaxRed, state.NowMs);
        }

        return state.NowMs >= _slotEndMs ? Begin(BestStage(state), DecisionReason.Pressure, state.NowMs) : _decision;
    }

    private Decision Begin(int stage, DecisionReason reason, long nowMs)
    {
        _stage = stage;
        _slotEndMs = nowMs + SlotMs;
        _decision = new Decision(_intersection.Stages[stage].Groups, reason, LikelyChangeMs: _slotEndMs);
        return _decision;
    }

    // The present stage wins a tie: it loses no time.
    private int BestStage(IntersectionState state)
    {
        int best = _stage;
        double bestScore = Score(state.Queues, _intersection.Stages[best]);
        foreach (Stage stage in _intersection.Stages)
        {
            double score = Score(state.Queues, stage);
            if (score > bestScore)
            {
                best = stage.Index;
                bestScore = score;
            }
        }

        return best;
    }

    private double Score(QueueEstimator queues, Stage stage) => _pressures.OfPedestrians(stage.Groups)
        + (Kind == StrategyKind.LongestWave ? Wave(queues, stage.Groups) : Pressure(queues, stage.Groups));

    /// <summary>Vehicles queued and approaching on the lanes that have a green, each lane once.</summary>
    private double Wave(QueueEstimator queues, ulong green)
    {
        double sum = 0;
        foreach (Lane lane in _intersection.Lanes)
        {
            if ((lane.Groups & green) != 0)
            {
                sum += queues.QueueVehicles(lane.Index) + queues.ExpectedVehicles(lane.Index, 0, FarthestSecond);
            }
        }

        return sum;
    }

    /// <summary>
    /// Sum over the movements with a green of their part of the queue in front less the queue where they go; a movement
    /// into a longer queue counts negative.
    /// </summary>
    private double Pressure(QueueEstimator queues, ulong green)
    {
        double sum = 0;
        foreach (Movement movement in _intersection.Movements)
        {
            if ((green & (1UL << movement.Group)) != 0)
            {
                double behind = movement.ToLane < 0 ? 0 : queues.DownstreamQueueVehicles(movement.ToLane);
                sum += (queues.TurningShare(movement.Index) * queues.QueueVehicles(movement.FromLane)) - behind;
            }
        }

        return sum;
    }
}
