using Google.Protobuf;
using Grpc.Core;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// Base of the controller link in place of the generated one: the same method, but with messages that are parsed into used ones.
/// </summary>
[BindServiceMethod(typeof(ControllerLinkBase), nameof(BindService))]
internal abstract class ControllerLinkBase
{
    private static readonly Method<V1.ConnectRequest, V1.ConnectResponse> ConnectMethod = new(
        MethodType.DuplexStreaming,
        V1.ControllerService.Descriptor.FullName,
        nameof(Connect),
        new Marshaller<V1.ConnectRequest>(Write, context => RequestReader.Parse(context.PayloadAsReadOnlySequence())),
        new Marshaller<V1.ConnectResponse>(Write, context => V1.ConnectResponse.Parser.ParseFrom(context.PayloadAsReadOnlySequence())));

    /// <summary>Tells the gRPC server the method; it finds this by the attribute, as it finds that of generated bases.</summary>
    /// <param name="binder">What to tell.</param>
    /// <param name="service">The service; null when the server makes one for each call.</param>
    public static void BindService(ServiceBinderBase binder, ControllerLinkBase? service)
    {
        DuplexStreamingServerMethod<V1.ConnectRequest, V1.ConnectResponse>? connect = service is null ? null : service.Connect;
        binder.AddMethod(ConnectMethod, connect);
    }

    /// <summary>One stream of one controller; see the comment in controller_service.proto.</summary>
    /// <param name="requestStream">What the controller says.</param>
    /// <param name="responseStream">What it is told.</param>
    /// <param name="context">The call.</param>
    public abstract Task Connect(
        IAsyncStreamReader<V1.ConnectRequest> requestStream, IServerStreamWriter<V1.ConnectResponse> responseStream,
        ServerCallContext context);

    private static void Write<T>(T message, SerializationContext context)
        where T : IMessage<T>
    {
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }
}
