using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Tests.Sumo.Faults;

/// <summary>Faults in whole runs, from the text to what the run leaves behind.</summary>
[TestFixture]
public sealed class FaultyRunTests
{
    private SumoBench _bench = null!;
    private SumoConfiguration _scenario = null!;

    [SetUp]
    public async Task Open()
    {
        SumoBench.RequireSumo();
        _bench = new SumoBench();
        _scenario = _bench.Scenario(await _bench.CrossAsync(withCrossings: false, CancellationToken.None), 0, 300, vehicles: 150);
    }

    [TearDown]
    public void Close() => _bench?.Dispose();

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_Faults_AreRepeatableAndRecorded(CancellationToken cancellationToken)
    {
        EvaluationRun sound = await RunAsync("", "sound", cancellationToken);
        EvaluationRun first = await RunAsync("missed:0.3,false:0.3,dead:random", "first", cancellationToken);
        EvaluationRun second = await RunAsync("missed:0.3,false:0.3,dead:random", "second", cancellationToken);

        Assert.That(second.Trips.DelaysS, Is.EqualTo(first.Trips.DelaysS));
        Assert.That(first.Trips.DelaysS, Is.Not.EqualTo(sound.Trips.DelaysS));
        Assert.That((sound.Faults, first.Faults), Is.EqualTo(((string?)null, "missed:0.3,false:0.3,dead:random")));
        string[] record = await File.ReadAllLinesAsync(FileOf("first", "faults.txt"), cancellationToken);
        Assert.That(record[0], Is.EqualTo("--faults missed:0.3,false:0.3,dead:random"));
        Assert.That(record[1], Does.StartWith("c: dead:random strikes loop_"));
        Assert.That(record[2], Does.Match("^c: of \\d{3} presences \\d{3} missed, 0 duplicated; \\d{2,3} false$"));
        Assert.That(FileOf("sound", "faults.txt"), Does.Not.Exist);
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_EveryDetectorDeadOrStuckOn_ActuatedDelaysMoreThanWithSoundOnes(CancellationToken cancellationToken)
    {
        EvaluationRun dead = await RunAsync("dead:loop_*", "dead", cancellationToken);
        EvaluationRun stuck = await RunAsync("stuck-on:loop_*", "stuck", cancellationToken);
        EvaluationRun sound = await RunAsync("", "sound", cancellationToken);

        Assert.That(stuck.DelayS, Is.GreaterThan(sound.DelayS));
        Assert.That(dead.DelayS, Is.GreaterThan(sound.DelayS));
        Assert.That(stuck.SafetyViolations, Is.Zero);
    }

    [Test]
    [CancelAfter(60_000)]
    public void RunAsync_FaultThatNamesNoDetector_SaysWhichThereAre(CancellationToken cancellationToken) =>
        Assert.That(async () => await RunAsync("missed:0.1,dead:nowhere", "x", cancellationToken),
            Throws.TypeOf<SumoException>().With.Message.Contains("'dead:nowhere' names no detector: give an identifier such as loop_"));

    private string FileOf(string folder, string name) => Path.Combine(_bench.PathOf(folder), "cross", "actuated", "seed-3", name);

    private async Task<EvaluationRun> RunAsync(string faults, string folder, CancellationToken cancellationToken)
    {
        EvaluationPlan plan = new()
        {
            Scenario = _scenario,
            Controllers = [EvaluationController.Actuated],
            Seeds = [3],
            Faults = DetectorFaults.Parse(faults),
            ArtifactsFolder = _bench.PathOf(folder),
        };
        return (await new EvaluationRunner(LocalJunctionFleet.CreateAsync).RunAsync(plan, null, cancellationToken)).Runs[0];
    }
}
