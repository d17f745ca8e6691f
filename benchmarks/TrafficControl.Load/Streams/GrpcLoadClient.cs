using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Grpc.Net.Client;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Traffic;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Streams;

/// <summary>
/// Calls through Grpc.Net.Client, as a .NET controller does. Costs about as much as the server, so it measures both.
/// </summary>
internal sealed class GrpcLoadClient : ILoadClient
{
    private readonly IPEndPoint _server;
    private readonly int _connectionCount;
    private readonly List<GrpcChannel> _channels = [];
    private readonly List<Task> _loops = [];
    private readonly CancellationTokenSource _ended = new();
    private Channel<V1.ConnectRequest>[] _outboxes = [];

    /// <summary>Creates a client that is not connected.</summary>
    /// <param name="server">The server.</param>
    /// <param name="connections">Connections to share among the controllers, 1 or more.</param>
    internal GrpcLoadClient(IPEndPoint server, int connections)
    {
        _server = server;
        _connectionCount = connections;
    }

    /// <inheritdoc/>
    public Task OpenAsync(IReadOnlyList<byte[]> hellos, IDirectiveSink sink, CancellationToken cancellation)
    {
        for (int i = 0; i < _connectionCount; i++)
        {
            // A handler for each channel, as one handler would share its connections among all of them.
            _channels.Add(GrpcChannel.ForAddress($"http://{_server}", new GrpcChannelOptions
            {
                HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = false },
                DisposeHttpClient = true,
            }));
        }

        _outboxes = [.. hellos.Select(_ => Channel.CreateUnbounded<V1.ConnectRequest>(
            new UnboundedChannelOptions { SingleReader = true }))];
        for (int i = 0; i < hellos.Count; i++)
        {
            V1.ControllerService.ControllerServiceClient client = new(_channels[i % _connectionCount]);
            AsyncDuplexStreamingCall<V1.ConnectRequest, V1.ConnectResponse> call =
                client.Connect(cancellationToken: _ended.Token);
            _outboxes[i].Writer.TryWrite(V1.ConnectRequest.Parser.ParseFrom(hellos[i]));
            _loops.Add(WriteAllAsync(call, _outboxes[i].Reader));
            _loops.Add(ReadAllAsync(call, i, sink));
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public bool TrySend(int controller, in ScriptedTick tick, bool flush)
    {
        Span<byte> bytes = stackalloc byte[tick.Bytes];
        tick.Write(bytes);
        return _outboxes[controller].Writer.TryWrite(V1.ConnectRequest.Parser.ParseFrom(bytes[GrpcPrefix.Bytes..]));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_loops).ConfigureAwait(false);
        _channels.ForEach(channel => channel.Dispose());
        _ended.Dispose();
    }

    private async Task WriteAllAsync(
        AsyncDuplexStreamingCall<V1.ConnectRequest, V1.ConnectResponse> call, ChannelReader<V1.ConnectRequest> outbox)
    {
        try
        {
            await foreach (V1.ConnectRequest request in outbox.ReadAllAsync(_ended.Token).ConfigureAwait(false))
            {
                await call.RequestStream.WriteAsync(request, _ended.Token).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException or InvalidOperationException)
        {
            // The reading side hears why the call ended.
        }
    }

    private async Task ReadAllAsync(
        AsyncDuplexStreamingCall<V1.ConnectRequest, V1.ConnectResponse> call, int controller, IDirectiveSink sink)
    {
        string reason = "the server ended the stream";
        try
        {
            while (await call.ResponseStream.MoveNext(_ended.Token).ConfigureAwait(false))
            {
                V1.ConnectResponse response = call.ResponseStream.Current;
                if (response.Directive is { } directive)
                {
                    sink.OnDirective(
                        controller, new DirectiveView(directive.TickSequence, directive.NextGroups), Stopwatch.GetTimestamp());
                }
                else if (response.Welcome is not null)
                {
                    sink.OnWelcome(controller);
                }
            }
        }
        catch (Exception exception) when (exception is RpcException or OperationCanceledException)
        {
            reason = exception.Message;
        }
        finally
        {
            call.Dispose();
        }

        sink.OnEnded(controller, reason);
    }
}
