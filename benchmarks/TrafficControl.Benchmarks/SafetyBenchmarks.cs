using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Safety;

namespace TrafficControl.Benchmarks;

/// <summary>What the safety monitor costs per frame.</summary>
[MemoryDiagnoser]
public class SafetyBenchmarks
{
    private BusyIntersection _busy = null!;
    private SafetyMonitor _monitor = null!;

    [Params(4, 8, 16)]
    public int Groups { get; set; }

    [GlobalSetup]
    public void SetUp() => _busy = new BusyIntersection(BenchmarkIntersections.Staged(Groups, lanesPerGroup: 1, "actuated"));

    [IterationSetup]
    public void NewMonitor() => _monitor = new SafetyMonitor(_busy.Intersection);

    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public SafetyRule CheckFrame()
    {
        foreach (ControllerTick tick in _busy.Ticks)
        {
            _monitor.CheckFrame(tick.Signals, tick.Signals.Green);
        }

        return _monitor.IsLatched
            ? throw new InvalidOperationException($"A legal record broke {_monitor.Breach}.")
            : SafetyRule.None;
    }
}
