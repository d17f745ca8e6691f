using TrafficControl.Benchmarks.Growth;

namespace TrafficControl.Benchmarks.Tests.Growth;

[TestFixture]
public sealed class GrowthPlotTests
{
    // As BenchmarkDotNet 0.14 writes it, left out what is not read. The last benchmark failed.
    private const string Results = """
        { "Title": "PlanBenchmarks", "Benchmarks": [
          { "Type": "PlanBenchmarks", "Method": "Plan", "Parameters": "Lanes=16&Groups=8&HorizonSeconds=50",
            "FullName": "Plan(16)", "Statistics": { "N": 3, "Median": 200000.5, "Mean": 210000 } },
          { "Type": "PlanBenchmarks", "Method": "Plan", "Parameters": "Lanes=24&Groups=8&HorizonSeconds=50",
            "FullName": "Plan(24)", "Statistics": { "N": 3, "Median": 300000.5, "Mean": 310000 } },
          { "Type": "PlanBenchmarks", "Method": "Plan", "Parameters": "Lanes=48&Groups=8&HorizonSeconds=50",
            "FullName": "Plan(48)", "Statistics": null } ] }
        """;

    private string _folder = "";

    [SetUp]
    public void SetUp()
    {
        _folder = Directory.CreateTempSubdirectory("plots-").FullName;
        File.WriteAllText(Path.Combine(_folder, "PlanBenchmarks-report-brief-compressed.json"), Results);
    }

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Read_Results_TakesThoseThatSucceeded()
    {
        IReadOnlyList<GrowthPoint> points = GrowthResults.Read(_folder);

        Assert.That(points.Select(point => point.MedianNs), Is.EqualTo(new[] { 200000.5, 300000.5 }));
        Assert.That(points[1].Parameters["Lanes"], Is.EqualTo("24"));
        Assert.That(points[1].Benchmark, Is.EqualTo("PlanBenchmarks.Plan"));
    }

    [Test]
    public void Run_WithResultsOfOneBenchmark_DrawsItsCurvesOnly()
    {
        string plots = Path.Combine(_folder, "plots");

        int exitCode = PlotsCommand.Run(["--results", _folder, "--out", plots], TextWriter.Null, TextWriter.Null);

        Assert.That(exitCode, Is.Zero);
        Assert.That(
            Directory.GetFiles(plots).Select(Path.GetFileName),
            Is.EquivalentTo(new[] { "plan-by-lanes.svg", "plan-by-horizon.svg", "plan-by-groups.svg" }));
        string svg = File.ReadAllText(Path.Combine(plots, "plan-by-lanes.svg"));
        Assert.That(svg, Does.Contain("<svg").And.Contain("Plan by lanes, 8 groups").And.Contain("50 horizon seconds"));
    }

    [Test]
    public void Run_WithoutResults_IsRefusedInOneLine()
    {
        StringWriter error = new();

        int exitCode = PlotsCommand.Run(["--results", Path.Combine(_folder, "none")], TextWriter.Null, error);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain("run the benchmarks first"));
    }
}
