using System.Reactive;
using System.Reactive.Concurrency;
using System.Reactive.Linq;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Runtime.Snapshots;

/// <summary>
/// Streams of snapshots for watchers. A watcher samples what the engine last published, at the rate it asked for: it
/// hears the latest state and not a backlog, and nothing it does reaches the tick.
/// </summary>
public static class SnapshotStreams
{
    /// <summary>
    /// The present state of each engine first, then every change, at most one per engine in an interval. Endless; an
    /// error ends it as Rx says.
    /// </summary>
    /// <param name="engines">Engines to watch.</param>
    /// <param name="minInterval">Least time between two samples; positive.</param>
    /// <param name="scheduler">Where the sampling runs.</param>
    public static IObservable<IntersectionSnapshot> Watch(
        IReadOnlyList<IntersectionEngine> engines, TimeSpan minInterval, IScheduler scheduler)
    {
        ArgumentNullException.ThrowIfNull(engines);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(minInterval, TimeSpan.Zero);
        return Observable.Defer(() =>
        {
            long[] seen = new long[engines.Count];
            return Observable.Interval(minInterval, scheduler)
                .Select(_ => Unit.Default)
                .StartWith(Unit.Default)
                .SelectMany(_ => Changed(engines, seen))
                .Finally(WatcherScope(engines));
        });
    }

    private static List<IntersectionSnapshot> Changed(IReadOnlyList<IntersectionEngine> engines, long[] seen)
    {
        List<IntersectionSnapshot> changed = [];
        for (int i = 0; i < engines.Count; i++)
        {
            IntersectionSnapshot snapshot = engines[i].Snapshot;
            if (snapshot.Version > seen[i])
            {
                seen[i] = snapshot.Version;
                changed.Add(snapshot);
            }
        }

        return changed;
    }

    private static Action WatcherScope(IReadOnlyList<IntersectionEngine> engines)
    {
        foreach (IntersectionEngine engine in engines)
        {
            engine.AddWatcher();
        }

        return () =>
        {
            foreach (IntersectionEngine engine in engines)
            {
                engine.RemoveWatcher();
            }
        };
    }
}
