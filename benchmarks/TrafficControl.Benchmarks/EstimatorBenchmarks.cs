using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;

namespace TrafficControl.Benchmarks;

/// <summary>
/// One update of the queue estimator, by lanes, from loops and from tracks; with it what it reads: the record of
/// signals and detectors, which costs little. A tick with tracks holds every vehicle within 200 m, ten times a second.
/// </summary>
[MemoryDiagnoser]
public class EstimatorBenchmarks
{
    private readonly ControllerTick _tick = new();
    private BusyIntersection _busy = null!;
    private IntersectionState _state = null!;
    private QueueEstimator _queues = null!;
    private long _pass;
    private int _next;
    private double _waiting;

    [Params(BenchmarkIntersections.Loops, BenchmarkIntersections.Tracks)]
    public string Sensors { get; set; } = BenchmarkIntersections.Loops;

    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _busy = BusyIntersection.Of(groups: 8, Lanes, "actuated", Sensors);
        _state = new IntersectionState(_busy.Intersection);
        _queues = new QueueEstimator(_busy.Intersection);
    }

    [Benchmark(OperationsPerInvoke = BusyIntersection.WindowTicks)]
    public double Update()
    {
        for (int i = 0; i < BusyIntersection.WindowTicks; i++)
        {
            _busy.Load(_next++, _tick, _pass);
            _state.Signals.Apply(_tick.Signals);
            foreach (ref readonly DetectorTransition transition in _tick.Transitions)
            {
                _state.Detectors.Apply(transition);
            }

            _queues.Update(_state, _tick);
            _waiting += _queues.QueueVehicles(0);
        }

        if (_next == BusyIntersection.TickCount)
        {
            CheckPass();
        }

        return _waiting;
    }

    /// <summary>At 70 % load vehicles wait in red, and a queue never stands for all of the record.</summary>
    private void CheckPass()
    {
        double mean = _waiting / BusyIntersection.TickCount;
        if (mean is not (> 0.2 and < 15))
        {
            throw new InvalidOperationException($"The estimator sees {mean} vehicles waiting on the first lane.");
        }

        _waiting = 0;
        _next = 0;
        _pass++;
    }
}
