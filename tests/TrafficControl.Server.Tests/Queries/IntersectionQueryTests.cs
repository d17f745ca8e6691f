using Grpc.Core;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Tests.ControllerLink;
using TrafficControl.Server.Tests.Hosting;

namespace TrafficControl.Server.Tests.Queries;

[TestFixture]
public sealed class IntersectionQueryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private ServerUnderTest _server = null!;
    private IntersectionService.IntersectionServiceClient _client = null!;

    [SetUp]
    public async Task SetUp()
    {
        _server = await ServerUnderTest.StartAsync();
        _client = new IntersectionService.IntersectionServiceClient(_server.Channel);
    }

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task ListIntersections_InPages_GivesAllOnceById()
    {
        ListIntersectionsResponse first = await _client.ListIntersectionsAsync(new ListIntersectionsRequest { PageSize = 1 });
        ListIntersectionsResponse second = await _client.ListIntersectionsAsync(
            new ListIntersectionsRequest { PageSize = 1, PageToken = first.NextPageToken });

        Assert.That(first.Intersections.Single().Id, Is.EqualTo("nema-eight"));
        Assert.That(second.Intersections.Single().Id, Is.EqualTo("two-stage"));
        Assert.That(second.NextPageToken, Is.Empty);
    }

    [TestCase(-1)]
    [TestCase(1_001)]
    public async Task ListIntersections_BadPageSize_NamesTheField(int size)
    {
        await AssertFailsAsync(StatusCode.InvalidArgument, "page_size", () =>
            _client.ListIntersectionsAsync(new ListIntersectionsRequest { PageSize = size }).ResponseAsync);
    }

    [TestCase("", StatusCode.InvalidArgument)]
    [TestCase("nowhere", StatusCode.NotFound)]
    public async Task GetIntersection_BadId_NamesTheField(string id, StatusCode code)
    {
        await AssertFailsAsync(code, "id", () => _client.GetIntersectionAsync(new GetIntersectionRequest { Id = id }).ResponseAsync);
    }

    [Test]
    public async Task GetIntersection_Known_GivesFileAndState()
    {
        GetIntersectionResponse response = await _client.GetIntersectionAsync(new GetIntersectionRequest { Id = "nema-eight" });

        Assert.That(response.Intersection.RingBarrier.Rings, Has.Count.EqualTo(2));
        Assert.That(response.State.Connection, Is.EqualTo(ConnectionState.Disconnected));
    }

    [TestCase(99)]
    [TestCase(60_001)]
    [TestCase(-5)]
    public async Task WatchIntersections_BadInterval_NamesTheField(int interval)
    {
        await AssertFailsAsync(StatusCode.InvalidArgument, "min_interval_ms", async () =>
        {
            using AsyncServerStreamingCall<WatchIntersectionsResponse> call =
                _client.WatchIntersections(new WatchIntersectionsRequest { MinIntervalMs = interval });
            await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience);
        });
    }

    [Test]
    public async Task WatchIntersections_UnknownId_NamesTheField()
    {
        await AssertFailsAsync(StatusCode.NotFound, "ids[1]", async () =>
        {
            using AsyncServerStreamingCall<WatchIntersectionsResponse> call =
                _client.WatchIntersections(new WatchIntersectionsRequest { Ids = { "two-stage", "nowhere" } });
            await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience);
        });
    }

    [Test]
    public async Task WatchIntersections_StateFirstThenChanges_WithRisingSequence()
    {
        using AsyncServerStreamingCall<WatchIntersectionsResponse> call = _client.WatchIntersections(
            new WatchIntersectionsRequest { Ids = { "two-stage" }, MinIntervalMs = 100 });
        await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience);
        WatchIntersectionsResponse first = call.ResponseStream.Current;
        Assert.That((first.Sequence, first.State.TimeMs), Is.EqualTo((1L, 0L)));

        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(5_000, tick => tick.GreenMask = 1);
        WatchIntersectionsResponse next;
        do
        {
            await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience);
            next = call.ResponseStream.Current;
        }
        while (next.State.TimeMs == 0);

        Assert.That(next.Sequence, Is.GreaterThan(1));
        Assert.That((next.State.GreenMask, next.State.NextGroups), Is.EqualTo((1UL, 1UL)));
        Assert.That(next.State.Connection, Is.EqualTo(ConnectionState.Online));
    }

    [Test]
    public async Task GetIntersection_FixedTime_TellsNoCosts()
    {
        GetIntersectionResponse response = await _client.GetIntersectionAsync(new GetIntersectionRequest { Id = "two-stage" });

        Assert.That(response.State.DecisionCosts, Is.Null);
    }

    [Test]
    public async Task WatchIntersections_WatcherThatNeverReads_DoesNotHoldUpTicks()
    {
        List<AsyncServerStreamingCall<WatchIntersectionsResponse>> deaf = [.. Enumerable.Range(0, 20).Select(_ =>
            _client.WatchIntersections(new WatchIntersectionsRequest { MinIntervalMs = 100 }))];
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        for (int i = 1; i <= 2_000; i++)
        {
            await link.ExchangeAsync(i * 100);
        }

        deaf.ForEach(call => call.Dispose());
        Assert.That(_server.Engines.Find("two-stage")!.Counters.Ticks, Is.EqualTo(2_000));
    }

    private static async Task AssertFailsAsync(StatusCode code, string names, Func<Task> call)
    {
        RpcException? exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.That(exception!.StatusCode, Is.EqualTo(code));
        Assert.That(exception.Status.Detail, Does.Contain(names));
    }
}
