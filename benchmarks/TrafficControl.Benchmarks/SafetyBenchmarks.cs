using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Safety;

namespace TrafficControl.Benchmarks;

/// <summary>What the safety monitor costs per frame.</summary>
[Config(typeof(WindowConfig))]
[MemoryDiagnoser]
public class SafetyBenchmarks
{
    private BusyIntersection _busy = null!;
    private SafetyMonitor _monitor = null!;

    [Params(4, 8, 16)]
    public int Groups { get; set; }

    [GlobalSetup]
    public void SetUp() => _busy = BusyIntersection.Of(Groups, lanes: Groups, "actuated");

    [IterationSetup]
    public void NewMonitor() => _monitor = new SafetyMonitor(_busy.Intersection);

    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public SafetyRule CheckFrame()
    {
        for (int i = 0; i < BusyIntersection.TickCount; i++)
        {
            ref readonly SignalFrame frame = ref _busy.Frame(i);
            _monitor.CheckFrame(frame, frame.Green);
        }

        return _monitor.IsLatched
            ? throw new InvalidOperationException($"A legal record broke {_monitor.Breach}.")
            : SafetyRule.None;
    }
}
