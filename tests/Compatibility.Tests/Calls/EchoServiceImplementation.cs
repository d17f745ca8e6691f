using Grpc.Core;
using TrafficControl.Compatibility.Tests.Protos;

namespace TrafficControl.Compatibility.Tests.Calls;

/// <summary>Echoes; the text of a unary request chooses the behaviour.</summary>
internal sealed class EchoServiceImplementation(EchoServer server) : EchoService.EchoServiceBase
{
    public override async Task<EchoMessage> Unary(EchoMessage request, ServerCallContext context)
    {
        switch (request.Text)
        {
            case "fail":
                throw new RpcException(
                    new Status(StatusCode.FailedPrecondition, "wrong mode: grün"),
                    new Metadata { { "reason", "manual" }, { "detail-bin", [1, 2, 255] } });
            case "headers":
                await context.WriteResponseHeadersAsync(new Metadata { { "header", "early" } });
                context.ResponseTrailers.Add("trailer", "late");
                return new EchoMessage
                {
                    Text = context.RequestHeaders.GetValue("x-text") + "/"
                        + Convert.ToHexStringLower(context.RequestHeaders.GetValueBytes("x-bytes-bin") ?? []),
                };
            case "method":
                return new EchoMessage { Text = $"{context.Method} {context.AuthContext.IsPeerAuthenticated}" };
            case "deadline":
                return new EchoMessage { Text = context.Deadline.Kind.ToString() };
            case "status":
                context.Status = new Status(StatusCode.DataLoss, "set by the handler");
                return request;
            case "wait":
                await server.WaitForEndOfCallAsync(context.CancellationToken);
                return request;
            default:
                return request;
        }
    }

    public override async Task<EchoMessage> Collect(IAsyncStreamReader<EchoMessage> requestStream, ServerCallContext context)
    {
        var texts = new List<string>();
        await foreach (EchoMessage message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            texts.Add(message.Text);
        }

        return new EchoMessage { Text = string.Join(',', texts), Count = texts.Count };
    }

    public override async Task Expand(
        EchoMessage request, IServerStreamWriter<EchoMessage> responseStream, ServerCallContext context)
    {
        for (int i = 0; i < request.Count; i++)
        {
            await responseStream.WriteAsync(new EchoMessage { Text = request.Text, Count = i }, context.CancellationToken);
        }

        if (request.Text == "wait")
        {
            await server.WaitForEndOfCallAsync(context.CancellationToken);
        }
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoMessage> requestStream,
        IServerStreamWriter<EchoMessage> responseStream,
        ServerCallContext context)
    {
        try
        {
            while (await requestStream.MoveNext(context.CancellationToken))
            {
                await responseStream.WriteAsync(requestStream.Current);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // A reset by the client surfaces here, not as the end of the stream.
            server.NoteEndOfCall();
        }
    }
}
