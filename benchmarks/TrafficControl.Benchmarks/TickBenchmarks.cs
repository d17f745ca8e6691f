using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Benchmarks;

/// <summary>
/// A whole tick through the engine: sequence, state, strategy, guard, monitor, directive. Ten ticks make a second.
/// </summary>
[MemoryDiagnoser]
public class TickBenchmarks
{
    private BusyIntersection _busy = null!;
    private IntersectionEngine _engine = null!;
    private Directive _directive = null!;
    private long _offsetMs;
    private long _sequence;

    [Params("fixed", "actuated", "max-pressure", "adaptive")]
    public string Plan { get; set; } = "fixed";

    [Params(8, 24)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(groups: 8, Lanes / 8, Plan);
        _busy = new BusyIntersection(intersection);
        _engine = new IntersectionEngine(intersection, new EngineOptions());
        _directive = new Directive(intersection.Groups.Length);
        _engine.BeginSession_TickThreadOnly();
        Replay();
    }

    [Benchmark(OperationsPerInvoke = BusyIntersection.TickCount)]
    public long Tick()
    {
        long last = Replay();
        return _directive.NextGroups != 0 && last == _sequence
            ? last
            : throw new InvalidOperationException("The engine did not answer the last tick.");
    }

    /// <summary>Replays the recorded minutes again and again, each time later.</summary>
    private long Replay()
    {
        // Signals in the record repeat every cycle of the record, so its length in time is added.
        foreach (ControllerTick tick in _busy.Ticks)
        {
            long time = tick.TimeMs;
            SignalFrame frame = tick.Signals;
            tick.Sequence = ++_sequence;
            tick.TimeMs = time + _offsetMs;
            tick.Signals = frame with { TimeMs = frame.TimeMs + _offsetMs };
            _engine.Advance_TickThreadOnly(tick, _directive);
            tick.TimeMs = time;
            tick.Signals = frame;
        }

        _offsetMs += BusyIntersection.TickCount * 100L;

        // The record's last and first frames do not follow from each other: a new session keeps the monitor out of it.
        _engine.BeginSession_TickThreadOnly();
        return _directive.TickSequence;
    }
}
