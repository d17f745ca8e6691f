using System.Threading.Channels;
using TrafficControl.Runtime.Snapshots;

namespace TrafficControl.Server.Queries;

/// <summary>
/// Between a stream of snapshots and a watcher who may read slowly: holds the latest snapshot of each intersection, so
/// that what waits is bounded by the number of intersections and never stale.
/// </summary>
internal sealed class LatestStates
{
    private readonly Lock _lock = new();
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private Dictionary<string, IntersectionSnapshot> _waiting = new(StringComparer.Ordinal);

    internal void Post(IntersectionSnapshot snapshot)
    {
        lock (_lock)
        {
            _waiting[snapshot.Intersection.Id] = snapshot;
        }

        _wake.Writer.TryWrite(true);
    }

    internal void Fail(Exception exception) => _wake.Writer.TryComplete(exception);

    /// <summary>Waits until something is there and takes all of it.</summary>
    internal async Task<IEnumerable<IntersectionSnapshot>> TakeAsync(CancellationToken cancellation)
    {
        await _wake.Reader.ReadAsync(cancellation).ConfigureAwait(false);
        lock (_lock)
        {
            Dictionary<string, IntersectionSnapshot> taken = _waiting;
            _waiting = new Dictionary<string, IntersectionSnapshot>(StringComparer.Ordinal);
            return taken.Values;
        }
    }
}
