using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Benchmarks;

/// <summary>The parts of a tick one by one: taking in events, deciding, controlling, checking.</summary>
[MemoryDiagnoser]
public class StateBenchmarks
{
    private BusyIntersection _busy = null!;
    private IntersectionState _state = null!;
    private IStrategy _strategy = null!;
    private GuardedController _controller = null!;
    private long _offsetMs;

    [Params("actuated", "max-pressure", "adaptive")]
    public string Plan { get; set; } = "actuated";

    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(groups: 8, Lanes / 8, Plan);
        _busy = new BusyIntersection(intersection);
        _state = new IntersectionState(intersection);
        _strategy = StrategyFactory.Create(intersection, intersection.DefaultPlan);
        _controller = new GuardedController(intersection);
        _controller.StartUp(0);
    }

    /// <summary>State only: signals, detectors, demand, extension, queues.</summary>
    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public long Apply() => Replay(tick => _state.Apply(tick));

    /// <summary>State and decision.</summary>
    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public long ApplyAndDecide() => Replay(tick =>
    {
        _state.Apply(tick);
        _strategy.Decide(_state);
    });

    /// <summary>
    /// A whole field controller on its local plan: state, decision, guard, interval machine, monitor.
    /// </summary>
    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public long FieldController()
    {
        long last = Replay(tick => _controller.Advance(tick, null));
        return _controller.Monitor.Breach.Rule == SafetyRule.None
            ? last
            : throw new InvalidOperationException($"Broke {_controller.Monitor.Breach}.");
    }

    private long Replay(Action<ControllerTick> take)
    {
        foreach (ControllerTick tick in _busy.Ticks)
        {
            long time = tick.TimeMs;
            SignalFrame frame = tick.Signals;
            tick.TimeMs = time + _offsetMs;
            tick.Signals = frame with { TimeMs = frame.TimeMs + _offsetMs };
            take(tick);
            tick.TimeMs = time;
            tick.Signals = frame;
        }

        _offsetMs += BusyIntersection.TickCount * 100L;
        return _offsetMs;
    }
}
