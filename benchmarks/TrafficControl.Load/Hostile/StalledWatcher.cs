using System.Net;
using Google.Protobuf;
using TrafficControl.Load.Http2;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Hostile;

/// <summary>
/// Watches all intersections as often as it may and stops reading, with all the window there is: what the server writes
/// backs up in its socket.
/// </summary>
internal sealed class StalledWatcher : IAsyncDisposable
{
    private const string WatchPath = "/trafficcontrol.v1.IntersectionService/WatchIntersections";
    private const int ShortestIntervalMs = 100;

    private readonly Task<RawConnection> _connection;

    /// <summary>Starts to watch.</summary>
    /// <param name="server">The server.</param>
    internal StalledWatcher(IPEndPoint server)
    {
        _connection = WatchAsync(server);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        RawConnection connection = await _connection.ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task<RawConnection> WatchAsync(IPEndPoint server)
    {
        RawConnection connection = await RawConnection.OpenAsync(server, new DeafSink(), CancellationToken.None).ConfigureAwait(false);
        RawStream stream = connection.OpenStream(WatchPath, 0);
        Ask(stream, GrpcPrefix.Frame(new V1.WatchIntersectionsRequest { MinIntervalMs = ShortestIntervalMs }.ToByteArray()));
        connection.StopReading();
        return connection;
    }

    private static void Ask(RawStream stream, byte[] frame)
    {
        if (stream.Connection.TryBegin(stream, frame.Length, out Span<byte> target, endsStream: true))
        {
            frame.CopyTo(target);
            stream.Connection.Commit(flush: true);
        }
    }
}
