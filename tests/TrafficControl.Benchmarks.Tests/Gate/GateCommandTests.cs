using System.Text.Json;
using TrafficControl.Benchmarks.Gate;

namespace TrafficControl.Benchmarks.Tests.Gate;

/// <summary>
/// The gate from budgets file to exit code, over operations that are registered as the suite's own are.
/// </summary>
[TestFixture]
public sealed class GateCommandTests
{
    private string _folder = "";

    [SetUp]
    public void SetUp() => _folder = Directory.CreateTempSubdirectory("gate-").FullName;

    [TearDown]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [Test]
    public void Run_AnHonestOperation_Passes()
    {
        (int exitCode, string table, _) = Run("Honest");

        Assert.That(exitCode, Is.Zero, table);
        Assert.That(table, Does.Contain("| GateTestBenchmarks.Honest").And.Contain("1 of 1 operations within budget"));
    }

    [Test]
    public void Run_AHotPathSlowedTwentyTimes_Fails()
    {
        (int exitCode, string table, _) = Run("Slowed");

        Assert.That(exitCode, Is.EqualTo(1), table);
        Assert.That(table, Does.Contain("| SLOW (measured 3 times)"));
    }

    [Test]
    public void Run_AHotPathThatAllocatesAByteATick_Fails()
    {
        (int exitCode, string table, _) = Run("Allocating");

        Assert.That(exitCode, Is.EqualTo(1), table);
        Assert.That(table, Does.Contain("| ALLOCATES (measured 3 times)"));
    }

    [Test]
    public void Run_AnOperationWhoseResultIsWrong_FailsAndSaysWhy()
    {
        (int exitCode, string table, _) = Run("Broken");

        Assert.That(exitCode, Is.EqualTo(1), table);
        Assert.That(table, Does.Contain("| BROKEN: Two and two are five, and True."));
    }

    [Test]
    public void Run_ABrokenBenchmarkWithoutABudget_Fails()
    {
        // The test's own benchmarks alone, so that the suite's are not run once for it.
        string budgets = Budgets("Honest", "GateTestBenchmarks.Slowed");
        StringWriter output = new();

        int exitCode = GateCommand.Run(
            ["--budgets", budgets], output, TextWriter.Null, typeof(GateTestBenchmarks).Assembly);

        Assert.That(exitCode, Is.EqualTo(1), output.ToString());
        Assert.That(
            output.ToString(), Does.Contain("GateTestBenchmarks.Broken is broken: Two and two are five, and True."));
    }

    [Test]
    public void Run_WithJson_WritesMeasuredAndBudget()
    {
        string json = Path.Combine(_folder, "gate.json");
        Run("Allocating", "--json", json);

        JsonElement operation = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("operations")[0];
        Assert.Multiple(() =>
        {
            Assert.That(operation.GetProperty("verdict").GetString(), Is.EqualTo("allocates"));
            Assert.That(operation.GetProperty("budget_allocated_bytes").GetDouble(), Is.Zero);

            // An array of 64 bytes has a header of 24, over 64 operations.
            Assert.That(operation.GetProperty("allocated_bytes").GetDouble(), Is.EqualTo(88 / 64.0));
            Assert.That(operation.GetProperty("max_ratio").GetDouble(), Is.EqualTo(6));
            Assert.That(operation.GetProperty("ratio").GetDouble(), Is.Positive);
        });
    }

    [Test]
    public void Run_ABenchmarkThatIsNone_IsRefusedInOneLine()
    {
        (int exitCode, _, string error) = Run("Missing");

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.Contain("operations[0].benchmark: GateTestBenchmarks.Missing is no benchmark"));
        Assert.That(error.TrimEnd(), Does.Not.Contain('\n'));
    }

    [TestCase(40.0, 0, "gateway: limit p50 3 ms, p99 10 ms, p99.9 40 ms, max 200 ms")]
    [TestCase(40.1, 1, "SLOW in p99.9")]
    public void Run_WithTheReportOfALoad_HoldsItAgainstItsBudget(double p999Ms, int expected, string line)
    {
        string report = Path.Combine(_folder, "report.json");
        File.WriteAllText(
            report, $$"""{ "target": "engine", "p50_ms": 0.3, "p99_ms": 1, "p999_ms": {{p999Ms}}, "max_ms": 150 }""");

        (int exitCode, string table, string error) = Run("Honest", "--latency", $"gateway={report}");

        Assert.That(exitCode, Is.EqualTo(expected), table + error);
        Assert.That(table, Does.Contain(line));
    }

    [TestCase("nowhere=report.json", "(gateway)")]
    [TestCase("gateway", "NAME=FILE")]
    [TestCase("gateway=budgets.json", "p50_ms")]
    public void Run_WithAReportThatIsNone_IsRefused(string argument, string part)
    {
        (int exitCode, _, string error) = Run(
            "Honest", "--latency", argument.Replace("=", "=" + _folder + "/", StringComparison.Ordinal));

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error, Does.Contain("--latency").And.Contain(part));
    }

    [Test]
    public void Run_NoSuchFile_IsRefused()
    {
        StringWriter error = new();

        int exitCode = GateCommand.Run(
            ["--budgets", Path.Combine(_folder, "none.json")], TextWriter.Null, error, Assemblies);

        Assert.That(exitCode, Is.EqualTo(2));
        Assert.That(error.ToString(), Does.Contain("none.json"));
    }

    private static System.Reflection.Assembly[] Assemblies =>
        [typeof(GateTestBenchmarks).Assembly, typeof(ReferenceBenchmarks).Assembly];

    private (int ExitCode, string Output, string Error) Run(string method, params string[] more)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = GateCommand.Run(
            ["--budgets", Budgets(method), "--filter", "GateTest", .. more], output, error, Assemblies);
        return (exitCode, output.ToString(), error.ToString());
    }

    /// <summary>No allocation, and at most six times the reference, which is the same work.</summary>
    private string Budgets(string method, string reference = "ReferenceBenchmarks.Records")
    {
        string path = Path.Combine(_folder, "budgets.json");
        File.WriteAllText(
            path,
            $$"""
            { "operations": [ {
              "benchmark": "GateTestBenchmarks.{{method}}", "reference": "{{reference}}",
              "allocatedBytes": 0, "maxRatio": 6 } ],
              "latencies": [ {
              "name": "gateway", "machine": "two cores", "command": "load",
              "measuredMs": { "p50": 0.3, "p99": 1, "p99.9": 4, "max": 20 },
              "limitMs": { "p50": 3, "p99": 10, "p99.9": 40, "max": 200 } } ] }
            """);
        return path;
    }
}
