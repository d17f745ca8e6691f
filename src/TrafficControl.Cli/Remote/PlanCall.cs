using Grpc.Core;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Remote;

/// <summary>Calls to a server's plans.</summary>
internal sealed class PlanCall
{
    private readonly ServerConnection _server;
    private readonly V1.PlanService.PlanServiceClient _client;
    private readonly CancellationToken _cancellation;

    /// <param name="server">The server.</param>
    /// <param name="note">Who changes what and why; null: nothing is changed.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    public PlanCall(ServerConnection server, V1.ChangeNote? note, CancellationToken cancellation)
    {
        _server = server;
        _client = new V1.PlanService.PlanServiceClient(server.Channel);
        _cancellation = cancellation;
        Note = note;
        Options = new CallOptions(cancellationToken: cancellation);
    }

    /// <summary>Who and why.</summary>
    public V1.ChangeNote? Note { get; }

    /// <summary>For each call.</summary>
    public CallOptions Options { get; }

    /// <summary>Asks.</summary>
    /// <param name="call">The call.</param>
    /// <typeparam name="T">What it answers.</typeparam>
    /// <exception cref="Terminal.CliException">The server cannot be reached, or refused.</exception>
    public Task<T> AskAsync<T>(Func<V1.PlanService.PlanServiceClient, AsyncUnaryCall<T>> call) =>
        _server.CallAsync(() => call(_client).ResponseAsync, _cancellation);
}
