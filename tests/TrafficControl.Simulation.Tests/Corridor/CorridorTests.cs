using TrafficControl.Core.Model;
using TrafficControl.Simulation.Corridor;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Tests.Corridor;

[TestFixture]
public sealed class CorridorTests
{
    [Test]
    public void Scenario_AllDefinitions_AreValidAndUseBothPolicies()
    {
        CorridorScenario scenario = new();
        Assert.That(scenario.Definitions, Has.Count.GreaterThanOrEqualTo(6));
        foreach (IntersectionDefinition definition in scenario.Definitions)
        {
            Assert.That(IntersectionValidator.Validate(definition), Is.Empty, definition.Id);
            Assert.That(definition.Plans.Select(plan => plan.Id), Is.EqualTo(CorridorScenario.PlanIds));
        }

        Assert.That(scenario.Definitions.Count(definition => definition.RingBarrier is null), Is.InRange(1, 5));
    }

    [Test]
    public void Scenario_UnknownPlan_Throws() =>
        Assert.That(() => new CorridorScenario("none"), Throws.ArgumentException.With.Message.Contains("max-pressure"));

    [Test]
    public void Flows_CriticalJunction_IsAt85PercentOfCapacity()
    {
        CorridorFlows flows = new CorridorScenario().Flows;
        Assert.That(Enumerable.Range(0, 6).Max(flows.Saturation), Is.EqualTo(0.85).Within(1e-9));
        Assert.That(Enumerable.Range(0, 6).Min(flows.Saturation), Is.GreaterThan(0.6));
    }

    [TestCase("fixed")]
    [TestCase("actuated")]
    [TestCase("coordinated")]
    [TestCase("max-pressure")]
    [TestCase("adaptive")]
    [CancelAfter(120_000)]
    public async Task RunAsync_LocalPlan_NoViolationAndTrafficFlows(string plan, CancellationToken cancellationToken)
    {
        CorridorResult result = await Run(plan, 1, cancellationToken);
        TestContext.Out.WriteLine($"{plan}: {result.Traffic}, {result.SafetyViolations} violations");
        Assert.That(result.SafetyViolations, Is.Zero);
        Assert.That(result.Traffic.RedCrossings, Is.Zero);
        Assert.That(result.Traffic.Refused, Is.Zero);
        Assert.That(result.Traffic.MeanDelayS, Is.InRange(10, 150));
        Assert.That(result.Traffic.Demanded, Is.EqualTo(result.Traffic.Finished + result.Traffic.Running + result.Traffic.Waiting));
        Assert.That(result.Traffic.Finished, Is.GreaterThan(result.Traffic.Demanded / 2));
    }

    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_SameSeed_SameResult(CancellationToken cancellationToken)
    {
        CorridorResult first = await Run("fixed", 3, cancellationToken);
        CorridorResult second = await Run("fixed", 3, cancellationToken);
        Assert.That(second.Traffic with { Junctions = [] }, Is.EqualTo(first.Traffic with { Junctions = [] }));
        Assert.That(second.Traffic.Junctions, Is.EqualTo(first.Traffic.Junctions));
    }

    [TestCase(1UL)]
    [TestCase(2UL)]
    [TestCase(3UL)]
    [CancelAfter(120_000)]
    public async Task RunAsync_FixedTime_NoQueueGrows(ulong seed, CancellationToken cancellationToken)
    {
        QueueRecorder queues = new();
        CorridorResult result = await Run("fixed", seed, cancellationToken, queues);
        Assert.That(result.Traffic.Running + result.Traffic.Waiting, Is.LessThan(result.Traffic.Demanded / 4));
        for (int j = 0; j < result.Traffic.Junctions.Count; j++)
        {
            // After the streets have filled, the five minutes that end the run against the five before.
            double middle = queues.Mean(j, 300, 600);
            double last = queues.Mean(j, 600, 900);
            Assert.That(last, Is.LessThan((1.4 * middle) + 5), result.Traffic.Junctions[j].Id);
        }
    }

    /// <summary>
    /// What a traffic engineer expects near saturation: coordination beats the clock and stays close to free actuation.
    /// </summary>
    [Test]
    [CancelAfter(120_000)]
    public async Task RunAsync_Coordinated_BeatsFixedTimeAndStaysCloseToActuated(CancellationToken cancellationToken)
    {
        TrafficMeasures fixedTime = (await Run("fixed", 1, cancellationToken)).Traffic;
        TrafficMeasures actuated = (await Run("actuated", 1, cancellationToken)).Traffic;
        TrafficMeasures coordinated = (await Run("coordinated", 1, cancellationToken)).Traffic;
        Assert.That(coordinated.MeanDelayS, Is.LessThan(fixedTime.MeanDelayS));
        Assert.That(coordinated.MeanDelayS, Is.LessThan(1.15 * actuated.MeanDelayS));
        Assert.That(coordinated.StopsPerVehicle, Is.LessThan(actuated.StopsPerVehicle));
    }

    private static Task<CorridorResult> Run(
        string plan, ulong seed, CancellationToken cancellationToken, IProgress<CorridorProgress>? progress = null)
    {
        CorridorScenario scenario = new(plan);
        LocalJunctionController[] seats =
            [.. scenario.Network.Junctions.Select(junction => new LocalJunctionController(junction, CorridorScenario.StartMs))];
        CorridorRun run = new(scenario.Network, seats, seed, CorridorScenario.StartMs);
        return run.RunAsync(900_000, CorridorRun.DefaultStepMs, progress, cancellationToken);
    }

    /// <summary>The queue of each junction in each second.</summary>
    private sealed class QueueRecorder : IProgress<CorridorProgress>
    {
        private readonly List<IReadOnlyList<int>> _queues = [];

        public void Report(CorridorProgress value) => _queues.Add(value.QueueVehicles);

        public double Mean(int junction, int fromS, int toS) =>
            _queues.Skip(fromS).Take(toS - fromS).Average(queues => queues[junction]);
    }
}
