using Google.Protobuf;
using Grpc.Core;
using TrafficControl.Protocol.Reflection.V1Alpha;
using V1Request = TrafficControl.Protocol.Reflection.V1.ServerReflectionRequest;

namespace TrafficControl.Server.Reflection;

/// <summary>
/// Serves <c>grpc.reflection.v1alpha</c>. Its messages are those of v1 on the wire, so both are translated by
/// serializing and parsing: reflection is rare, and one body of code answers both versions.
/// </summary>
internal sealed class ReflectionServiceV1Alpha(ReflectionResponder responder) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream,
        IServerStreamWriter<ServerReflectionResponse> responseStream,
        ServerCallContext context) =>
        ReflectionResponder.RunAsync(requestStream, responseStream, Answer, context.CancellationToken);

    private ServerReflectionResponse Answer(ServerReflectionRequest request) =>
        ServerReflectionResponse.Parser.ParseFrom(
            responder.Answer(V1Request.Parser.ParseFrom(request.ToByteString())).ToByteString());
}
