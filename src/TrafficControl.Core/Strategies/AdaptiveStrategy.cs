using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Rolling-horizon timing: every second, and when it is surprised, it predicts the delay of the stage sequences of the next
/// minute from the vehicles it knows of, and does the first step of the best one. No cycle, no parameters of a place.
/// </summary>
public sealed class AdaptiveStrategy : IStrategy, IOutflowForecaster
{
    private const int DecisionPeriodMs = 1_000;
    private const int HorizonSeconds = 50;
    private const int MaxOperations = 40_000;

    private readonly Intersection _intersection;
    private readonly SwitchTable _switches;
    private readonly StagePressures _pressures;
    private readonly WaitGuard _waits;
    private readonly MaxGreenGuard _maxGreens;
    private readonly PlanSurprise _surprise;
    private readonly YieldingTurnClearance _clearance;
    private readonly StageProgress _progress;
    private readonly StageModel _model;
    private readonly PlanInput _input;
    private readonly PlanInputs _inputs;
    private readonly PlanSearch _search;
    private readonly OutflowPlanner _outflow;
    private readonly StageOutlook _outlook;
    private readonly ChangeAnnouncer? _announcer;
    private readonly int _commitmentMs;
    private DecisionCosts _costs;
    private Decision _decision;
    private (int HoldSeconds, int ChangeSeconds) _change;
    private long _decidedMs = long.MinValue;
    private long _plannedMs = long.MinValue;

    /// <summary>Creates the strategy for one intersection.</summary>
    /// <param name="intersection">The intersection; it has at least one stage.</param>
    /// <param name="plan">The plan that gives the longest red and green, and how long ahead changes are announced.</param>
    public AdaptiveStrategy(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        _intersection = intersection;
        _switches = new SwitchTable(intersection);
        _pressures = new StagePressures(intersection);
        _waits = new WaitGuard(intersection, plan, _switches);
        _maxGreens = new MaxGreenGuard(intersection, plan);
        _surprise = new PlanSurprise(intersection);
        _clearance = new YieldingTurnClearance(intersection, YieldingTurnClearance.MutualLeavingMs);
        _progress = new StageProgress(intersection);
        _model = new StageModel(intersection);
        _commitmentMs = plan.Definition.CommitmentMs;
        _outlook = new StageOutlook(intersection.Groups.Length, _commitmentMs);
        _announcer = _commitmentMs > 0 ? new ChangeAnnouncer(intersection, _outlook) : null;

        // What is promised cannot be planned any more, so the plan reaches further by as much.
        _input = new PlanInput(_model, HorizonSeconds + CeilingS(_commitmentMs));
        _inputs = new PlanInputs(intersection, _model, _input);
        _search = new PlanSearch(_model, _input, MaxOperations);
        _outflow = new OutflowPlanner(intersection, _model, _input);
    }

    /// <inheritdoc/>
    public StrategyKind Kind => StrategyKind.Adaptive;

    /// <inheritdoc/>
    public StageOutlook Outlook => _outlook;

    /// <summary>
    /// Plans once a second of event time, and at once on a large surprise; repeats the decision in between.
    /// </summary>
    /// <param name="state">What is known of the intersection at this tick.</param>
    public Decision Decide(IntersectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        _clearance.Observe(state);
        _announcer?.Observe(state);
        bool isDue = BeginAnnounced(state.NowMs);
        if (isDue || _decidedMs == long.MinValue || state.NowMs - _decidedMs >= DecisionPeriodMs || _surprise.Shows(state))
        {
            _decidedMs = state.NowMs;
            _surprise.Note(state);
            _pressures.Update(state);
            _waits.Observe(state);
            _maxGreens.Observe(state);
            _decision = DecideNow(state);
        }

        ulong withheld = _maxGreens.Withheld(state);
        ulong groups = _decision.Groups & ~withheld;
        if (_announcer is null)
        {
            groups = _progress.Groups(state) & ~withheld;
            return _decision with { Groups = groups, NotBeforeMs = _clearance.NotBeforeMs(state, groups) };
        }

        groups &= ~_announcer.Withheld(state.Signals.Frame);
        return _decision with
        {
            Groups = groups,
            NotBeforeMs = _announcer.IsUnderWay
                ? _announcer.NotBeforeMs(state.NowMs)
                : _clearance.NotBeforeMs(state, groups),
        };
    }

    /// <summary>Rounds up to whole seconds.</summary>
    private static int CeilingS(long ms) => (int)((Math.Max(0, ms) + 999) / 1000);

    private bool BeginAnnounced(long nowMs)
    {
        if (_announcer is null || _announcer.NextStage < 0 || nowMs < _announcer.ChangeMs)
        {
            return false;
        }

        int next = _announcer.NextStage;
        _change = _model.ChangeOf(_progress.Stage, next, _input.BlockedYielding);
        _announcer.Begin();
        _progress.ChangeTo(next, nowMs, (int)Math.Max(0, _announcer.StartMs - nowMs));
        _decision = Keep(DecisionReason.Committed);
        return true;
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
        _model.Refresh(state.Queues, state.Demand.Calls | state.Signals.Frame.Walk | state.Signals.Frame.PedClearance);
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

        _inputs.Fill(state, _progress.Previous);
        _input.Stage = _progress.Previous;
        _input.NextStage = _progress.Stage;
        _input.ChangeElapsedSeconds = Math.Max(0, elapsedSeconds - _change.HoldSeconds);
        _input.ChangeRestSeconds = Math.Max(1, _change.ChangeSeconds - elapsedSeconds);
        _input.HeldSeconds = _model.MinGreenSeconds[(_progress.Previous * _model.StageCount) + _progress.Stage];
    }

    private Decision DecideNow(IntersectionState state)
    {
        StageProgress.Phase phase = _progress.Follow(state);
        if (phase == StageProgress.Phase.Starting)
        {
            return Keep(DecisionReason.StartUp);
        }

        if (_announcer is { NextStage: >= 0 })
        {
            return Keep(DecisionReason.Committed, _announcer.ChangeMs);
        }

        // A change that was announced is known to its last second, so that the next one can be planned meanwhile.
        bool isChanging = phase == StageProgress.Phase.Changing;
        if (isChanging && _announcer is not { IsUnderWay: true })
        {
            return _decision;
        }

        long minimumEndMs = isChanging ? _announcer!.MinimumEndMs : _progress.MinimumEndMs(state);
        if (minimumEndMs > state.NowMs + _commitmentMs || _announcer?.IsFree(state.NowMs) == false)
        {
            _costs = isChanging ? _costs : default;
            return isChanging ? _decision : Keep(DecisionReason.MinGreen);
        }

        int overdue = _waits.MostOverdueStage(state, _pressures);
        int stage = _progress.Stage;
        Search(state, isChanging, overdue);
        int first = _search.Best.First;
        _costs = PlanExplainer.Explain(_search, _model.StageCount, first < 0 ? stage : first);
        _outlook.Take(_search.Best, state.NowMs);
        if (first >= 0 && first != stage)
        {
            DecisionReason reason = overdue >= 0 ? DecisionReason.MaxRed
                : _search.IsMaxedOut ? DecisionReason.MaxOut
                : DecisionReason.LeastDelay;
            return Change(state, first, reason);
        }

        long likelyMs = _search.Best.Changes > 0 ? state.NowMs + (_search.Best.ChangeAt[0] * 1_000L) : 0;
        return Keep(
            isChanging ? DecisionReason.Committed
            : likelyMs == 0 ? DecisionReason.RestInGreen
            : DecisionReason.LeastDelay,
            likelyMs);
    }

    private void Search(IntersectionState state, bool isChanging, int overdue)
    {
        int stage = isChanging ? _progress.Previous : _progress.Stage;
        _model.Refresh(state.Queues, state.Demand.Calls | state.Signals.Frame.Walk | state.Signals.Frame.PedClearance);
        _inputs.Fill(state, stage);
        _input.Stage = stage;
        _input.NextStage = -1;
        _input.HeldSeconds = CeilingS(_commitmentMs);
        int elapsedSeconds = (int)Math.Min(1_000, (state.NowMs - _progress.SinceMs) / 1000);
        if (isChanging)
        {
            _input.NextStage = _progress.Stage;
            _input.ChangeElapsedSeconds = elapsedSeconds - _change.HoldSeconds;
            _input.ChangeRestSeconds = CeilingS(_announcer!.StartMs - state.NowMs);
            _input.HeldSeconds = Math.Max(0, _input.HeldSeconds - _input.ChangeRestSeconds);
        }

        _maxGreens.Fill(state, _input);
        _input.AllowedFirst = overdue >= 0 ? 1UL << overdue : ulong.MaxValue;
        _search.Run();
        _plannedMs = state.NowMs;
    }

    /// <summary>Changes to another stage: now, or by the commitment later, which is announced.</summary>
    private Decision Change(IntersectionState state, int next, DecisionReason reason)
    {
        int stage = _progress.Stage;
        if (_announcer is null)
        {
            _change = _model.ChangeOf(stage, next, _input.BlockedYielding);
            _progress.ChangeTo(next, state.NowMs, _switches.LostMs(stage, next));
            return Keep(reason);
        }

        long changeMs = state.NowMs + _commitmentMs;
        Stage from = _intersection.Stages[stage];
        Stage to = _intersection.Stages[next];
        ulong trapping = _clearance.Foreseen(state, from.Groups, from.Groups & ~to.Groups, _model, _search);
        _announcer.Announce(state, from, to, changeMs, trapping);
        return Keep(DecisionReason.Committed, changeMs);
    }

    private Decision Keep(DecisionReason reason, long likelyChangeMs = 0) =>
        new(_intersection.Stages[_progress.Stage].Groups, reason, LikelyChangeMs: likelyChangeMs, Costs: _costs);
}
