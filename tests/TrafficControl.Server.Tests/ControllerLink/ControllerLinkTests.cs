using Grpc.Core;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.Tests.Hosting;
using TrafficControl.Testing;
using ConnectionState = TrafficControl.Runtime.Snapshots.ConnectionState;

namespace TrafficControl.Server.Tests.ControllerLink;

[TestFixture]
public sealed class ControllerLinkTests
{
    private ServerUnderTest _server = null!;

    [SetUp]
    public async Task SetUp() => _server = await ServerUnderTest.StartAsync();

    [TearDown]
    public async Task TearDown() => await _server.DisposeAsync();

    [Test]
    public async Task Connect_FirstMessageIsATick_IsRefusedByName()
    {
        using RawLink link = new(_server.Channel);
        await link.SendTickAsync(1_000);

        Status status = await link.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(status.Detail, Does.Contain("hello"));
    }

    private static IEnumerable<TestCaseData> BadHellos()
    {
        yield return new TestCaseData(
            new Hello { ProtocolVersion = 1 }, StatusCode.InvalidArgument, "hello.intersection_id");
        yield return new TestCaseData(
            new Hello { ProtocolVersion = 1, IntersectionId = "nowhere" }, StatusCode.NotFound, "'nowhere'");
        yield return new TestCaseData(
            new Hello { ProtocolVersion = 2, IntersectionId = "two-stage" }, StatusCode.FailedPrecondition, "hello.protocol_version");
        yield return new TestCaseData(
            new Hello { ProtocolVersion = 1, IntersectionId = "two-stage", ClockMode = (ClockMode)7 },
            StatusCode.InvalidArgument, "hello.clock_mode");
    }

    [TestCaseSource(nameof(BadHellos))]
    public async Task Connect_BadHello_NamesTheField(Hello hello, StatusCode code, string names)
    {
        using RawLink link = new(_server.Channel);
        await link.SendAsync(new ConnectRequest { Hello = hello });

        Status status = await link.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(code));
        Assert.That(status.Detail, Does.Contain(names));
    }

    [Test]
    public async Task Connect_SameFile_WelcomesWithoutIt()
    {
        string digest = IntersectionFile.Digest(IntersectionSamples.TwoStage());
        using RawLink link = new(_server.Channel);
        Hello hello = RawLink.HelloOf("two-stage");
        hello.FileDigest = digest;

        Welcome welcome = await link.HelloAsync(hello);

        Assert.That(welcome.Intersection, Is.Null);
        Assert.That((welcome.FileDigest, welcome.PlanId, welcome.TickPeriodMs), Is.EqualTo((digest, "fixed", 100)));
    }

    [Test]
    public async Task Connect_OtherFile_WelcomesWithTheEnginesFile()
    {
        using RawLink link = new(_server.Channel);

        Welcome welcome = await link.HelloAsync(RawLink.HelloOf("two-stage"));

        Assert.That(welcome.Intersection.SignalGroups, Has.Count.EqualTo(2));
    }

    [Test]
    public async Task Connect_EveryTickInSimulatedTime_IsAnsweredWithItsOwnSequence()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        for (int i = 1; i <= 50; i++)
        {
            Directive directive = (await link.ExchangeAsync(i * 1_000)).Directive;
            Assert.That((directive.TickSequence, directive.Sequence), Is.EqualTo((i, i)));
            Assert.That(directive.NextGroups, Is.EqualTo(i * 1_000 % 60_000 < 30_000 ? 1UL : 2UL));
        }
    }

    [Test]
    public async Task Connect_RealTime_IsAnsweredWhenSomethingChangesOrHalfTheValidityHasPassed()
    {
        using RawLink link = new(_server.Channel);
        Hello hello = RawLink.HelloOf("two-stage");
        hello.ClockMode = ClockMode.RealTime;
        await link.HelloAsync(hello);
        for (int i = 1; i <= 40; i++)
        {
            await link.SendTickAsync(i * 100);
        }

        List<long> answered = [];
        while (answered.Count == 0 || answered[^1] < 31)
        {
            answered.Add((await link.ReceiveAsync()).Directive.TickSequence);
        }

        // Validity 3 s: the directive of tick 1 holds to 3.1 s, so it is renewed at 1.6 s, and that one at 3.1 s.
        Assert.That(answered, Is.EqualTo(new[] { 1L, 16, 31 }));
    }

    [Test]
    public async Task Connect_SecondStream_ReplacesTheFirst()
    {
        using RawLink first = new(_server.Channel);
        await first.HelloAsync(RawLink.HelloOf("two-stage"));
        await first.ExchangeAsync(1_000);
        using RawLink second = new(_server.Channel);
        await second.HelloAsync(RawLink.HelloOf("two-stage"));

        Status status = await first.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(StatusCode.Aborted));
        Assert.That((await second.ExchangeAsync(2_000)).Directive.TickSequence, Is.EqualTo(1));
        Assert.That(_server.Engines.Find("two-stage")!.Counters.ReplacedSessions, Is.EqualTo(1));
    }

    [TestCase(100_000, 98_900)]
    [TestCase(100_000, 105_001)]
    public async Task Connect_ClockStep_EndsTheSessionWithTheReason(long firstMs, long secondMs)
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(firstMs);
        await link.SendTickAsync(secondMs);

        Status status = await link.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(StatusCode.FailedPrecondition));
        Assert.That(status.Detail, Does.Contain("tick.time_ms"));
    }

    [Test]
    public async Task Connect_DuplicateAndLateTicks_AreIgnoredWithoutAnAnswer()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(10_000);
        await link.SendTickAsync(10_100, tick => tick.Sequence = 1);
        await link.SendTickAsync(9_900);

        Assert.That((await link.ExchangeAsync(10_300)).Directive.TickSequence, Is.EqualTo(4));
    }

    [Test]
    public async Task Connect_TrackUnderALoop_IsInvalidAndSaysWhichFieldAndWhatToDo()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.SendTickAsync(1_000, tick => tick.Tracks = new TrackBatch
        {
            Detectors = { 0 },
            Objects = { 1 },
            VehicleClasses = { VehicleClass.Car },
            DistancesDm = { 10 },
            SpeedsCmps = { 0 },
            ConfidencesPercent = { 100 },
            AgesMs = { 0 },
        });

        Status status = await link.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(status.Detail, Does.Contain("tick.tracks.detectors[0]").And.Contain("kind is tracks"));
    }

    [Test]
    public async Task Connect_MalformedTick_EndsOnlyThatStream()
    {
        using RawLink good = new(_server.Channel);
        await good.HelloAsync(RawLink.HelloOf("nema-eight"));
        await good.ExchangeAsync(1_000);
        using RawLink bad = new(_server.Channel);
        await bad.HelloAsync(RawLink.HelloOf("two-stage"));
        await bad.SendTickAsync(1_000, tick => tick.GreenMask = ulong.MaxValue);

        Status status = await bad.FailureAsync();
        Assert.That(status.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
        Assert.That(status.Detail, Does.Contain("tick.green_mask"));
        Assert.That((await good.ExchangeAsync(2_000)).Directive.TickSequence, Is.EqualTo(2));
    }

    [Test]
    public async Task Connect_TooLargeMessage_EndsOnlyThatStream()
    {
        using RawLink good = new(_server.Channel);
        await good.HelloAsync(RawLink.HelloOf("nema-eight"));
        using RawLink bad = new(_server.Channel);
        await bad.HelloAsync(RawLink.HelloOf("two-stage"));
        try
        {
            await bad.SendTickAsync(1_000, tick => tick.Transitions.AddRange(Enumerable.Repeat(0U, 1_000_000)));
        }
        catch (RpcException)
        {
            // The server may refuse before all of it has been written.
        }

        Assert.That((await bad.FailureAsync()).StatusCode, Is.EqualTo(StatusCode.ResourceExhausted));
        Assert.That((await good.ExchangeAsync(2_000)).Directive.TickSequence, Is.EqualTo(1));
    }

    [Test]
    public async Task Connect_EmptyMessageAfterHello_IsRefused()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.SendAsync(new ConnectRequest());

        Assert.That((await link.FailureAsync()).StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
    }

    [Test]
    public async Task Connect_BytesThatAreNoMessage_AreRefusedByName()
    {
        Marshaller<byte[]> bytes = Marshallers.Create(value => value, value => value);
        Method<byte[], byte[]> connect = new(
            MethodType.DuplexStreaming, ControllerService.Descriptor.FullName, "Connect", bytes, bytes);
        using AsyncDuplexStreamingCall<byte[], byte[]> call =
            _server.Channel.CreateCallInvoker().AsyncDuplexStreamingCall(connect, null, default);
        await call.RequestStream.WriteAsync([0xFF, 0xFF, 0xFF, 0x07]);

        RpcException? exception = await Assert.ThrowsAsync<RpcException>(async () =>
            await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.That(exception!.StatusCode, Is.EqualTo(StatusCode.InvalidArgument));
    }

    [Test]
    public async Task Connect_HelloWithTheLastDirectiveSeen_GoesOnNumberingFromThere()
    {
        using RawLink link = new(_server.Channel);
        Hello hello = RawLink.HelloOf("two-stage");
        hello.LastDirectiveSequence = 500;
        await link.HelloAsync(hello);

        Assert.That((await link.ExchangeAsync(1_000)).Directive.Sequence, Is.EqualTo(501));
    }

    [Test]
    public async Task Goodbye_MarksTheControllerDisconnected()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(1_000);
        await link.SendAsync(new ConnectRequest { Goodbye = new Goodbye { Reason = "maintenance" } });

        Assert.That((await link.FailureAsync()).StatusCode, Is.EqualTo(StatusCode.OK));
        Assert.That(_server.Engines.Find("two-stage")!.Snapshot.Connection, Is.EqualTo(ConnectionState.Disconnected));
    }

    [Test]
    public async Task Lease_SilentController_IsOfflineAndOnlineAgainWithItsNextTick()
    {
        using RawLink link = new(_server.Channel);
        await link.HelloAsync(RawLink.HelloOf("two-stage"));
        await link.ExchangeAsync(1_000);
        Runtime.Engines.IntersectionEngine engine = _server.Engines.Find("two-stage")!;

        _server.Clock.Advance(TimeSpan.FromMilliseconds(3_000));
        _server.Leases.Scan();
        Assert.That(engine.Snapshot.Connection, Is.EqualTo(ConnectionState.Online), "the lease has just not run out");

        _server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        _server.Leases.Scan();
        Assert.That(engine.Snapshot.Connection, Is.EqualTo(ConnectionState.Offline));

        await link.ExchangeAsync(1_100);
        await link.ExchangeAsync(1_200);
        Assert.That(engine.Snapshot.Connection, Is.EqualTo(ConnectionState.Online));
        Assert.That(engine.Counters.OfflinePeriods, Is.EqualTo(1));
    }

    [Test]
    public async Task Connect_PlanLevel_GetsThePlanAndNoGroups()
    {
        using RawLink link = new(_server.Channel);
        Hello hello = RawLink.HelloOf("two-stage");
        hello.ActuationLevel = ActuationLevel.Plan;
        await link.HelloAsync(hello);

        PlanUpdate update = (await link.ExchangeAsync(1_000)).PlanUpdate;
        Assert.That((update.Plan.Id, update.IsLocalPlan), Is.EqualTo(("fixed", true)));
        Assert.That((await link.ReceiveAsync()).Directive.Mode, Is.EqualTo(DirectiveMode.LocalPlan));
    }
}
