using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using TrafficControl.Compatibility.Tests.Protos;

namespace TrafficControl.Compatibility.Tests.Calls;

/// <summary>Calls from the real client to the real server, both on the contract assemblies of this build.</summary>
[TestFixture]
public sealed class CallTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private EchoServer _server = null!;
    private GrpcChannel _channel = null!;
    private EchoService.EchoServiceClient _client = null!;

    [SetUp]
    public async Task StartServer()
    {
        _server = await EchoServer.StartAsync();
        _channel = _server.CreateChannel();
        _client = new EchoService.EchoServiceClient(_channel);
    }

    [TearDown]
    public async Task StopServer()
    {
        _channel.Dispose();
        await _server.DisposeAsync();
        Assert.That(_server.Errors, Is.Empty);
    }

    [Test]
    public async Task Unary_AnyText_ReturnsItThroughBothInterceptors()
    {
        EchoMessage response = await _client.UnaryAsync(new EchoMessage { Text = "Grüß Gott" })
            .ResponseAsync.WaitAsync(Patience);

        Assert.That(response.Text, Is.EqualTo("Grüß Gott"));
        Assert.That(_server.ServerLog, Is.EqualTo(new[] { "first in", "second in", "second out", "first out" }));
    }

    [Test]
    public async Task Unary_Blocking_ReturnsTheResponse()
    {
        EchoMessage response = await Task.Run(() => _client.Unary(new EchoMessage { Text = "method" })).WaitAsync(Patience);

        Assert.That(response.Text, Is.EqualTo("/trafficcontrol.compatibility.v1.EchoService/Unary False"));
    }

    [Test]
    public async Task Unary_WithMetadata_CarriesHeadersAndTrailersBothWays()
    {
        using AsyncUnaryCall<EchoMessage> call = _client.UnaryAsync(
            new EchoMessage { Text = "headers" },
            new Metadata { { "X-Text", "abc" }, { "x-bytes-bin", [0, 255, 16] } });

        Assert.That((await call.ResponseHeadersAsync.WaitAsync(Patience)).GetValue("header"), Is.EqualTo("early"));
        Assert.That((await call.ResponseAsync.WaitAsync(Patience)).Text, Is.EqualTo("abc/00ff10"));
        Assert.That(call.GetTrailers().GetValue("trailer"), Is.EqualTo("late"));
        Assert.That(call.GetStatus().StatusCode, Is.EqualTo(StatusCode.OK));
    }

    [Test]
    public async Task Unary_HandlerThrows_ArrivesAsStatusWithTrailers()
    {
        RpcException? exception = await Assert.ThrowsAsync<RpcException>(() =>
            _client.UnaryAsync(new EchoMessage { Text = "fail" }).ResponseAsync.WaitAsync(Patience));

        Assert.That(exception!.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(exception.Status.Detail, Is.EqualTo("wrong mode: grün"));
        Assert.That(exception.Trailers.GetValue("reason"), Is.EqualTo("manual"));
        Assert.That(exception.Trailers.GetValueBytes("detail-bin"), Is.EqualTo(new byte[] { 1, 2, 255 }));
    }

    [Test]
    public void Unary_HandlerSetsStatus_ArrivesAsThatStatus()
    {
        Assert.That(
            () => _client.UnaryAsync(new EchoMessage { Text = "status" }).ResponseAsync.WaitAsync(Patience),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.DataLoss));
    }

    [Test]
    public void Unary_UnknownService_IsUnimplemented()
    {
        var method = new Method<string, string>(
            MethodType.Unary, "no.Such", "Call", Marshallers.StringMarshaller, Marshallers.StringMarshaller);

        Assert.That(
            () => _channel.CreateCallInvoker().AsyncUnaryCall(method, null, default, "x").ResponseAsync.WaitAsync(Patience),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.Unimplemented));
    }

    [Test]
    public async Task Unary_DeadlinePasses_EndsOnBothSides()
    {
        // Short enough not to hold up the run, and bounded from above by the patience on both sides.
        var options = new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(300));

        Assert.That(
            () => _client.UnaryAsync(new EchoMessage { Text = "wait" }, options).ResponseAsync.WaitAsync(Patience),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.DeadlineExceeded));
        await _server.EndOfCall.WaitAsync(Patience);
    }

    [Test]
    public async Task Unary_WithDeadline_ReachesTheHandlerInUtc()
    {
        EchoMessage response = await _client.UnaryAsync(
            new EchoMessage { Text = "deadline" }, deadline: DateTime.MaxValue.ToUniversalTime().AddYears(-1))
            .ResponseAsync.WaitAsync(Patience);

        Assert.That(response.Text, Is.EqualTo("Utc"));
    }

    [Test]
    public async Task ServerStreaming_Cancelled_EndsOnBothSides()
    {
        using var source = new CancellationTokenSource();
        using AsyncServerStreamingCall<EchoMessage> call = _client.Expand(
            new EchoMessage { Text = "wait", Count = 1 }, cancellationToken: source.Token);
        Assert.That(await call.ResponseStream.MoveNext().WaitAsync(Patience), Is.True);

        await source.CancelAsync();

        Assert.That(
            () => call.ResponseStream.MoveNext().WaitAsync(Patience),
            Throws.TypeOf<RpcException>().With.Property("StatusCode").EqualTo(StatusCode.Cancelled));
        await _server.EndOfCall.WaitAsync(Patience);
    }

    [Test]
    public async Task ServerStreaming_ManyMessages_ArriveInOrder()
    {
        using AsyncServerStreamingCall<EchoMessage> call = _client.Expand(new EchoMessage { Text = "e", Count = 500 });
        var counts = new List<int>();
        using var timeout = new CancellationTokenSource(Patience);
        await foreach (EchoMessage message in call.ResponseStream.ReadAllAsync(timeout.Token))
        {
            counts.Add(message.Count);
        }

        Assert.That(counts, Is.EqualTo(Enumerable.Range(0, 500)));
    }

    [Test]
    public async Task ClientStreaming_ManyMessages_AreCollected()
    {
        using AsyncClientStreamingCall<EchoMessage, EchoMessage> call = _client.Collect();
        foreach (string text in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Text = text }).WaitAsync(Patience);
        }

        await call.RequestStream.CompleteAsync().WaitAsync(Patience);

        Assert.That((await call.ResponseAsync.WaitAsync(Patience)).Text, Is.EqualTo("a,b,c"));
    }

    [Test]
    public async Task Duplex_PingPong_AnswersEachInTurn()
    {
        using AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = _client.Chat();
        for (int i = 0; i < 50; i++)
        {
            await call.RequestStream.WriteAsync(new EchoMessage { Count = i }).WaitAsync(Patience);
            Assert.That(await call.ResponseStream.MoveNext().WaitAsync(Patience), Is.True);
            Assert.That(call.ResponseStream.Current.Count, Is.EqualTo(i));
        }

        await call.RequestStream.CompleteAsync().WaitAsync(Patience);
        Assert.That(await call.ResponseStream.MoveNext().WaitAsync(Patience), Is.False);
    }

    [Test]
    public async Task Duplex_ClientDisposes_EndsTheHandler()
    {
        AsyncDuplexStreamingCall<EchoMessage, EchoMessage> call = _client.Chat();
        await call.RequestStream.WriteAsync(new EchoMessage()).WaitAsync(Patience);
        Assert.That(await call.ResponseStream.MoveNext().WaitAsync(Patience), Is.True);

        call.Dispose();

        await _server.EndOfCall.WaitAsync(Patience);
    }

    [TestCase("gzip", "")]
    [TestCase("gzip", "some text, some text, some text")]
    [TestCase("deflate", "")]
    [TestCase("deflate", "some text, some text, some text")]
    public async Task Unary_CompressedBothWays_ReturnsTheText(string encoding, string text)
    {
        var provider = new CountingProvider(encoding == "gzip"
            ? new GzipCompressionProvider(CompressionLevel.Fastest)
            : new DeflateCompressionProvider(CompressionLevel.Fastest));
        await using EchoServer server = await EchoServer.StartAsync(encoding);
        using GrpcChannel channel = server.CreateChannel(new GrpcChannelOptions { CompressionProviders = [provider] });
        EchoMessage response = await new EchoService.EchoServiceClient(channel).UnaryAsync(
            new EchoMessage { Text = text }, new Metadata { { "grpc-internal-encoding-request", encoding } })
            .ResponseAsync.WaitAsync(Patience);

        Assert.That(response.Text, Is.EqualTo(text));
        Assert.That(provider.Compressed, Is.EqualTo(1));
        Assert.That(provider.Decompressed, Is.EqualTo(1));
        Assert.That(server.Errors, Is.Empty);
    }

    [Test]
    public async Task Unary_WithCallCredentials_SendsTheirHeaders()
    {
        CallCredentials token = CallCredentials.Compose(
            CallCredentials.FromInterceptor((_, metadata) =>
            {
                metadata.Add("x-text", "token");
                return Task.CompletedTask;
            }),
            CallCredentials.FromInterceptor((context, metadata) =>
            {
                metadata.Add("x-bytes-bin", [(byte)context.MethodName.Length]);
                return Task.CompletedTask;
            }));

        // Over plain HTTP/2 only on a channel that says so.
        using GrpcChannel channel = _server.CreateChannel(
            new GrpcChannelOptions { UnsafeUseInsecureChannelCallCredentials = true });
        EchoMessage response = await new EchoService.EchoServiceClient(channel)
            .UnaryAsync(new EchoMessage { Text = "headers" }, new CallOptions(credentials: token))
            .ResponseAsync.WaitAsync(Patience);

        Assert.That(response.Text, Is.EqualTo("token/05"));
    }

    [Test]
    public async Task Channel_ShutDown_RefusesFurtherCalls()
    {
        Assert.That(_channel.Target, Does.StartWith("127.0.0.1:"));

        await _channel.ShutdownAsync().WaitAsync(Patience);
        _channel.Dispose();

        Assert.That(
            () => _client.UnaryAsync(new EchoMessage()).ResponseAsync.WaitAsync(Patience),
            Throws.InstanceOf<ObjectDisposedException>());
    }
}
