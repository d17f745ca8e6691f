using Grpc.Core;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Tests.ControllerLink;
using TrafficControl.Server.Tests.Hosting;

namespace TrafficControl.Server.Tests.Operations;

[TestFixture]
public sealed class OperationsTests
{
    private ServerUnderTest _server = null!;
    private OperationsService.OperationsServiceClient _client = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await ServerUnderTest.StartAsync();
        _client = new OperationsService.OperationsServiceClient(_server.Channel);
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [TestCase("", StatusCode.InvalidArgument)]
    [TestCase("nowhere", StatusCode.NotFound)]
    public async Task ClearBreach_BadRequest_NamesTheField(string intersection, StatusCode code)
    {
        RpcException? exception = await Assert.ThrowsAsync<RpcException>(async () => await _client.ClearBreachAsync(
            new ClearBreachRequest { IntersectionId = intersection }));

        Assert.That(exception!.StatusCode, Is.EqualTo(code));
        Assert.That(exception.Status.Detail, Does.StartWith("intersection_id"));
    }

    [Test]
    public async Task ClearBreach_AfterAReportedConflict_LetsTheSignalsRunAgain()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(1_000);
        Directive flash = (await link.ExchangeAsync(2_000, tick => tick.GreenMask = 3)).Directive;
        Assert.That(flash.Mode, Is.EqualTo(DirectiveMode.Flash));

        await _client.ClearBreachAsync(new ClearBreachRequest { IntersectionId = "two-stage" });
        Directive after = (await link.ExchangeAsync(3_000)).Directive;
        Assert.That(after.Mode, Is.EqualTo(DirectiveMode.Groups));
    }

    [Test]
    public async Task ClearBreach_MailboxFull_IsResourceExhausted()
    {
        ClearBreachRequest request = new() { IntersectionId = "two-stage" };
        for (int i = 0; i < 256; i++)
        {
            await _client.ClearBreachAsync(request);
        }

        RpcException? exception = await Assert.ThrowsAsync<RpcException>(async () => await _client.ClearBreachAsync(request));
        Assert.That(exception!.StatusCode, Is.EqualTo(StatusCode.ResourceExhausted));
    }
}
