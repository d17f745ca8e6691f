using System.Net;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Streams;

/// <summary>
/// Writes HTTP/2 frames itself: a tick costs a copy and a system call, so that the server is measured and not its client.
/// </summary>
internal sealed class RawLoadClient : ILoadClient, IStreamSink
{
    /// <summary>The method controllers call.</summary>
    internal const string ConnectPath = "/trafficcontrol.v1.ControllerService/Connect";

    private readonly IPEndPoint _server;
    private readonly int _connectionCount;
    private readonly List<RawConnection> _connections = [];
    private RawStream[] _streams = [];
    private IDirectiveSink? _sink;

    /// <summary>Creates a client that is not connected.</summary>
    /// <param name="server">The server.</param>
    /// <param name="connections">Connections to share among the controllers, 1 or more.</param>
    internal RawLoadClient(IPEndPoint server, int connections)
    {
        _server = server;
        _connectionCount = connections;
    }

    /// <inheritdoc/>
    public async Task OpenAsync(IReadOnlyList<byte[]> hellos, IDirectiveSink sink, CancellationToken cancellation)
    {
        _sink = sink;
        for (int i = 0; i < _connectionCount; i++)
        {
            _connections.Add(await RawConnection.OpenAsync(_server, this, cancellation).ConfigureAwait(false));
        }

        _streams = new RawStream[hellos.Count];
        for (int i = 0; i < hellos.Count; i++)
        {
            RawConnection connection = _connections[i % _connectionCount];
            _streams[i] = connection.OpenStream(ConnectPath, i);
            Say(_streams[i], hellos[i]);
        }
    }

    /// <inheritdoc/>
    public bool TrySend(int controller, in ScriptedTick tick, bool flush)
    {
        RawStream stream = _streams[controller];
        if (!stream.Connection.TryBegin(stream, tick.Bytes, out Span<byte> target))
        {
            return false;
        }

        tick.Write(target);
        stream.Connection.Commit(flush);
        return true;
    }

    /// <inheritdoc/>
    public void OnMessage(RawStream stream, ReadOnlySpan<byte> message, long receivedAt)
    {
        switch (DirectiveView.Read(message, out DirectiveView answer))
        {
            case ResponseKind.Directive:
                _sink!.OnDirective(stream.Tag, answer, receivedAt);
                break;
            case ResponseKind.Welcome:
                _sink!.OnWelcome(stream.Tag);
                break;
            default:
                break;
        }
    }

    /// <inheritdoc/>
    public void OnEnded(RawStream stream, string reason) => _sink!.OnEnded(stream.Tag, reason);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RawConnection connection in _connections)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Say(RawStream stream, byte[] hello)
    {
        byte[] frame = GrpcPrefix.Frame(hello);
        if (!stream.Connection.TryBegin(stream, frame.Length, out Span<byte> target))
        {
            throw new IOException("the server took no hello: its window is used up before the run has begun");
        }

        frame.CopyTo(target);
        stream.Connection.Commit(flush: true);
    }
}
