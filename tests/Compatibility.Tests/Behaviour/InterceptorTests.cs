using Grpc.Core;
using Grpc.Core.Interceptors;
using TrafficControl.Compatibility.Tests.Protos;

namespace TrafficControl.Compatibility.Tests.Behaviour;

/// <summary>Interceptors, and the generated client over an invoker.</summary>
[TestFixture]
public sealed class InterceptorTests
{
    private static readonly EchoMessage Message = new() { Text = "hello" };

    [Test]
    public void Intercept_Several_RunsTheFirstFirst()
    {
        var log = new List<string>();
        CallInvoker invoker = new RecordingInvoker()
            .Intercept(new NamedInterceptor("a", log), new NamedInterceptor("b", log));

        new EchoService.EchoServiceClient(invoker).Unary(Message);

        Assert.That(log, Is.EqualTo(new[] { "a in", "b in", "b out", "a out" }));
    }

    [Test]
    public void Intercept_Chained_RunsTheLastFirst()
    {
        var log = new List<string>();
        CallInvoker invoker = new RecordingInvoker()
            .Intercept(new NamedInterceptor("a", log))
            .Intercept(new NamedInterceptor("b", log));

        new EchoService.EchoServiceClient(invoker).Unary(Message);

        Assert.That(log, Is.EqualTo(new[] { "b in", "a in", "a out", "b out" }));
    }

    [Test]
    public void Intercept_WithHeaderFunction_ChangesTheHeadersOfEveryKindOfCall()
    {
        var recording = new RecordingInvoker();
        var client = new EchoService.EchoServiceClient(recording.Intercept(headers =>
        {
            headers.Add("added", "yes");
            return headers;
        }));

        CallEveryKind(client);

        Assert.That(recording.Calls, Has.Count.EqualTo(5));
        Assert.That(recording.Calls.Select(call => call.Options.Headers!.GetValue("added")), Is.All.EqualTo("yes"));
    }

    [Test]
    public void WithHost_EveryKindOfCall_CarriesTheHost()
    {
        var recording = new RecordingInvoker();
        EchoService.EchoServiceClient client = new EchoService.EchoServiceClient(recording).WithHost("north");

        CallEveryKind(client);
        new EchoService.EchoServiceClient(recording).Unary(Message);

        Assert.That(
            recording.Calls.Select(call => call.Host),
            Is.EqualTo(new[] { "north", "north", "north", "north", "north", null }));
    }

    [Test]
    public void GeneratedClient_Options_ReachTheInvoker()
    {
        using var source = new CancellationTokenSource();
        var deadline = new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var recording = new RecordingInvoker();

        new EchoService.EchoServiceClient(recording).Unary(Message, [], deadline, source.Token);

        (string method, _, CallOptions options) = recording.Calls.Single();
        Assert.That(method, Is.EqualTo("/trafficcontrol.compatibility.v1.EchoService/Unary"));
        Assert.That(options.Deadline, Is.EqualTo(deadline));
        Assert.That(options.CancellationToken, Is.EqualTo(source.Token));
    }

    [Test]
    public async Task AsyncUnaryCall_Awaited_OffersHeadersStatusAndTrailers()
    {
        using AsyncUnaryCall<EchoMessage> call = new EchoService.EchoServiceClient(new RecordingInvoker()).UnaryAsync(Message);

        Assert.That((await call).Text, Is.EqualTo("hello"));
        Assert.That((await call.ResponseHeadersAsync).GetValue("header"), Is.EqualTo("h"));
        Assert.That(call.GetStatus(), Is.EqualTo(Status.DefaultSuccess));
        Assert.That(call.GetTrailers().GetValue("trailer"), Is.EqualTo("t"));
    }

    private static void CallEveryKind(EchoService.EchoServiceClient client)
    {
        client.Unary(Message);
        client.UnaryAsync(Message).Dispose();
        client.Collect().Dispose();
        client.Expand(Message).Dispose();
        client.Chat().Dispose();
    }
}
