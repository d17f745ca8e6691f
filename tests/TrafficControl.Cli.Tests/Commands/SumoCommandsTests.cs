using System.Diagnostics;
using System.Text.Json;
using TrafficControl.Cli.Terminal;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class SumoCommandsTests
{
    private const string Nodes = """
        <nodes>
          <node id="c" x="0" y="0" type="traffic_light"/>
          <node id="n" x="0" y="200"/><node id="e" x="200" y="0"/><node id="s" x="0" y="-200"/><node id="w" x="-200" y="0"/>
        </nodes>
        """;

    private const string Edges = """
        <edges>
          <edge id="nc" from="n" to="c"/><edge id="cn" from="c" to="n"/><edge id="ec" from="e" to="c"/><edge id="ce" from="c" to="e"/>
          <edge id="sc" from="s" to="c"/><edge id="cs" from="c" to="s"/><edge id="wc" from="w" to="c"/><edge id="cw" from="c" to="w"/>
        </edges>
        """;

    private const string Routes = """
        <routes>
          <flow id="a" begin="0" end="120" number="20" from="nc" to="cs"/>
          <flow id="b" begin="0" end="120" number="20" from="wc" to="ce"/>
        </routes>
        """;

    private const string Scenario = """
        <configuration>
          <input><net-file value="cross.net.xml"/><route-files value="cross.rou.xml"/></input>
          <time><begin value="0"/><end value="120"/></time>
        </configuration>
        """;

    private TemporaryFolder _folder = null!;

    [SetUp]
    public async Task MakeNet()
    {
        _folder = new TemporaryFolder();
        if (SumoInstallation.TryFind("sumo") is null || SumoInstallation.TryFind("netconvert") is null)
        {
            Assert.Ignore($"This test needs SUMO. {SumoInstallation.InstallHint}");
        }

        string nodes = _folder.Write("cross.nod.xml", Nodes);
        string edges = _folder.Write("cross.edg.xml", Edges);
        _folder.Write("cross.rou.xml", Routes);
        _folder.Write("cross.sumocfg", Scenario);
        _folder.Write("other.sumocfg", Scenario);
        using Process netconvert = Process.Start(new ProcessStartInfo(
            SumoInstallation.Find("netconvert"),
            ["-n", nodes, "-e", edges, "-o", _folder.File("cross.net.xml"), "--no-turnarounds", "true"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await netconvert.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
    }

    [TearDown]
    public void RemoveNet() => _folder.Dispose();

    [Test]
    public async Task Evaluate_SmallCross_JsonTableAndArtifacts()
    {
        string json = _folder.File("result.json");
        string artifacts = _folder.File("artifacts");

        CommandLine result = await CommandLine.RunAsync(
            "evaluate", "--scenario", _folder.File("cross.sumocfg"), "--controllers", "fixed,max-pressure", "--seeds", "1",
            "--artifacts", artifacts, "--json", json);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement[] runs = [.. document.RootElement.GetProperty("runs").EnumerateArray()];
        Assert.Multiple(() =>
        {
            Assert.That(
                runs.Select(run => run.GetProperty("controller").GetString()), Is.EqualTo(new[] { "fixed", "max-pressure" }));
            Assert.That(runs.Select(run => run.GetProperty("vehicles").GetProperty("loaded").GetInt32()), Is.All.GreaterThan(30));
            Assert.That(runs.Select(run => run.GetProperty("safety_violations").GetInt32()), Is.All.Zero);
            Assert.That(runs.Select(run => run.GetProperty("decision_us").GetProperty("p50").GetDouble()), Is.All.Positive);
            Assert.That(document.RootElement.GetProperty("summary").GetArrayLength(), Is.EqualTo(2));
            Assert.That(File.Exists(Path.Combine(artifacts, "cross", "max-pressure", "seed-1", "tripinfo.xml")));
            Assert.That(result.Output, Does.Contain("max-pressure").And.Contain("worst").And.Not.Contain("\u001b"));
        });
    }

    [Test]
    public async Task Evaluate_ScenarioOfOurOwn_IsMadeInTheArtifacts()
    {
        string artifacts = _folder.File("artifacts");

        CommandLine result = await CommandLine.RunAsync(
            "evaluate", "--scenario", "ramp", "--controllers", "fixed", "--seeds", "1", "--end", "60", "--artifacts", artifacts,
            "--faults", "missed:0.05,dead:random");
        CommandLine created = await CommandLine.RunAsync("scenario", "create", "ramp", _folder.File("made"));

        Assert.Multiple(() =>
        {
            Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
            Assert.That(Path.Combine(artifacts, "ramp", "fixed", "seed-1", "faults.txt"), Does.Exist);
            Assert.That(created.Output.Trim(), Is.EqualTo(_folder.File(Path.Combine("made", "ramp.sumocfg"))));
            Assert.That(
                File.ReadAllBytes(_folder.File(Path.Combine("made", "ramp.net.xml"))),
                Is.EqualTo(File.ReadAllBytes(Path.Combine(artifacts, "ramp", "scenario", "ramp.net.xml"))));
        });
    }

    [Test]
    public async Task Evaluate_TwoScenariosAndARangeOfSeeds_OneReportInTheOrderAsked()
    {
        string artifacts = _folder.File("artifacts");
        string json = _folder.File("result.json");

        CommandLine result = await CommandLine.RunAsync(
            "evaluate", "--scenario", $"{_folder.File("other.sumocfg")},{_folder.File("cross.sumocfg")}", "--controllers",
            "fixed,longest-wave-10s", "--reference", "longest-wave-10s", "--seeds", "1-2", "--jobs", "2", "--intergreen",
            "benchmark", "--artifacts", artifacts, "--json", json);

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(json));
        JsonElement comparison = document.RootElement.GetProperty("comparisons")[0];
        Assert.Multiple(() =>
        {
            Assert.That(
                document.RootElement.GetProperty("runs").EnumerateArray().Select(run => run.GetProperty("scenario").GetString()),
                Is.EqualTo(new[] { "other", "other", "other", "other", "cross", "cross", "cross", "cross" }));
            Assert.That(comparison.GetProperty("reference").GetString(), Is.EqualTo("longest-wave-10s"));
            Assert.That(comparison.GetProperty("seeds").GetInt32(), Is.EqualTo(2));
            Assert.That(File.ReadAllText(Path.Combine(artifacts, "report.html")),
                Does.Contain("--seeds 1-2").And.Contain("SUMO 1."));
            Assert.That(result.Output, Does.Contain("report.html").And.Contain("Wilcoxon"));
        });
    }

    [Test]
    public async Task Evaluate_WebsterWithEvents_LeavesVolumesAndALogThatCalibrateReads()
    {
        string artifacts = _folder.File("artifacts");
        CommandLine evaluated = await CommandLine.RunAsync(
            "evaluate", "--scenario", _folder.File("cross.sumocfg"), "--controllers", "webster", "--seeds", "1", "--events",
            "--artifacts", artifacts);
        Assert.That(evaluated.ExitCode, Is.EqualTo(ExitCode.Success), evaluated.Error);
        string file = Path.Combine(_folder.File("intersections"), "c.json");
        await CommandLine.RunAsync(
            "import", "sumo", _folder.File("cross.net.xml"), "--out", _folder.File("intersections"));

        CommandLine calibrated = await CommandLine.RunAsync(
            "calibrate", file, "--events", Path.Combine(artifacts, "cross", "webster", "seed-1", "events", "c.csv"));
        CommandLine optimized = await CommandLine.RunAsync(
            "optimize-plan", file, "--volumes", Path.Combine(artifacts, "cross", "webster", "c.volumes.csv"));

        Assert.That(calibrated.ExitCode, Is.EqualTo(ExitCode.Success), calibrated.Error);
        Assert.That(calibrated.Output, Does.Match("[1-9][0-9]+ events over").And.Contain("0 of other codes skipped"));
        Assert.That(optimized.ExitCode, Is.EqualTo(ExitCode.Success), optimized.Error);
    }

    [Test]
    public async Task Evaluate_UnknownLight_WrongInputNamesThoseThereAre()
    {
        CommandLine result = await CommandLine.RunAsync(
            "evaluate", "--scenario", _folder.File("cross.sumocfg"), "--lights", "x", "--artifacts", _folder.File("artifacts"));

        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Error, Is.EqualTo(
            $"trafficctl: --lights: the net has no traffic light 'x'; it has c.{Environment.NewLine}"));
    }

    [Test]
    public async Task ImportSumo_SmallCross_FileThatValidates()
    {
        string output = _folder.File("intersections");

        CommandLine imported = await CommandLine.RunAsync(
            "import", "sumo", _folder.File("cross.net.xml"), "--out", output, "--intergreen", "legal");
        CommandLine validated = await CommandLine.RunAsync("validate", output);

        Assert.Multiple(() =>
        {
            Assert.That(imported.ExitCode, Is.EqualTo(ExitCode.Success), imported.Error);
            Assert.That(imported.Output, Does.Contain("c.json: 'c', "));
            Assert.That(validated.ExitCode, Is.EqualTo(ExitCode.Success), validated.Output);
        });
    }
}
