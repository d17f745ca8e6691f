using Grpc.Core;
using TrafficControl.Client.Link;
using TrafficControl.Client.Virtual;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Testing;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.EndToEnd.Tests.Processes;

/// <summary>Loss of the engine and loss of the controller, with real processes that are really killed.</summary>
[TestFixture]
public sealed class RecoveryTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task Engine_KilledMidRun_LeavesTheControllerOnItsLocalPlanAndAdoptsItAgain()
    {
        using CancellationTokenSource patience = new(Patience);
        using EngineProcess engine = await EngineProcess.StartAsync(IntersectionSamples.TwoStage());
        await using VirtualController controller = new(
            Intersection.Create(IntersectionSamples.TwoStage()),
            new ControllerOptions
            {
                Address = engine.Address,
                IsSimulated = true,
                Reconnect = new ReconnectPolicy
                {
                    FirstDelay = TimeSpan.FromMilliseconds(20),
                    MaxDelay = TimeSpan.FromMilliseconds(200),
                },
            });
        controller.StartUp(0);
        await controller.ConnectAsync(patience.Token);
        await RunAsync(controller, 0, 20_000, patience.Token);
        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));

        await engine.KillAsync();
        await RunAsync(controller, 20_000, 23_100, patience.Token);
        Assert.That(controller.Mode, Is.EqualTo(LocalMode.LocalPlan), "the directive of 20.0 s was valid to 23.0 s");
        await RunAsync(controller, 23_100, 90_000, patience.Token);

        await engine.RestartAsync();
        await controller.ConnectAsync(patience.Token);
        await RunAsync(controller, 90_000, 95_000, patience.Token);
        Assert.That(controller.Mode, Is.EqualTo(LocalMode.Following));
        Assert.That(controller.Controller.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public async Task Controller_KilledMidRun_IsMarkedOfflineReconnectsAndResumes()
    {
        using EngineProcess engine = await EngineProcess.StartAsync(
            IntersectionSamples.TwoStage(), "--TrafficControl:LeaseMs=1000");
        V1.IntersectionService.IntersectionServiceClient client = new(engine.Channel);
        using AsyncServerStreamingCall<V1.WatchIntersectionsResponse> watch =
            client.WatchIntersections(new V1.WatchIntersectionsRequest { MinIntervalMs = 100 });

        ChildProcess first = StartController(engine);
        V1.IntersectionState running = await UntilAsync(watch, state => state.Counters.Ticks > 10);
        Assert.That(running.Connection, Is.EqualTo(V1.ConnectionState.Online));
        await first.KillAsync();
        first.Dispose();
        await UntilAsync(watch, state => state.Connection == V1.ConnectionState.Offline);

        using ChildProcess second = StartController(engine);
        V1.IntersectionState resumed = await UntilAsync(
            watch, state => state.Connection == V1.ConnectionState.Online && state.Counters.Sessions == 2);
        V1.IntersectionState later = await UntilAsync(watch, state => state.Counters.Ticks > resumed.Counters.Ticks + 10);
        Assert.That(later.LocalMode, Is.EqualTo(V1.LocalMode.Following));
        Assert.That(later.SafetyBreach, Is.Empty);
    }

    [Test]
    public async Task Engine_FaultyFile_SaysEveryFaultAndExitsWithTwo()
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.json"), """{ "formatVersion": 1, "id": "x", "colour": 1 }""");
        using ChildProcess engine = ChildProcess.StartProgram(
            "TrafficControl.Server", "--TrafficControl:Url=http://127.0.0.1:0", $"--TrafficControl:Intersections={folder}");
        await engine.ReadToEndAsync();

        Assert.That(engine.ExitCode, Is.EqualTo(2));
        Assert.That(engine.Errors, Does.Contain("bad.json: colour").And.Contain("signalGroups").And.Not.Contain("   at "));
        Directory.Delete(folder, recursive: true);
    }

    [TestCase("--TrafficControl:LeaseMs=7", "LeaseMs")]
    [TestCase("--TrafficControl:LeaseMs=abc", "LeaseMs")]
    [TestCase("--TrafficControl:LeasMs=1000", "'LeasMs'")]
    [TestCase("--TrafficControl:Url=http://example.com:5397", "Url")]
    [TestCase("--TrafficControl:Url=http://10.255.255.1:5397", "Url")]
    [TestCase("--TrafficControl:Intersections=nowhere.json", "nowhere.json")]
    public async Task Engine_BadOption_NamesItInALineAndExitsWithTwo(string option, string names)
    {
        using ChildProcess engine = ChildProcess.StartProgram("TrafficControl.Server", option);
        string output = await engine.ReadToEndAsync();

        Assert.That(engine.ExitCode, Is.EqualTo(2));
        Assert.That(engine.Errors, Does.Contain(names));
        Assert.That(output + engine.Errors, Does.Not.Contain("   at "), "a stack trace helps nobody");
    }

    [Test]
    public async Task Engine_PortInUse_SaysSoAndExitsWithTwo()
    {
        using EngineProcess first = await EngineProcess.StartAsync(IntersectionSamples.TwoStage());
        using ChildProcess second =
            ChildProcess.StartProgram("TrafficControl.Server", $"--TrafficControl:Url={first.Address}");
        string output = await second.ReadToEndAsync();

        Assert.That(second.ExitCode, Is.EqualTo(2));
        Assert.That(second.Errors, Does.Contain("address already in use").IgnoreCase);
        Assert.That(output + second.Errors, Does.Not.Contain("   at "));
    }

    private static ChildProcess StartController(EngineProcess engine) => ChildProcess.StartProgram(
        "trafficctl", "controller", engine.IntersectionPath, "--address", engine.Address.ToString());

    private static async Task<V1.IntersectionState> UntilAsync(
        AsyncServerStreamingCall<V1.WatchIntersectionsResponse> watch, Func<V1.IntersectionState, bool> condition)
    {
        using CancellationTokenSource patience = new(Patience);
        while (await watch.ResponseStream.MoveNext(patience.Token))
        {
            if (condition(watch.ResponseStream.Current.State))
            {
                return watch.ResponseStream.Current.State;
            }
        }

        throw new AssertionException("The watch stream ended.");
    }

    private static async Task RunAsync(VirtualController controller, long fromMs, long toMs, CancellationToken cancellation)
    {
        for (long time = fromMs + 100; time <= toMs; time += 100)
        {
            controller.Input.TimeMs = time;
            await controller.StepAsync(cancellation);
        }
    }
}
