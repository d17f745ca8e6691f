using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Benchmarks;

/// <summary>
/// A whole tick through the engine: sequence, state, strategy, guard, monitor, directive. Ten ticks make a second; with
/// the adaptive strategy one of them plans, and the mean holds a tenth of a plan.
/// </summary>
[Config(typeof(WindowConfig))]
[MemoryDiagnoser]
public class TickBenchmarks
{
    private readonly ControllerTick _tick = new();
    private BusyIntersection _busy = null!;
    private IntersectionEngine _engine = null!;
    private Directive _directive = null!;
    private int _next = BusyIntersection.TickCount;

    [Params("fixed", "actuated", "max-pressure", "adaptive")]
    public string Plan { get; set; } = "fixed";

    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _busy = BusyIntersection.Of(groups: 8, Lanes, Plan);
        _directive = new Directive(_busy.Intersection.Groups.Length);
    }

    /// <summary>
    /// At the end of the record a new engine starts. What it does while the street fills is not measured, nor is the
    /// first tick of its session, which may allocate.
    /// </summary>
    [IterationSetup]
    public void RestartAtTheEnd()
    {
        if (_next == BusyIntersection.TickCount)
        {
            _engine = new IntersectionEngine(_busy.Intersection, new EngineOptions());
            _engine.BeginSession_TickThreadOnly();
            _next = 0;
            for (int window = 0; window < BusyIntersection.FillingWindows; window++)
            {
                Tick();
            }
        }
    }

    [Benchmark(OperationsPerInvoke = BusyIntersection.WindowTicks)]
    public long Tick()
    {
        for (int i = 0; i < BusyIntersection.WindowTicks; i++)
        {
            _busy.Load(_next++, _tick);
            _engine.Advance_TickThreadOnly(_tick, _directive);
        }

        _busy.CheckAnswer(_next - 1, _directive);
        return _directive.TickSequence;
    }
}
