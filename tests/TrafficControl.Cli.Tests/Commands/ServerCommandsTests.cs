using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Server.Hosting;
using TrafficControl.Testing;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class ServerCommandsTests
{
    private WebApplication _server = null!;
    private string _address = "";

    [SetUp]
    public async Task StartServer()
    {
        _server = TrafficControlServer.Create(
            [Intersection.Create(IntersectionSamples.TwoStage())],
            configure: options => options.Url = "http://127.0.0.1:0", quiet: true);
        await _server.StartAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _address = _server.Urls.First();
    }

    [TearDown]
    public async Task StopServer() => await _server.DisposeAsync();

    [Test]
    public async Task Watch_Once_OneLinePerIntersection()
    {
        CommandLine result = await CommandLine.RunAsync("watch", "--once", "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        Assert.That(result.Output, Is.EqualTo(
            "--:--:-- two-stage disconnected plan fixed: red; next -; queue 0.0 veh; unspecified" + Environment.NewLine));
    }

    [Test]
    public async Task Watch_OnceJson_NamesGroupsAndLanes()
    {
        CommandLine result = await CommandLine.RunAsync("watch", "--once", "--json", "-", "--address", _address);

        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement state = json.RootElement;
        Assert.Multiple(() =>
        {
            Assert.That(state.GetProperty("id").GetString(), Is.EqualTo("two-stage"));
            Assert.That(state.GetProperty("connection").GetString(), Is.EqualTo("disconnected"));
            Assert.That(state.GetProperty("strategy").GetString(), Is.EqualTo("fixed-time"));
            Assert.That(state.GetProperty("groups")[1].GetProperty("id").GetString(), Is.EqualTo("B"));
            Assert.That(state.GetProperty("groups")[1].GetProperty("state").GetString(), Is.EqualTo("red"));
            Assert.That(state.GetProperty("safety_breach").GetString(), Is.Empty);
        });
    }

    [Test]
    public async Task Watch_UnknownIntersection_WrongInput()
    {
        CommandLine result = await CommandLine.RunAsync("watch", "--once", "--id", "nobody", "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Error, Does.Contain("nobody"));
    }

    [Test]
    public async Task BreachClear_UnknownIntersection_WrongInput()
    {
        CommandLine result = await CommandLine.RunAsync("breach", "clear", "nobody", "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Error, Does.Contain("nobody"));
    }

    [Test]
    public async Task Controller_OneSecond_ConnectsAndLeaves()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.json", IntersectionSamples.TwoStage());

        CommandLine result = await CommandLine.RunAsync("controller", file, "--seconds", "1", "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        Assert.That(result.Output, Does.Contain("two-stage: ended, 1 session(s), no safety violation."));
    }

    [Test]
    public async Task Controller_OtherFileThanTheServers_WrongInput()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("a.json", IntersectionSamples.TwoStage() with { Name = "another" });

        CommandLine result = await CommandLine.RunAsync("controller", file, "--seconds", "1", "--address", _address);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Error, Does.Contain("digest").And.Contain("two-stage"));
    }
}
