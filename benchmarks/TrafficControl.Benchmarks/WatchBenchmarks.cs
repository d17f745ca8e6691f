using System.Reactive.Concurrency;
using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Snapshots;

namespace TrafficControl.Benchmarks;

/// <summary>
/// One tick seen by many watchers: the engine publishes a snapshot, and each watcher's stream samples and hands it on.
/// Time is virtual, so that a tenth of a second passes at once; the scheduler that makes it pass is in the measure.
/// </summary>
[MemoryDiagnoser]
public class WatchBenchmarks
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(BusyIntersection.TickMs);

    private readonly ControllerTick _tick = new();
    private HistoricalScheduler _scheduler = null!;
    private IntersectionEngine _engine = null!;
    private Directive _directive = null!;
    private IDisposable[] _subscriptions = [];
    private long _ticks;
    private long _heard;
    private long _latest;

    [Params(1, 100, 1_000)]
    public int Watchers { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(groups: 8, lanes: 24, "fixed");
        _engine = new IntersectionEngine(intersection, new EngineOptions());
        _engine.BeginSession_TickThreadOnly();
        _directive = new Directive(intersection.Groups.Length);
        _scheduler = new HistoricalScheduler();
        IObservable<IntersectionSnapshot> stream = SnapshotStreams.Watch([_engine], Interval, _scheduler);
        _subscriptions =
        [
            .. Enumerable.Range(0, Watchers).Select(_ => stream.Subscribe(snapshot =>
            {
                _heard++;
                _latest = snapshot.Version;
            })),
        ];
        FanOut();
    }

    [GlobalCleanup]
    public void CleanUp()
    {
        foreach (IDisposable subscription in _subscriptions)
        {
            subscription.Dispose();
        }
    }

    [Benchmark]
    public long FanOut()
    {
        _heard = 0;
        _tick.Clear();
        _tick.Sequence = ++_ticks;
        _tick.TimeMs = _ticks * BusyIntersection.TickMs;
        _tick.Signals = new SignalFrame(_tick.TimeMs, 0b0001_0001);
        _engine.Advance_TickThreadOnly(_tick, _directive);
        _engine.Publish_TickThreadOnly();
        _scheduler.AdvanceBy(Interval);
        return _heard == Watchers && _latest == _engine.Snapshot.Version
            ? _heard
            : throw new InvalidOperationException($"{_heard} of {Watchers} watchers heard of the tick.");
    }
}
