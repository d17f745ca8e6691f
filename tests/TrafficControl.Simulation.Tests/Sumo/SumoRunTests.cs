using System.Xml.Linq;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

/// <summary>The fixed plan of an imported light against the shipped program in SUMO alone.</summary>
[TestFixture]
public sealed class SumoRunTests
{
    private SumoBench _bench = null!;

    [SetUp]
    public void Open()
    {
        SumoBench.RequireSumo();
        _bench = new SumoBench();
    }

    [TearDown]
    public void Close() => _bench?.Dispose();

    [TestCase(false, 0)]
    [TestCase(false, 130)]
    [TestCase(true, 0)]
    [CancelAfter(120_000)]
    public async Task RunAsync_FixedPlan_ShowsTheShippedProgramSecondForSecond(
        bool withCrossings, int beginS, CancellationToken cancellationToken)
    {
        string net = await _bench.CrossAsync(withCrossings, cancellationToken);
        SumoConfiguration scenario = _bench.Scenario(net, beginS, beginS + 400, vehicles: 100);

        string[] shipped = await StatesAsync(scenario, "shipped", null, cancellationToken);
        string[] driven = await StatesAsync(scenario, "driven", SumoImporter.FixedPlan, cancellationToken);

        Assert.That(shipped, Has.Length.EqualTo(400));
        Assert.That(driven, Is.EqualTo(shipped));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_BegunInsideAChange_ShowsTheProgramFromTheNextStageOn(CancellationToken cancellationToken)
    {
        // Two stages of 42 s with 3 s of yellow: second 43 lies in the first yellow.
        SumoConfiguration scenario = _bench.Scenario(
            await _bench.CrossAsync(withCrossings: false, cancellationToken), 43, 343, vehicles: 50);

        string[] shipped = await StatesAsync(scenario, "shipped", null, cancellationToken);
        string[] driven = await StatesAsync(scenario, "driven", SumoImporter.FixedPlan, cancellationToken);

        Assert.That(shipped[0], Does.Contain("y"), "the run must begin in a yellow to show anything");
        Assert.That(driven.Skip(3), Is.EqualTo(shipped.Skip(3)));
    }

    [Test]
    [CancelAfter(180_000)]
    public async Task RunAsync_FixedPlan_DelaysAsTheShippedProgramDoes(CancellationToken cancellationToken)
    {
        SumoConfiguration scenario = _bench.Scenario(
            await _bench.CrossAsync(withCrossings: false, cancellationToken), 0, 900, vehicles: 450);

        await AssertAgreesAsync(scenario, _bench.Folder, seed: 7, cancellationToken);
    }

    [TestCase("cologne1", 1)]
    [TestCase("cologne3", 1)]
    [CancelAfter(600_000)]
    public async Task RunAsync_FixedPlanOfAPublishedScenario_DelaysAsTheShippedProgramDoes(
        string name, int seed, CancellationToken cancellationToken)
    {
        string folder = PublishedScenarios();
        SumoConfiguration scenario = SumoConfiguration.Read(Path.Combine(folder, name, name + ".sumocfg"));

        await AssertAgreesAsync(scenario, _bench.Folder, seed, cancellationToken);
    }

    [Test]
    [CancelAfter(600_000)]
    public async Task RunAsync_MaxPressureOnCologne1_DelaysLessThanTheShippedProgram(CancellationToken cancellationToken)
    {
        string folder = PublishedScenarios();
        EvaluationReport report = await new EvaluationRunner(LocalJunctionFleet.CreateAsync).RunAsync(
            new EvaluationPlan
            {
                Scenario = SumoConfiguration.Read(Path.Combine(folder, "cologne1", "cologne1.sumocfg")),
                Controllers = [EvaluationController.Fixed, EvaluationController.MaxPressure],
                Seeds = [1, 2, 3],
                ArtifactsFolder = _bench.PathOf("pressure"),
            },
            null,
            cancellationToken);

        double Delay(string controller) => report.Runs.Where(run => run.Controller == controller).Average(run => run.DelayS);
        Assert.That(Delay("max-pressure"), Is.LessThan(0.8 * Delay("fixed")));
        Assert.That(report.Runs.Select(run => run.SafetyViolations), Has.All.Zero);
    }

    [Test]
    [CancelAfter(60_000)]
    public void RunAloneAsync_FileThatSumoRefuses_CarriesSumosOwnWords(CancellationToken cancellationToken)
    {
        string cfg = _bench.Write("bad.sumocfg", "<configuration><input><net-file value=\"bad.net.xml\"/></input></configuration>");
        _bench.Write("bad.net.xml", "<net><edge id='a'/></net>");
        SumoRunOptions options = new() { Scenario = SumoConfiguration.Read(cfg), Folder = _bench.PathOf("out"), EndMs = 10_000 };

        Assert.That(async () => await SumoRun.RunAloneAsync(options, cancellationToken),
            Throws.TypeOf<SumoException>().With.Message.Contains("SUMO said").And.Message.Contains("Error"));
    }

    /// <summary>The folder of published scenarios, which are not ours to commit; skips the test where there is none.</summary>
    private static string PublishedScenarios()
    {
        string? folder = Environment.GetEnvironmentVariable("TRAFFICCONTROL_SCENARIOS");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Ignore(
                "Set TRAFFICCONTROL_SCENARIOS to a folder with the RESCO scenarios, such as cologne1/cologne1.sumocfg.");
        }

        return folder!;
    }

    private static async Task AssertAgreesAsync(
        SumoConfiguration scenario, string folder, int seed, CancellationToken cancellationToken)
    {
        SumoRunOptions alone = new() { Scenario = scenario, Folder = Path.Combine(folder, "alone"), Seed = seed };
        SumoRunReport aloneReport = await SumoRun.RunAloneAsync(alone, cancellationToken);
        double plain = TripMeasuresReader.Read(alone, aloneReport.EndMs).DelaysS.Average();
        EvaluationReport report = await new EvaluationRunner(LocalJunctionFleet.CreateAsync).RunAsync(
            new EvaluationPlan
            {
                Scenario = scenario,
                Controllers = [EvaluationController.Fixed],
                Seeds = [seed],
                ArtifactsFolder = folder,
            },
            null,
            cancellationToken);

        Assert.That(plain, Is.GreaterThan(1));
        Assert.That(report.Runs[0].DelayS, Is.EqualTo(plain).Within(1).Percent);
        Assert.That(report.Runs[0].SafetyViolations, Is.Zero);
    }

    /// <summary>What SUMO shows at light "c" in every second, as SUMO itself writes it down.</summary>
    private async Task<string[]> StatesAsync(
        SumoConfiguration scenario, string name, string? planId, CancellationToken cancellationToken)
    {
        string states = _bench.PathOf(name + ".tls.xml");
        SumoRunOptions options = new()
        {
            Scenario = scenario,
            Folder = _bench.PathOf(name),
            AdditionalFiles =
            [
                _bench.Write(name + ".add.xml",
                    $"<additional><timedEvent type=\"SaveTLSStates\" source=\"c\" dest=\"{states}\"/></additional>"),
            ],
        };
        if (planId is null)
        {
            await SumoRun.RunAloneAsync(options, cancellationToken);
        }
        else
        {
            SumoImport import = SumoImporter.Import(SumoNetReader.Read(scenario.NetFile), new SumoImportOptions());
            await using IJunctionFleet fleet = await LocalJunctionFleet.CreateAsync(
                [.. import.Lights.Select(light => light.Definition)], planId, cancellationToken);
            SumoRunReport report = await SumoRun.RunAsync(options, import.Lights, fleet, null, cancellationToken);
            Assert.That(report.SafetyDetails, Is.Empty);
        }

        return [.. XDocument.Load(states).Root!.Elements("tlsState").Select(state => state.Attribute("state")!.Value)];
    }
}
