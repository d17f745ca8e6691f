using System.Text.Json;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Evaluation;

[TestFixture]
public sealed class EvaluationRunnerTests
{
    [Test]
    public void ToJson_OneRun_HasTheNamesThatOthersRead()
    {
        EvaluationRun run = Run(seed: 3, delays: [10, 30], arrived: 2);
        EvaluationReport report = new() { Runs = [run], Summary = [EvaluationSummary.Of([run])] };

        using JsonDocument json = JsonDocument.Parse(report.ToJson());
        JsonElement first = json.RootElement.GetProperty("runs")[0];

        Assert.That(json.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "runs", "summary" }));
        Assert.That(first.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[]
        {
            "scenario", "controller", "seed", "delay_s", "time_loss_s", "depart_delay_s", "stops", "co2_g", "vehicles",
            "safety_violations", "decision_us",
        }));
        Assert.That(first.GetProperty("vehicles").EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[] { "loaded", "inserted", "arrived", "running", "waiting" }));
        Assert.That(first.GetProperty("decision_us").EnumerateObject().Select(property => property.Name),
            Is.EqualTo(new[] { "p50", "p99" }));
    }

    [Test]
    public void Of_TwoSeeds_TakesMeanOfSeedsPercentileOfVehiclesAndWorstSeed()
    {
        EvaluationSummary summary = EvaluationSummary.Of(
            [Run(seed: 1, delays: [10, 20], arrived: 2), Run(seed: 2, delays: [30, 100], arrived: 1)]);

        Assert.That(summary.DelayS, Is.EqualTo(new MeasureSummary(Mean: 40, P95: 100, Worst: 65, WorstSeed: 2)));
        Assert.That(summary.Arrived, Is.EqualTo(new MeasureSummary(Mean: 1.5, P95: 2, Worst: 1, WorstSeed: 2)));
    }

    [TestCase("fixed", EvaluationController.Fixed)]
    [TestCase("longest-wave-10s", EvaluationController.LongestWave10s)]
    [TestCase("sumo-delay-based", EvaluationController.SumoDelayBased)]
    public void Parse_KnownName_IsFound(string name, EvaluationController expected) =>
        Assert.That(EvaluationControllers.Parse(name), Is.EqualTo(expected));

    [Test]
    public void Parse_UnknownName_ListsTheChoice() =>
        Assert.That(() => EvaluationControllers.Parse("guess"),
            Throws.TypeOf<SumoException>().With.Message.Contains("'guess'").And.Message.Contains("max-pressure"));

    [Test]
    [CancelAfter(240_000)]
    public async Task RunAsync_SeveralControllersAndSeeds_KeepsOrderAndArtifacts(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        using SumoBench bench = new();
        SumoConfiguration scenario = bench.Scenario(
            await bench.CrossAsync(withCrossings: false, cancellationToken), 0, 300, vehicles: 120);
        EvaluationPlan plan = new()
        {
            Scenario = scenario,
            Controllers =
                [EvaluationController.MaxPressure10s, EvaluationController.Fixed, EvaluationController.SumoActuated],
            Seeds = [5, 4],
            ArtifactsFolder = bench.PathOf("artifacts"),
            DrainMs = 300_000,
        };
        List<double> shares = [];

        EvaluationReport report = await new EvaluationRunner(LocalJunctionFleet.CreateAsync).RunAsync(
            plan, new Recorder(shares), cancellationToken);

        Assert.That(report.Runs.Select(run => (run.Controller, run.Seed)), Is.EqualTo(new[]
        {
            ("max-pressure-10s", 5), ("max-pressure-10s", 4), ("fixed", 5), ("fixed", 4), ("sumo-actuated", 5), ("sumo-actuated", 4),
        }));
        Assert.That(report.Runs.Select(run => run.SafetyViolations), Has.All.Zero);
        Assert.That(report.Runs.Select(run => run.Vehicles), Has.All.EqualTo(new VehicleCounts(120, 120, 120, 0, 0)),
            "the drain lets everybody arrive");
        Assert.That(report.Runs.Select(run => run.Co2G), Has.All.GreaterThan(0));
        Assert.That(report.Summary.Select(summary => summary.Controller), Is.EqualTo(new[] { "max-pressure-10s", "fixed", "sumo-actuated" }));
        Assert.That(shares, Is.Ordered.And.Not.Empty);
        foreach (string controller in new[] { "max-pressure-10s", "fixed", "sumo-actuated" })
        {
            string folder = Path.Combine(plan.ArtifactsFolder, "cross", controller, "seed-4");
            Assert.That(Path.Combine(folder, "tripinfo.xml"), Does.Exist);
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "command.txt"), cancellationToken),
                Does.Contain("--seed 4").And.Contain("--tripinfo-output.write-unfinished true"));
        }
    }

    private static EvaluationRun Run(int seed, double[] delays, int arrived) => new()
    {
        Scenario = "sample",
        Controller = "fixed",
        Seed = seed,
        DelayS = delays.Average(),
        TimeLossS = delays.Average(),
        DepartDelayS = 0,
        Stops = 1,
        Co2G = 100,
        Vehicles = new VehicleCounts(delays.Length, delays.Length, arrived, delays.Length - arrived, 0),
        SafetyViolations = 0,
        Decision = new DecisionTime(10, 20),
        Trips = new TripMeasures
        {
            DelaysS = delays,
            TimeLossesS = delays,
            DepartDelaysS = [.. delays.Select(_ => 0.0)],
            Stops = [.. delays.Select(_ => 1.0)],
            Co2G = [.. delays.Select(_ => 100.0)],
            Vehicles = new VehicleCounts(delays.Length, delays.Length, arrived, delays.Length - arrived, 0),
        },
    };

    private sealed class Recorder(List<double> shares) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => shares.Add(value.TotalShare);
    }
}
