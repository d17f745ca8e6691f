using System.Text;
using System.Text.Json;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class OptimizationCommandsTests
{
    private static readonly IntersectionDefinition Junction = IntersectionSamples.TwoStage();

    [Test]
    public async Task OptimizePlan_Volumes_AddsTheOptimizedPlanAndKeepsTheOthers()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction);
        string volumes = folder.Write("volumes.csv", "movement,veh/h\nA1,800\nB1,300\n");
        string output = folder.File("out.json");

        CommandLine result = await CommandLine.RunAsync(
            "optimize-plan", file, "--volumes", volumes, "--plan", "morning", "--output", output);

        IntersectionDefinition written = IntersectionFile.Parse(await File.ReadAllBytesAsync(output)).Definition!;
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        Assert.That(written.Plans.Select(plan => plan.Id), Is.EqualTo(Junction.Plans.Select(plan => plan.Id).Append("morning")));
        Assert.That(written.Plans[^1].Splits[0].DurationMs, Is.GreaterThan(written.Plans[^1].Splits[1].DurationMs));
        Assert.That(result.Output, Does.Contain("A1 *").And.Contain("Webster's cycle"));
    }

    [Test]
    public async Task OptimizePlan_JsonToOutput_IsJsonAlone()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction);
        string volumes = folder.Write("volumes.csv", "A1,1500\nB1,900\n");

        CommandLine result = await CommandLine.RunAsync("optimize-plan", file, "--volumes", volumes, "--json", "-");

        using JsonDocument json = JsonDocument.Parse(result.Output);
        Assert.That(json.RootElement.GetProperty("movements")[0].GetProperty("level_of_service").GetString(), Is.EqualTo("F"));
        Assert.That(json.RootElement.GetProperty("webster_cycle_s").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(result.Error, Does.Contain("warning: "));
    }

    [TestCase("X,5", "movement 'X'")]
    [TestCase("A1,0", "No movement")]
    public async Task OptimizePlan_BadVolumes_FailsInOneLine(string text, string expected)
    {
        using TemporaryFolder folder = new();
        CommandLine result = await CommandLine.RunAsync(
            "optimize-plan", folder.Write("two.json", Junction), "--volumes", folder.Write("volumes.csv", text));

        ExpectOneLine(result, expected);
    }

    [Test]
    public async Task OptimizePlan_NoDemandOrMissingFile_FailsInOneLine()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction);

        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", file), "--volumes");
        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", file, "--volumes", folder.File("none.csv")), "none.csv");
        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", folder.File("none.json"), "--volumes", file), "none.json");
    }

    [Test]
    public async Task Calibrate_Log_ShowsLanesAndWritesTheFile()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction with
        {
            Detectors = [.. Junction.Detectors.Select(detector => detector with { LengthM = 2 })],
        });
        string log = folder.Write("events.csv", Log(cycles: 30, headwayMs: 2_000));
        string output = folder.File("out.json");

        CommandLine result = await CommandLine.RunAsync("calibrate", file, "--events", log, "--output", output, "--json", folder.File("c.json"));

        IntersectionDefinition written = IntersectionFile.Parse(await File.ReadAllBytesAsync(output)).Definition!;
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        Assert.That(written.Movements[0].SaturationFlowVph, Is.EqualTo(1_800).Within(5));
        Assert.That(written.Movements[1].SaturationFlowVph, Is.EqualTo(1_900));
        Assert.That(result.Output, Does.Contain("a: Saturation flow set to").And.Contain("b: Saturation flow kept"));
        using JsonDocument json = JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("c.json")));
        Assert.That(json.RootElement.GetProperty("lanes")[0].GetProperty("saturation_flow_vph").GetProperty("samples").GetInt32(), Is.EqualTo(30));
    }

    [Test]
    public async Task Calibrate_FaultyLog_NamesTheLine()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction);

        ExpectOneLine(
            await CommandLine.RunAsync("calibrate", file, "--events", folder.Write("e.csv", "timestamp,event code,parameter\nx,1,1")),
            "Line 2 ");
        ExpectOneLine(await CommandLine.RunAsync("calibrate", file, "--events", folder.Write("f.csv", "")), "lacks greens");
        ExpectOneLine(await CommandLine.RunAsync("calibrate", file), "--events");
    }

    [Test]
    public async Task OptimizePlan_Corridor_WritesPlansOfOneCycleWithOffsets()
    {
        using TemporaryFolder folder = new();
        string west = folder.Write("west.json", OnTheWay("west", "east"));
        string east = folder.Write("east.json", OnTheWay("east", ""));
        string volumes = folder.Write("volumes.csv", "A1,700\nB1,300\n");

        CommandLine result = await CommandLine.RunAsync(
            "optimize-plan", "--corridor", west, east, "--volumes", volumes, volumes, "--output", folder.File("out"));

        TimingPlanDefinition[] plans = [.. new[] { "west", "east" }.Select(id =>
            IntersectionFile.Parse(File.ReadAllBytes(Path.Combine(folder.File("out"), id + ".json"))).Definition!.Plans[^1])];
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.Success), result.Error);
        Assert.That(plans[0].CycleMs, Is.EqualTo(plans[1].CycleMs));
        Assert.That(plans[1].OffsetMs, Is.Not.Zero);
        Assert.That(result.Output, Does.Contain("green wave west > east").And.Contain("common cycle"));
    }

    [Test]
    public async Task OptimizePlan_FilesWithoutCorridorOrVolumesForOne_FailInOneLine()
    {
        using TemporaryFolder folder = new();
        string file = folder.Write("two.json", Junction);
        string volumes = folder.Write("volumes.csv", "A1,700\n");

        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", file, file, "--volumes", volumes), "add --corridor");
        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", "--corridor", file, "--volumes", volumes), "two or more");
        ExpectOneLine(await CommandLine.RunAsync("optimize-plan", "--corridor", file, file, "--volumes", volumes), "give 2 of");
        ExpectOneLine(
            await CommandLine.RunAsync("optimize-plan", "--corridor", file, file, "--volumes", volumes, volumes),
            "downstreamIntersection");
    }

    private static IntersectionDefinition OnTheWay(string id, string next) => Junction with
    {
        Id = id,
        Lanes =
        [
            .. Junction.Lanes.Where(lane => lane.Role == LaneRole.Approach),
            IntersectionSamples.Exit("out") with
            {
                LengthM = 400, DownstreamIntersection = next, DownstreamLane = next.Length > 0 ? "a" : "",
            },
        ],
    };

    private static void ExpectOneLine(CommandLine result, string expected)
    {
        Assert.That(result.ExitCode, Is.EqualTo(ExitCode.WrongInput));
        Assert.That(result.Error.Trim().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(result.Error, Does.Contain(expected));
    }

    /// <summary>Ten queued vehicles a cycle over the detector of lane "a", at one headway.</summary>
    private static string Log(int cycles, int headwayMs)
    {
        StringBuilder log = new("timestamp,event code,parameter\n");
        DateTime start = new(2026, 11, 23, 7, 0, 0, DateTimeKind.Utc);
        void Add(long ms, int code) => log.Append(System.Globalization.CultureInfo.InvariantCulture, $"{start.AddMilliseconds(ms):yyyy-MM-dd HH:mm:ss.f},{code},1\n");
        for (int cycle = 0; cycle < cycles; cycle++)
        {
            long green = cycle * 60_000L;
            Add(green, 1);
            for (int vehicle = 1; vehicle <= 10; vehicle++)
            {
                Add(green + (vehicle * headwayMs), 82);
                Add(green + (vehicle * headwayMs) + 700, 81);
            }

            Add(green + 40_000, 8);
            Add(green + 43_000, 9);
        }

        return log.ToString();
    }
}
