using Grpc.Core;
using TrafficControl.Protocol.Reflection.V1;

namespace TrafficControl.Server.Reflection;

/// <summary>Serves <c>grpc.reflection.v1</c>.</summary>
internal sealed class ReflectionServiceV1(ReflectionResponder responder) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        ReflectionResponder.RunAsync(requestStream, responseStream, responder.Answer, context.CancellationToken);
}
