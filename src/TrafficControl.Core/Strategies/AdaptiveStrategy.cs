using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Rolling-horizon timing: every second it predicts the delay of the stage sequences of the next minute from the vehicles
/// it knows of, and does the first step of the best one. No cycle, no parameters of a place.
/// </summary>
public sealed class AdaptiveStrategy : IStrategy, IOutflowForecaster
{
    private const int DecisionPeriodMs = 1_000;
    private static readonly int HorizonSeconds = (int)Tune.Of("H", 50);
    private const int MaxOperations = 40_000;

    private readonly Intersection _intersection;
    private readonly SwitchTable _switches;
    private readonly StagePressures _pressures;
    private readonly WaitGuard _waits;
    private readonly YieldingTurnClearance _clearance;
    private readonly StageProgress _progress;
    private readonly StageModel _model;
    private readonly PlanInput _input;
    private readonly PlanInputs _inputs;
    private readonly PlanSearch _search;
    private readonly OutflowPlanner _outflow;
    private Decision _decision;
    private long _decidedMs = long.MinValue;
    private long _plannedMs = long.MinValue;

    /// <summary>Creates the strategy for one intersection.</summary>
    /// <param name="intersection">The intersection; it has at least one stage.</param>
    /// <param name="plan">The plan that gives the longest red.</param>
    public AdaptiveStrategy(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        _intersection = intersection;
        _switches = new SwitchTable(intersection);
        _pressures = new StagePressures(intersection);
        _waits = new WaitGuard(intersection, plan, _switches);
        _clearance = new YieldingTurnClearance(intersection);
        _progress = new StageProgress(intersection);
        _model = new StageModel(intersection);
        _input = new PlanInput(_model, HorizonSeconds);
        _inputs = new PlanInputs(intersection, _model, _input);
        _search = new PlanSearch(_model, _input, MaxOperations);
        _outflow = new OutflowPlanner(intersection, _model, _input);
    }

    /// <inheritdoc/>
    public StrategyKind Kind => StrategyKind.Adaptive;

    /// <summary>Plans once a second of event time and repeats the decision in between.</summary>
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

        return _decision with { NotBeforeMs = _clearance.NotBeforeMs(state, _decision.Groups) };
    }

    /// <inheritdoc/>
    public bool TryForecastOutflow(IntersectionState state, Span<float> outflow)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_plannedMs == long.MinValue)
        {
            return false;
        }

        if (_plannedMs != state.NowMs)
        {
            FillWithoutSearch(state);
        }

        int ageSeconds = (int)Math.Clamp((state.NowMs - _plannedMs) / 1000, 0, HorizonSeconds);
        _outflow.Run(_search.Best, ageSeconds, outflow, IOutflowForecaster.Seconds);
        return true;
    }

    /// <summary>Fills the input between two searches: during a change, or while a minimum green runs.</summary>
    private void FillWithoutSearch(IntersectionState state)
    {
        _model.Refresh(state.Queues);
        _input.NextStage = -1;
        _input.HeldSeconds = 0;
        int elapsedSeconds = (int)Math.Min(1_000, (state.NowMs - _progress.SinceMs) / 1000);
        if (_progress.IsRunning)
        {
            _inputs.Fill(state, _progress.Stage);
            _input.Stage = _progress.Stage;
            _input.HeldSeconds = (int)Math.Max(0, (_progress.MinimumEndMs(state) - state.NowMs + 999) / 1000);
            return;
        }

        int cell = (_progress.Previous * _model.StageCount) + _progress.Stage;
        _inputs.Fill(state, _progress.Previous);
        _input.Stage = _progress.Previous;
        _input.NextStage = _progress.Stage;
        _input.ChangeElapsedSeconds = Math.Max(0, elapsedSeconds - _model.HoldSeconds[cell]);
        _input.ChangeRestSeconds = Math.Max(1, _model.ChangeSeconds[cell] - elapsedSeconds);
        _input.HeldSeconds = _model.MinGreenSeconds[cell];
    }

    private Decision DecideNow(IntersectionState state)
    {
        StageProgress.Phase phase = _progress.Follow(state);
        if (phase == StageProgress.Phase.Starting)
        {
            return Keep(DecisionReason.StartUp);
        }

        if (phase == StageProgress.Phase.Changing)
        {
            return _decision;
        }

        long minimumEndMs = _progress.MinimumEndMs(state);
        if (minimumEndMs > state.NowMs)
        {
            return Keep(DecisionReason.MinGreen);
        }

        int overdue = _waits.MostOverdueStage(state, _pressures);
        int stage = _progress.Stage;
        _model.Refresh(state.Queues);
        _inputs.Fill(state, stage);
        _input.Stage = stage;
        _input.NextStage = -1;
        _input.HeldSeconds = 0;
        _input.ElapsedSeconds = (int)Math.Min(1_000, (state.NowMs - _progress.SinceMs) / 1000);
        _input.AllowedFirst = overdue >= 0 ? 1UL << overdue : ulong.MaxValue;
        _search.Run();
        _plannedMs = state.NowMs;
        int first = _search.Best.First;
        if (first >= 0 && first != stage)
        {
            _progress.ChangeTo(first, state.NowMs, _switches.LostMs(stage, first));
            return Keep(overdue >= 0 ? DecisionReason.MaxRed : DecisionReason.LeastDelay);
        }

        long likelyMs = _search.Best.Changes > 0 ? state.NowMs + (_search.Best.ChangeAt[0] * 1_000L) : 0;
        return Keep(likelyMs == 0 ? DecisionReason.RestInGreen : DecisionReason.LeastDelay, likelyMs);
    }

    private Decision Keep(DecisionReason reason, long likelyChangeMs = 0) =>
        new(_intersection.Stages[_progress.Stage].Groups, reason, LikelyChangeMs: likelyChangeMs);
}
