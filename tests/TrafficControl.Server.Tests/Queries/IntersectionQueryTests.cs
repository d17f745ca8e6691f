using Grpc.Core;
using TrafficControl.Core.Controller;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Tests.ControllerLink;
using TrafficControl.Server.Tests.Hosting;
using DecisionCosts = TrafficControl.Protocol.V1.DecisionCosts;
using DecisionReason = TrafficControl.Protocol.V1.DecisionReason;
using LocalMode = TrafficControl.Protocol.V1.LocalMode;

namespace TrafficControl.Server.Tests.Queries;

[TestFixture]
public sealed class IntersectionQueryTests
{
    // Far more ticks than pass between two samples of a watcher.
    private const long MostTicksMs = 50_000_000;

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

    /// <summary>
    /// A watcher is sent what was published last when its interval has passed on the wall, so the controller's clock goes on
    /// tick by tick until the watcher has seen it.
    /// </summary>
    [Test]
    public async Task WatchIntersections_AdaptivePlan_TellsWhatTheDecisionWasChosenFor()
    {
        Core.Model.Intersection nema = Activate("nema-eight", "adaptive");
        Task<IntersectionState> seen = SeeAsync("nema-eight", state => state.DecisionCosts?.Alternatives.Count == 2);
        await DriveAsync("nema-eight", seen, tick =>
        {
            tick.GreenMask = nema.Stages[0].Groups & nema.VehicleGroups;
            tick.LocalMode = LocalMode.Following;
        });

        IntersectionState state = await seen;
        DecisionCosts costs = state.DecisionCosts;
        Assert.That(state.Strategy, Is.EqualTo(StrategyKind.Adaptive));
        Assert.That(state.Reason, Is.AnyOf(DecisionReason.RestInGreen, DecisionReason.LeastDelay));
        string[] told = [costs.Chosen.StageId, .. costs.Alternatives.Select(other => other.StageId)];
        Assert.That(told, Is.Unique.And.SubsetOf(nema.Stages.Select(stage => stage.Id)));
        Assert.That(costs.Alternatives[0].VehicleSeconds, Is.Positive.And.LessThan(1e6f));
        Assert.That(costs.Alternatives[1].VehicleSeconds, Is.GreaterThanOrEqualTo(costs.Alternatives[0].VehicleSeconds));
        Assert.That(state.Counters.BrokenPromises, Is.Zero);
    }

    /// <summary>A stop bar that stays on for five minutes is not believed; without it nothing shows the lane's vehicles.</summary>
    [Test]
    public async Task WatchIntersections_DetectorStuckOn_TellsItAndWhatStandsInForIt()
    {
        Core.Model.Intersection nema = Activate("nema-eight", "adaptive");
        Task<IntersectionState> seen = SeeAsync("nema-eight", state => state.FailedDetectorIds.Count > 0);
        int sent = 0;
        await DriveAsync("nema-eight", seen, tick =>
        {
            tick.GreenMask = nema.Stages[0].Groups & nema.VehicleGroups;
            tick.LocalMode = LocalMode.Manual;
            if (sent++ == 0)
            {
                tick.Transitions.Add(TickMapper.Pack(new DetectorTransition(tick.TimeMs, 3, IsOn: true), tick.TimeMs));
            }
        });

        IntersectionState state = await seen;
        Assert.That(state.FailedDetectorIds, Is.EqualTo(new[] { "d4" }));
        Assert.That(state.LaneBases.Select(basis => basis.Evidence), Is.EqualTo(new[]
        {
            LaneEvidence.StopBarOnly, LaneEvidence.StopBarOnly, LaneEvidence.StopBarOnly, LaneEvidence.Profile,
            LaneEvidence.StopBarOnly, LaneEvidence.StopBarOnly, LaneEvidence.StopBarOnly, LaneEvidence.StopBarOnly,
            LaneEvidence.Unspecified,
        }));
        Assert.That(state.LaneBases.Select(basis => basis.HeadwayMs), Has.Exactly(8).InRange(1_400, 2_800));
        Assert.That(state.LaneBases, Has.Count.EqualTo(state.LaneQueues.Count));
        Assert.That(state.LaneBases[3].QueueDeviation, Is.GreaterThan(0), "its only detector failed");
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

    private Core.Model.Intersection Activate(string id, string plan)
    {
        Core.Model.Intersection intersection = _server.Engines.Find(id)!.Intersection;
        Assert.That(_server.Engines.Find(id)!.TryActivatePlan(intersection.Plans[intersection.FindPlan(plan)]), Is.True);
        return intersection;
    }

    /// <summary>Watches an intersection until it is in a state.</summary>
    private async Task<IntersectionState> SeeAsync(string id, Func<IntersectionState, bool> isReached)
    {
        using AsyncServerStreamingCall<WatchIntersectionsResponse> call = _client.WatchIntersections(
            new WatchIntersectionsRequest { Ids = { id }, MinIntervalMs = 100 });
        do
        {
            Assert.That(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience), Is.True);
        }
        while (!isReached(call.ResponseStream.Current.State));

        return call.ResponseStream.Current.State;
    }

    /// <summary>Sends a tick a second of event time, each after the answer to the one before, until a watcher has seen enough.</summary>
    private async Task DriveAsync(string id, Task<IntersectionState> seen, Action<Tick> change)
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf(id));
        for (long timeMs = 10_000_000; !seen.IsCompleted && timeMs < 10_000_000 + MostTicksMs; timeMs += 1_000)
        {
            await link.ExchangeAsync(timeMs, change);
        }

        await seen.WaitAsync(Patience);
    }

    private static async Task AssertFailsAsync(StatusCode code, string names, Func<Task> call)
    {
        RpcException? exception = await Assert.ThrowsAsync<RpcException>(async () => await call());
        Assert.That(exception!.StatusCode, Is.EqualTo(code));
        Assert.That(exception.Status.Detail, Does.Contain(names));
    }
}
