using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;
using TrafficControl.Core.Strategies;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Benchmarks;

/// <summary>
/// The two halves of a second of adaptive timing, second by second of a busy record, so that percentiles are over what
/// a street shows and not over one situation: a whole plan, and the nine ticks on which nothing is planned.
/// </summary>
[Config(typeof(TailConfig))]
[MemoryDiagnoser]
public class ReplanBenchmarks
{
    private const int HorizonSeconds = 50;
    private const int MaxOperations = 40_000;
    private const int TicksPerPlan = 10;

    private readonly ControllerTick _tick = new();
    private BusyIntersection _busy = null!;
    private IntersectionState _state = null!;
    private StageModel _model = null!;
    private PlanInput _input = null!;
    private PlanInputs _inputs = null!;
    private PlanSearch _search = null!;
    private IntersectionEngine _engine = null!;
    private Directive _directive = null!;
    private long _pass;
    private int _next;

    /// <summary>Approach lanes; eight signal groups.</summary>
    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _busy = BusyIntersection.Of(groups: 8, Lanes, "adaptive");
        Intersection intersection = _busy.Intersection;
        _state = new IntersectionState(intersection);
        _model = new StageModel(intersection);
        _input = new PlanInput(_model, HorizonSeconds) { NextStage = -1, AllowedFirst = ulong.MaxValue };
        _inputs = new PlanInputs(intersection, _model, _input);
        _search = new PlanSearch(_model, _input, MaxOperations);
        _directive = new Directive(intersection.Groups.Length);
        NewEngine();
    }

    /// <summary>
    /// Brings the state to the next second that shows a stage: between two stages nothing is planned.
    /// </summary>
    [IterationSetup(Target = nameof(Plan))]
    public void ToNextSecond()
    {
        do
        {
            for (int i = 0; i < TicksPerPlan; i++)
            {
                _busy.Load(_next, _tick, _pass);
                _state.Apply(_tick);
                _next = (_next + 1) % BusyIntersection.TickCount;
                _pass += _next == 0 ? 1 : 0;
            }
        }
        while (_tick.Signals.Green == 0 || (_tick.Signals.Ending | _tick.Signals.RedClearance) != 0);
    }

    /// <summary>A whole plan as the strategy makes it: model, input, search, costs of the alternatives.</summary>
    [Benchmark]
    public int Plan()
    {
        int stage = StageProgress.ShownStage(_busy.Intersection, _state.Signals.Frame);
        _model.Refresh(_state.Queues, _state.Demand.Calls);
        _inputs.Fill(_state, stage);
        _input.Stage = stage;
        _search.Run();
        int first = _search.Best.First;
        return PlanExplainer.Explain(_search, _model.StageCount, first < 0 ? stage : first).Count > 0
            ? _search.Operations
            : throw new InvalidOperationException("The search found no plan.");
    }

    /// <summary>Brings the engine past the tick of a second that plans.</summary>
    [IterationSetup(Target = nameof(TickBetweenPlans))]
    public void PastPlan()
    {
        if (_next == BusyIntersection.TickCount)
        {
            NewEngine();
        }

        Advance();
    }

    /// <summary>A tick through the engine on which nothing is planned.</summary>
    [Benchmark(OperationsPerInvoke = TicksPerPlan - 1)]
    public long TickBetweenPlans()
    {
        for (int i = 1; i < TicksPerPlan; i++)
        {
            Advance();
        }

        _busy.CheckAnswer(_next - 1, _directive);
        return _directive.TickSequence;
    }

    private void NewEngine()
    {
        _next = 0;
        _engine = new IntersectionEngine(_busy.Intersection, new EngineOptions());
        _engine.BeginSession_TickThreadOnly();
    }

    private void Advance()
    {
        _busy.Load(_next++, _tick);
        _engine.Advance_TickThreadOnly(_tick, _directive);
    }
}
