using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Safety;

namespace TrafficControl.Benchmarks;

/// <summary>What a tick costs before anything is decided, and what it costs a field controller.</summary>
[MemoryDiagnoser]
public class StateBenchmarks
{
    private readonly ControllerTick _tick = new();
    private BusyIntersection _busy = null!;
    private IntersectionState _state = null!;
    private GuardedController _controller = null!;
    private long _pass;
    private int _next;

    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _busy = BusyIntersection.Of(groups: 8, Lanes, "actuated");
        _state = new IntersectionState(_busy.Intersection);
        _controller = new GuardedController(_busy.Intersection);
        _controller.StartUp(0);
    }

    /// <summary>State only: signals, detectors, demand, extension, queues.</summary>
    [Benchmark(OperationsPerInvoke = BusyIntersection.WindowTicks)]
    public long Apply()
    {
        for (int i = 0; i < BusyIntersection.WindowTicks; i++)
        {
            LoadNext();
            _state.Apply(_tick);
        }

        return _state.NowMs == _tick.TimeMs
            ? _state.NowMs
            : throw new InvalidOperationException("The state missed a tick.");
    }

    /// <summary>
    /// A whole field controller on its local plan: state, decision, guard, interval machine, monitor.
    /// </summary>
    [Benchmark(OperationsPerInvoke = BusyIntersection.WindowTicks)]
    public long FieldController()
    {
        for (int i = 0; i < BusyIntersection.WindowTicks; i++)
        {
            LoadNext();
            _controller.Advance(_tick, null);
        }

        return _controller.Monitor.Breach.Rule == SafetyRule.None
            ? _tick.TimeMs
            : throw new InvalidOperationException($"Broke {_controller.Monitor.Breach}.");
    }

    private void LoadNext()
    {
        _busy.Load(_next, _tick, _pass);
        _next = (_next + 1) % BusyIntersection.TickCount;
        _pass += _next == 0 ? 1 : 0;
    }
}
