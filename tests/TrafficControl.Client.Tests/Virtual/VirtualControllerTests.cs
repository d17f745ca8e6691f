using TrafficControl.Client.Link;
using TrafficControl.Client.Virtual;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Testing;

namespace TrafficControl.Client.Tests.Virtual;

[TestFixture]
public sealed class VirtualControllerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private EngineUnderTest _engine = null!;
    private CancellationTokenSource _patience = null!;

    [SetUp]
    public async Task SetUp()
    {
        _engine = await EngineUnderTest.StartAsync();
        _patience = new CancellationTokenSource(Patience);
    }

    [TearDown]
    public async Task TearDown()
    {
        await _engine.DisposeAsync();
        _patience.Dispose();
    }

    [Test]
    public async Task StepAsync_Simulated_FollowsTheEngineFromTheFirstStep()
    {
        await using VirtualController controller = await ConnectAsync();

        await RunAsync(controller, fromMs: 0, seconds: 120);

        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));
        Assert.That(controller.LastDirectiveSequence, Is.EqualTo(1_200));
        Assert.That(controller.Controller.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(_engine.Engine.Counters.Ticks, Is.EqualTo(1_200));
        Assert.That(_engine.Engine.Counters.MissingTicks, Is.Zero);
    }

    [Test]
    public async Task StepAsync_EngineKilled_FallsBackWhenTheDirectiveExpiresAndIsAdoptedAgainAfterRestart()
    {
        await using VirtualController controller = await ConnectAsync();
        await RunAsync(controller, fromMs: 0, seconds: 20);
        await _engine.KillAsync();

        // Validity is 3 s of event time from the last tick answered.
        await RunAsync(controller, fromMs: 20_000, seconds: 3);
        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following), "the last directive still holds");
        await RunAsync(controller, fromMs: 23_000, seconds: 1);
        Assert.That(controller.Mode, Is.EqualTo(LocalMode.LocalPlan));
        await RunAsync(controller, fromMs: 24_000, seconds: 60);

        await _engine.RestartAsync();
        await controller.ConnectAsync(_patience.Token);
        await RunAsync(controller, fromMs: 84_000, seconds: 10);

        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));
        Assert.That(controller.Sessions, Is.EqualTo(2));
        Assert.That(controller.LastDirectiveSequence, Is.EqualTo(300), "numbering goes on where the old engine ended");
        Assert.That(controller.Controller.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(_engine.Engine.Snapshot.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public async Task DropAsync_MidRun_ReconnectsAndResumesWithoutALostDirectiveSequence()
    {
        await using VirtualController controller = await ConnectAsync();
        await RunAsync(controller, fromMs: 0, seconds: 10);
        await controller.DropAsync();
        await controller.ConnectAsync(_patience.Token);
        await RunAsync(controller, fromMs: 10_000, seconds: 10);

        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));
        Assert.That(controller.LastDirectiveSequence, Is.EqualTo(200), "the engine kept its state");
        Assert.That(_engine.Engine.Counters.Sessions, Is.EqualTo(2));
        Assert.That(_engine.Engine.Snapshot.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public async Task ConnectAsync_UnknownIntersection_IsRefusedForGood()
    {
        Intersection other = Intersection.Create(IntersectionSamples.TwoStage() with { Id = "elsewhere" });
        await using VirtualController controller = new(other, Options());

        LinkLostException? exception =
            await Assert.ThrowsAsync<LinkLostException>(async () => await controller.ConnectAsync(_patience.Token));
        Assert.That(exception!.Message, Does.Contain("elsewhere"));
        Assert.That(controller.Status, Is.EqualTo(LinkStatus.Refused));
    }

    [Test]
    public async Task StepAsync_RefusedThenPutRight_IsAdoptedWithoutARestart()
    {
        await using EngineUnderTest wrong =
            await EngineUnderTest.StartAsync(IntersectionSamples.TwoStage() with { Id = "elsewhere" });
        await using VirtualController controller = new(
            Intersection.Create(IntersectionSamples.TwoStage()), Options() with { Address = wrong.Address });
        controller.StartUp(0);
        await Assert.ThatAsync(() => controller.ConnectAsync(_patience.Token), Throws.TypeOf<LinkLostException>());

        await wrong.RestartAsync(IntersectionSamples.TwoStage());
        for (long timeMs = 100; controller.Mode != LocalMode.Following; timeMs += 100)
        {
            // The next attempt comes after the longest delay of wall time, which only the clock of the machine can
            // pass.
            _patience.Token.ThrowIfCancellationRequested();
            controller.Input.TimeMs = timeMs;
            await controller.StepAsync(_patience.Token);
            await Task.Yield();
        }

        Assert.That(controller.Status, Is.EqualTo(LinkStatus.Connected));
    }

    [Test]
    public async Task ConnectAsync_OtherFile_IsRefusedBecauseMasksWouldDiffer()
    {
        Intersection other = Intersection.Create(IntersectionSamples.TwoStage() with { Name = "another drawing" });
        await using VirtualController controller = new(other, Options());

        LinkLostException? exception =
            await Assert.ThrowsAsync<LinkLostException>(async () => await controller.ConnectAsync(_patience.Token));
        Assert.That(exception!.Message, Does.Contain("digest"));
    }

    [Test]
    public async Task StepAsync_PlanLevel_RunsByItselfThePlanTheEngineNames()
    {
        await using VirtualController controller =
            new(Intersection.Create(IntersectionSamples.TwoStage()), Options() with { ObeysPlansOnly = true });
        controller.StartUp(0);
        await controller.ConnectAsync(_patience.Token);
        await RunAsync(controller, fromMs: 0, seconds: 10);
        Assert.That((controller.Mode, controller.Controller.LocalPlan.Definition.Id), Is.EqualTo((LocalMode.LocalPlan, "fixed")));

        _engine.Engine.TryActivatePlan(_engine.Engine.Intersection.Plans[1]);
        await RunAsync(controller, fromMs: 10_000, seconds: 60);

        Assert.That((controller.Mode, controller.Controller.LocalPlan.Definition.Id), Is.EqualTo((LocalMode.LocalPlan, "actuated")));
        Assert.That(controller.Controller.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public async Task StepAsync_NoEngineAtAll_RunsTheLocalPlan()
    {
        await _engine.KillAsync();
        await using VirtualController controller = new(Intersection.Create(IntersectionSamples.TwoStage()), Options());
        controller.StartUp(0);

        await RunAsync(controller, fromMs: 0, seconds: 70);

        Assert.That(controller.Mode, Is.EqualTo(LocalMode.LocalPlan));
        Assert.That(controller.Frame.Green, Is.Not.Zero);
    }

    [Test]
    public async Task LeaveAsync_OnPurpose_TellsTheEngine()
    {
        await using VirtualController controller = await ConnectAsync();
        await RunAsync(controller, fromMs: 0, seconds: 2);
        await controller.LeaveAsync("maintenance", _patience.Token);

        Assert.That(_engine.Engine.Snapshot.Connection, Is.EqualTo(Runtime.Snapshots.ConnectionState.Disconnected));
        Assert.That(controller.Status, Is.EqualTo(LinkStatus.Disconnected));
    }

    [Test]
    public async Task RunAsync_RealTime_FollowsOnAClockMovedByHand()
    {
        ManualClock clock = new();
        await using VirtualController controller =
            new(Intersection.Create(IntersectionSamples.TwoStage()), Options() with { IsSimulated = false }, clock);
        await controller.ConnectAsync(_patience.Token);
        using CancellationTokenSource end = new();
        SemaphoreSlim shown = new(0);
        Task run = controller.RunAsync(_ => { }, _ => shown.Release(), end.Token);
        for (int sent = 1; controller.Mode != LocalMode.Following; sent++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            Assert.That(await shown.WaitAsync(Patience, _patience.Token), Is.True);
            while (_engine.Engine.Counters.Ticks < sent)
            {
                // The hand on the clock waits for the engine, or directives would expire on their way.
                _patience.Token.ThrowIfCancellationRequested();
                await Task.Yield();
            }
        }

        Assert.That(controller.LastDirectiveSequence, Is.GreaterThan(0));
        await end.CancelAsync();
        await run.WaitAsync(Patience);
    }

    private ControllerOptions Options() => new()
    {
        Address = _engine.Address,
        IsSimulated = true,
        Reconnect = new ReconnectPolicy { FirstDelay = TimeSpan.FromMilliseconds(20), MaxDelay = TimeSpan.FromMilliseconds(200) },
    };

    [TestCase(true)]
    [TestCase(false)]
    public async Task StepAsync_VehicleTrackedAtTheSideStreet_TheEngineServesIt(bool isThere)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        IntersectionDefinition tracked = two with
        {
            DefaultPlan = "actuated",
            Detectors = [.. two.Detectors.Select(detector => detector with { Kind = DetectorKind.Tracks, LengthM = 100 })],
        };
        await _engine.RestartAsync(tracked);
        await using VirtualController controller = new(Intersection.Create(tracked), Options());
        controller.StartIn(0, 1);
        await controller.ConnectAsync(_patience.Token);
        ulong shown = 0;
        for (int i = 1; i <= 300; i++)
        {
            controller.Input.TimeMs = i * 100;
            if (isThere)
            {
                controller.Input.TryAdd(new TrackObservation(i * 100, 7, 1, VehicleClasses.Car, 1.5F, 0, 95));
            }

            shown |= (await controller.StepAsync(_patience.Token)).Green;
        }

        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));
        Assert.That((shown & 2) != 0, Is.EqualTo(isThere));
    }

    private async Task<VirtualController> ConnectAsync()
    {
        VirtualController controller = new(Intersection.Create(IntersectionSamples.TwoStage()), Options());
        controller.StartUp(0);
        await controller.ConnectAsync(_patience.Token);
        return controller;
    }

    private async Task RunAsync(VirtualController controller, long fromMs, int seconds)
    {
        for (int i = 1; i <= seconds * 10; i++)
        {
            controller.Input.TimeMs = fromMs + (i * 100);
            await controller.StepAsync(_patience.Token);
        }
    }
}
