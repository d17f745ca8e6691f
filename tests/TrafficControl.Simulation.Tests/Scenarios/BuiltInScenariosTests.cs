using System.Xml.Linq;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Scenarios;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Tests.Sumo;

namespace TrafficControl.Simulation.Tests.Scenarios;

[TestFixture]
public sealed class BuiltInScenariosTests
{
    private SumoBench _bench = null!;

    private static IEnumerable<string> Names => BuiltInScenarios.All.Select(scenario => scenario.Name);

    [SetUp]
    public void Open()
    {
        SumoBench.RequireSumo();
        _bench = new SumoBench();
    }

    [TearDown]
    public void Close() => _bench?.Dispose();

    [TestCaseSource(nameof(Names))]
    [CancelAfter(60_000)]
    public async Task CreateAsync_SameSeed_MakesTheSameBytesInAnyFolder(string name, CancellationToken cancellationToken)
    {
        await CreateAsync(name, "one", seed: 5, cancellationToken);
        await CreateAsync(name, "another", seed: 5, cancellationToken);

        string[] files = [.. Directory.GetFiles(_bench.PathOf("one")).Select(file => Path.GetFileName(file)!)];
        Assert.That(files, Has.Length.EqualTo(6));
        foreach (string file in files)
        {
            Assert.That(
                await File.ReadAllBytesAsync(Path.Combine(_bench.PathOf("another"), file), cancellationToken),
                Is.EqualTo(await File.ReadAllBytesAsync(Path.Combine(_bench.PathOf("one"), file), cancellationToken)), file);
        }
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task CreateAsync_AnotherSeed_IsInTheConfigurationAlone(CancellationToken cancellationToken)
    {
        SumoConfiguration five = await CreateAsync("ramp", "five", seed: 5, cancellationToken);
        SumoConfiguration six = await CreateAsync("ramp", "six", seed: 6, cancellationToken);

        Assert.That(XDocument.Load(five.Path).Descendants("seed").Single().Attribute("value")!.Value, Is.EqualTo("5"));
        Assert.That(XDocument.Load(six.Path).Descendants("seed").Single().Attribute("value")!.Value, Is.EqualTo("6"));
        Assert.That(
            await File.ReadAllTextAsync(six.RouteFiles[0], cancellationToken),
            Is.EqualTo(await File.ReadAllTextAsync(five.RouteFiles[0], cancellationToken)));
    }

    [TestCase("grid-4x4", 16, 4, 0)]
    [TestCase("arterial-6", 6, 4, 0)]
    [TestCase("ramp", 1, 4, 0)]
    [TestCase("pedestrian-centre", 4, 2, 4)]
    [TestCase("motorcycles", 1, 2, 0)]
    [CancelAfter(60_000)]
    public async Task CreateAsync_EveryLight_IsImportedWithItsStages(
        string name, int lights, int stages, int pedestrianGroups, CancellationToken cancellationToken)
    {
        SumoConfiguration scenario = await CreateAsync(name, "files", seed: 1, cancellationToken);

        SumoImport import = SumoImporter.Import(SumoNetReader.Read(scenario.NetFile), new SumoImportOptions());

        Assert.That(import.Refusals, Is.Empty);
        Assert.That(import.Lights, Has.Count.EqualTo(lights));
        Assert.That(import.Lights.Select(light => light.Definition.Stages.Count), Has.All.EqualTo(stages));
        Assert.That(
            import.Lights.Select(light => light.Definition.SignalGroups.Count(group => group.Kind == SignalGroupKind.Pedestrian)),
            Has.All.EqualTo(pedestrianGroups));
    }

    [TestCaseSource(nameof(Names))]
    [CancelAfter(120_000)]
    public async Task CreateAsync_FiveMinutes_RunWithoutABreach(string name, CancellationToken cancellationToken)
    {
        EvaluationPlan plan = new()
        {
            Scenario = await CreateAsync(name, "files", seed: 1, cancellationToken),
            Controllers = [EvaluationController.Fixed, EvaluationController.MaxPressure],
            Seeds = [1],
            EndMs = 300_000,
            ArtifactsFolder = _bench.PathOf("artifacts"),
        };

        EvaluationReport report = await new EvaluationRunner(LocalJunctionFleet.CreateAsync).RunAsync(plan, null, cancellationToken);

        Assert.That(report.Runs.SelectMany(run => run.Notes), Is.Empty);
        Assert.That(report.Runs.Select(run => run.SafetyViolations), Has.All.Zero);
        Assert.That(report.Runs.Select(run => run.Vehicles.Loaded), Has.All.GreaterThan(100));
        Assert.That(report.Runs.Select(run => run.Vehicles.Arrived), Has.All.GreaterThan(40));
    }

    [Test]
    [CancelAfter(60_000)]
    public async Task CreateAsync_Demand_FollowsTheWholeProfile(CancellationToken cancellationToken)
    {
        SumoConfiguration scenario = await CreateAsync("ramp", "files", seed: 1, cancellationToken);

        double[] begins = [.. XDocument.Load(scenario.RouteFiles[0]).Descendants("flow").Select(flow => (double)flow.Attribute("begin")!)];

        // SUMO passes over a flow that begins before the last one it has read.
        Assert.That(begins, Is.Ordered);
        Assert.That(begins.Distinct().Count(), Is.EqualTo(12));
    }

    [Test]
    public void TryFind_UnknownName_IsNull() => Assert.That(BuiltInScenarios.TryFind("Ramp"), Is.Null);

    private Task<SumoConfiguration> CreateAsync(string name, string folder, int seed, CancellationToken cancellationToken) =>
        BuiltInScenarios.TryFind(name)!.CreateAsync(_bench.PathOf(folder), seed, cancellationToken);
}
