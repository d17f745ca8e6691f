using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;

namespace TrafficControl.Benchmarks;

/// <summary>
/// One full plan of the adaptive strategy, with a queue and steady arrivals on every lane: the growth by lanes, groups
/// and horizon. Two groups make a stage. The search stops to branch at its budget of operations, which bounds the
/// largest.
/// </summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private const int MaxOperations = 40_000;
    private StageModel _model = null!;
    private PlanInput _input = null!;
    private PlanSearch _search = null!;
    private QueueEstimator _queues = null!;

    /// <summary>Approach lanes, spread over the groups.</summary>
    [Params(16, 24, 48)]
    public int Lanes { get; set; }

    /// <summary>Signal groups.</summary>
    [Params(4, 8, 16)]
    public int Groups { get; set; }

    /// <summary>Length of the plan, seconds.</summary>
    [Params(25, 50, 100)]
    public int HorizonSeconds { get; set; }

    /// <summary>Fills every lane.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(Groups, Lanes, "adaptive");
        _queues = new QueueEstimator(intersection);
        _model = new StageModel(intersection);
        _input = new PlanInput(_model, HorizonSeconds) { NextStage = -1, AllowedFirst = ulong.MaxValue };
        _search = new PlanSearch(_model, _input, MaxOperations);
        for (int lane = 0; lane < _model.Lanes.Length; lane++)
        {
            _input.Queue[lane] = lane % 5;
            _input.Weight[lane] = 1;
            _input.Downstream[lane] = 1;
            _input.RatePerSecond[lane] = 0.5F;
            for (int second = 0; second < HorizonSeconds; second++)
            {
                _input.Arrivals[(second * _model.Width) + lane] = (second + lane) % 8 == 0 ? 1 : 0;
            }
        }
    }

    /// <summary>A plan from scratch.</summary>
    [Benchmark]
    public int Plan()
    {
        _model.Refresh(_queues, pedestrians: 0);
        _search.Run();
        return _search.Best.First >= 0
            ? _search.Operations
            : throw new InvalidOperationException("The search found no plan.");
    }
}
