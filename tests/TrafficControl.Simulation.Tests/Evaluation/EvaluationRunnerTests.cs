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

        Assert.That(json.RootElement.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[] { "runs", "summary", "comparisons", "failures" }));
        Assert.That(first.EnumerateObject().Select(property => property.Name), Is.EqualTo(new[]
        {
            "scenario", "controller", "seed", "delay_s", "time_loss_s", "depart_delay_s", "stops", "co2_g", "vehicles",
            "safety_violations", "decision_us", "stuck_vehicles", "gridlocked", "teleports", "queue_cleared_s", "forecasts",
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

        Assert.That(summary.DelayS, Is.EqualTo(new MeasureSummary(40, P95: 100, Worst: 65, WorstSeed: 2, Median: 40, Ci95: 317.655)),
            "t(0.975, 1) is 12.7062, and the standard error of 15 and 65 is 25");
        Assert.That(summary.Arrived, Is.EqualTo(new MeasureSummary(1.5, P95: 2, Worst: 1, WorstSeed: 2, Median: 1.5, Ci95: 6.353)));
    }

    [Test]
    public void Of_ReferenceAndAnother_ComparesOverTheSeedsBothFinished()
    {
        EvaluationRun[] runs =
        [
            Run(seed: 1, delays: [20], arrived: 1), Run(seed: 2, delays: [22], arrived: 1), Run(seed: 3, delays: [99], arrived: 1),
            Run(seed: 2, delays: [32], arrived: 1) with { Controller = "other" },
            Run(seed: 1, delays: [28], arrived: 1) with { Controller = "other" },
        ];

        ControllerComparison[] comparisons = [.. ControllerComparison.Of(runs, "fixed")];
        ControllerComparison delay = comparisons[0];

        Assert.Multiple(() =>
        {
            Assert.That(comparisons.Select(comparison => comparison.Measure), Is.EqualTo(new[] { "delay_s", "stops", "co2_g" }));
            Assert.That((delay.Reference, delay.Controller, delay.Seeds), Is.EqualTo(("fixed", "other", 2)));
            Assert.That(delay.Difference, Is.EqualTo(-9), "20 - 28 and 22 - 32");
            Assert.That(delay.DifferencePercent, Is.EqualTo(-30), "9 of the other's 30");
            Assert.That(delay.TTestP, Is.EqualTo(0.070447).Within(1e-6), "t = -9 with 1 degree of freedom: 2/pi arctan(1/9)");
            Assert.That(delay.WilcoxonP, Is.EqualTo(0.5), "two pairs can show no more");
        });
    }

    [Test]
    public void Of_GridlockedSeed_IsCounted()
    {
        EvaluationSummary summary = EvaluationSummary.Of(
            [Run(1, [10], 1), Run(2, [10], 1) with { StuckVehicles = 21, Teleports = 4 }]);

        Assert.That(summary.GridlockedSeeds, Is.EqualTo(1));
        Assert.That(summary.Teleports.Mean, Is.EqualTo(2));
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
        Assert.That(report.Runs.Select(run => (run.TimeSpace is null, run.Stages.Count)),
            Is.EqualTo(new[] { (false, 1), (true, 0), (false, 1), (true, 0), (false, 1), (true, 0) }), "only the first seed is plotted");
        Assert.That(report.Runs.Select(run => run.Series[^1].Ended), Has.All.InRange(100, 120));
        Assert.That(report.Runs[0].TimeSpace!.Trajectories, Is.Not.Empty);
        Assert.That(report.Runs[0].TimeSpace!.StopLines[0].Intervals.Select(interval => interval.Colour), Does.Contain('g').And.Contain('r'));
        Assert.That(report.Runs[2].Stages[0].Shares.Sum(stage => stage.Shares[0]), Is.EqualTo(84 / 90.0).Within(0.05),
            "fixed has 3 s of yellow after each of two greens of 42 s");
        Assert.That(report.Comparisons.Select(comparison => comparison.Controller).Distinct(),
            Is.EqualTo(new[] { "fixed", "sumo-actuated" }));
        Assert.That(report.SumoVersion, Does.StartWith("SUMO"));
        foreach (string controller in new[] { "max-pressure-10s", "fixed", "sumo-actuated" })
        {
            string folder = Path.Combine(plan.ArtifactsFolder, "cross", controller, "seed-4");
            Assert.That(Path.Combine(folder, "tripinfo.xml"), Does.Exist);
            Assert.That(await File.ReadAllTextAsync(Path.Combine(folder, "command.txt"), cancellationToken),
                Does.Contain("--seed 4").And.Contain("--tripinfo-output.write-unfinished true"));
        }
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_ControllerThatFails_IsReportedAndTheOthersGoOn(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        using SumoBench bench = new();
        EvaluationPlan plan = new()
        {
            Scenario = bench.Scenario(await bench.CrossAsync(withCrossings: false, cancellationToken), 0, 60, vehicles: 10),
            Controllers = [EvaluationController.Actuated, EvaluationController.Fixed],
            Seeds = [1],
            ArtifactsFolder = bench.PathOf("artifacts"),
        };
        EvaluationRunner runner = new((intersections, planId, cancellation) => planId == SumoImporter.ActuatedPlan
            ? throw new InvalidOperationException("no seat")
            : LocalJunctionFleet.CreateAsync(intersections, planId, cancellation));

        EvaluationReport report = await runner.RunAsync([plan], 2, null, cancellationToken);

        Assert.That(report.Runs.Select(run => run.Controller), Is.EqualTo(new[] { "fixed" }));
        Assert.That(report.Failures, Is.EqualTo(
            new[] { new EvaluationFailure("cross", "actuated", 1, "InvalidOperationException: no seat") }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_Cancelled_KeepsWhatWasFinished(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        using SumoBench bench = new();
        using CancellationTokenSource cancel = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        EvaluationPlan plan = new()
        {
            Scenario = bench.Scenario(await bench.CrossAsync(withCrossings: false, cancellationToken), 0, 60, vehicles: 10),
            Controllers = [EvaluationController.Fixed],
            Seeds = [1, 2, 3],
            ArtifactsFolder = bench.PathOf("artifacts"),
        };
        int fleets = 0;
        EvaluationRunner runner = new((intersections, planId, cancellation) =>
        {
            if (++fleets == 2)
            {
                cancel.Cancel();
            }

            return LocalJunctionFleet.CreateAsync(intersections, planId, cancellation);
        });

        EvaluationReport report = await runner.RunAsync([plan], 1, null, cancel.Token);

        Assert.That(report.IsCancelled);
        Assert.That(report.Runs.Select(run => run.Seed), Is.EqualTo(new[] { 1 }));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task WatchAsync_LightThatStaysRed_ReportsWhoStandsAndForHowLong(CancellationToken cancellationToken)
    {
        SumoBench.RequireSumo();
        using SumoBench bench = new();
        SumoConfiguration scenario = bench.Scenario(
            await bench.CrossAsync(withCrossings: false, cancellationToken), 0, 500, vehicles: 120);
        SumoLight light = SumoImporter.Import(SumoNetReader.Read(scenario.NetFile), new SumoImportOptions()).Lights[0];
        string red = new('r', light.LinkGroups.Count);
        string program = bench.Write("red.add.xml",
            $"<additional><tlLogic id=\"c\" programID=\"red\" type=\"static\" offset=\"0\"><phase duration=\"500\" state=\"{red}\"/></tlLogic></additional>");
        SumoRunOptions options = new() { Scenario = scenario, Folder = bench.PathOf("red"), AdditionalFiles = [program] };

        SumoRunReport report = await SumoRun.WatchAsync(options, [light], null, cancellationToken);

        Assert.That(GridlockRule.StuckVehicles(report.StandingTimesS), Is.InRange(21, 120));
        Assert.That(report.StandingTimesS.Max(), Is.InRange(440, 500), "the first arrive within the first minute");
        Assert.That(report.Signals.Single().Changes, Is.EqualTo(new[] { (0L, red) }));
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
