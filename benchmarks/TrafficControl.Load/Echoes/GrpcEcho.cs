using Grpc.Core;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Echoes;

/// <summary>A duplex echo as anybody would write it: read a message, set a number in the answer, write it.</summary>
internal sealed class GrpcEcho : V1.ControllerService.ControllerServiceBase
{
    private readonly V1.Directive _directive;
    private readonly EchoCount _count;

    /// <summary>Creates the service of one call.</summary>
    /// <param name="directive">What every tick is answered with.</param>
    /// <param name="count">Counts the answers.</param>
    public GrpcEcho(V1.Directive directive, EchoCount count)
    {
        _directive = directive;
        _count = count;
    }

    /// <inheritdoc/>
    public override async Task Connect(
        IAsyncStreamReader<V1.ConnectRequest> requestStream, IServerStreamWriter<V1.ConnectResponse> responseStream,
        ServerCallContext context)
    {
        V1.ConnectResponse response = new() { Directive = _directive.Clone() };
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
            {
                if (requestStream.Current.Tick is not { } tick)
                {
                    await responseStream.WriteAsync(new V1.ConnectResponse { Welcome = new V1.Welcome() }).ConfigureAwait(false);
                    continue;
                }

                response.Directive.TickSequence = tick.Sequence;
                await responseStream.WriteAsync(response).ConfigureAwait(false);
                _count.Add();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The run is over.
        }
    }
}
