using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;
using TrafficControl.Optimization.FixedTime;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.FixedTime;

[TestFixture]
public sealed class FixedTimeOptimizerTests
{
    private static readonly Intersection TwoStage = Intersection.Create(IntersectionSamples.TwoStage());

    [Test]
    public void Optimize_TwoStages_SplitsByFlowAndStaysNearWebster()
    {
        FixedTimeResult result = Optimize(TwoStage, 800, 400);

        // Y = 1200/1900, L = 2 x 4 s: Webster's cycle is 46 s. Delay is flat around it, and HCM's least lies near.
        Assert.That(result.FlowRatio, Is.EqualTo(1200.0 / 1900).Within(0.001));
        Assert.That(result.LostTimeS, Is.EqualTo(8));
        Assert.That(result.WebsterCycleS, Is.EqualTo(46.1).Within(0.1));
        Assert.That(result.Plan.CycleMs / 1000.0, Is.InRange(0.75 * 46.1, 1.5 * 46.1));
        Assert.That(Green(result, 0) / Green(result, 1), Is.EqualTo(2).Within(0.35), "greens go with the flows");
        Assert.That(result.Movements.Select(movement => movement.IsCritical), Has.All.True);
        Assert.That(result.Movements[0].Degree, Is.LessThan(0.95));
    }

    [Test]
    public void Optimize_AnyDemand_IsNeverWorseThanWebstersPlan([Values(100, 500, 900)] double a, [Values(50, 300, 600)] double b)
    {
        FixedTimeResult result = Optimize(TwoStage, a, b);

        double cycleS = Math.Clamp(Math.Round(result.WebsterCycleS!.Value), 30, 120);
        FixedTimeResult fixedCycle = FixedTimeOptimizer.Optimize(
            TwoStage, Volumes(a, b), new FixedTimeOptions { CycleS = (int)cycleS });

        Assert.That(result.DelayS, Is.LessThanOrEqualTo(fixedCycle.DelayS + 0.01));
        Assert.That(fixedCycle.Plan.CycleMs, Is.EqualTo(cycleS * 1000));
    }

    [Test]
    public void Optimize_SameInput_GivesTheSamePlan()
    {
        FixedTimeResult first = Optimize(TwoStage, 700, 350);

        Assert.That(Optimize(TwoStage, 700, 350).Plan.Splits, Is.EqualTo(first.Plan.Splits));
    }

    [Test]
    public void Optimize_MoreThanCapacity_WarnsAndKeepsTheLimits()
    {
        FixedTimeResult result = Optimize(TwoStage, 1500, 900);

        Assert.That(result.WebsterCycleS, Is.Null);
        Assert.That(result.Warnings, Has.Some.Contains("0.95").And.Some.Contains("of its capacity"));
        Assert.That(result.Plan.CycleMs, Is.InRange(100_000, 120_000), "long cycles lose least");
        Assert.That(result.Movements[0].LevelOfService, Is.EqualTo('F'));
    }

    [Test]
    public void Optimize_Pedestrians_KeepTheirTimeWhateverTheDemand()
    {
        Intersection nema = Intersection.Create(IntersectionSamples.NemaEightPhase());
        double[] volumes = new double[nema.Movements.Length];
        Array.Fill(volumes, 60);
        FixedTimeResult result = FixedTimeOptimizer.Optimize(nema, new MovementVolumes(volumes, []), new FixedTimeOptions());

        // Walk 7 s and clearance 10 s beside the throughs, and the intergreen of 4 s before them: 21 s each.
        foreach (string through in new[] { "2", "4", "6", "8" })
        {
            int servedMs = result.Plan.Splits
                .Where(split => split.Stage.Split('+').Contains(through)).Sum(split => split.DurationMs);
            Assert.That(servedMs, Is.GreaterThanOrEqualTo(21_000), through);
        }

        Assert.That(IntersectionValidator.Validate(result.AddTo(nema.Definition)), Is.Empty);
    }

    [Test]
    public void Optimize_DualRingWithUnevenTurns_LetsOneRingChangeFirst()
    {
        Intersection nema = Intersection.Create(IntersectionSamples.NemaEightPhase());
        double[] volumes = [250, 500, 80, 300, 80, 800, 80, 300];
        FixedTimeResult result = FixedTimeOptimizer.Optimize(nema, new MovementVolumes(volumes, []), new FixedTimeOptions());

        Assert.That(result.Plan.Splits.Select(split => split.Stage), Does.Contain("1+6"));
        Assert.That(result.Plan.Splits.Count, Is.GreaterThan(4));
    }

    [Test]
    public void Optimize_TurnThatGivesWay_HasLessCapacityThanItsGreen()
    {
        Intersection junction = Intersection.Create(IntersectionSamples.YieldingTurn(turnShare: 1));
        MovementPerformance Turn(double opposing) => FixedTimeOptimizer.Optimize(
            junction, new MovementVolumes([100, opposing, 200], []), new FixedTimeOptions { CycleS = 60 }).Movements[0];

        MovementPerformance free = Turn(0);
        MovementPerformance opposed = Turn(900);

        Assert.That(free.Degree, Is.EqualTo(100 / (1900 * free.GreenRatio)).Within(0.002), "nobody to give way to");
        double perGreenVph = 100 / (opposed.Degree * opposed.GreenRatio);
        Assert.That(perGreenVph, Is.InRange(300, 800), "gaps of 900 veh/h after its queue, and two sneakers a cycle");
    }

    [Test]
    public void Optimize_ProtectedStageNobodyNeeds_IsLeftOut()
    {
        Intersection junction = Intersection.Create(IntersectionSamples.PermissiveThenProtected());

        FixedTimeResult light = FixedTimeOptimizer.Optimize(
            junction, new MovementVolumes([300, 10, 300], []), new FixedTimeOptions());
        FixedTimeResult heavy = FixedTimeOptimizer.Optimize(
            junction, new MovementVolumes([900, 350, 300], []), new FixedTimeOptions());

        Assert.That(light.Plan.Splits.Select(split => split.Stage), Is.EqualTo(new[] { "S1", "S3" }));
        Assert.That(heavy.Plan.Splits.Select(split => split.Stage), Is.EqualTo(new[] { "S1", "S2", "S3" }));
    }

    [Test]
    public void Optimize_CycleTooShortForMinimumServices_SaysSo() =>
        Assert.That(
            () => FixedTimeOptimizer.Optimize(
                Intersection.Create(IntersectionSamples.NemaEightPhase()), new MovementVolumes([9, 9, 9, 9, 9, 9, 9, 9], []),
                new FixedTimeOptions { CycleS = 40 }),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains("40 s"));

    [Test]
    public void Optimize_NoDemand_SaysSo() =>
        Assert.That(() => Optimize(TwoStage, 0, 0), Throws.TypeOf<OptimizationInputException>().With.Message.Contains("No movement"));

    [Test]
    public void Read_Volumes_TakesMovementsByNameAndNotesTheAbsent()
    {
        MovementVolumes volumes = MovementVolumes.Read(new StringReader("movement,veh/h\nB1,120.5\n"), TwoStage);

        Assert.That(volumes.VolumesVph, Is.EqualTo(new[] { 0, 120.5 }));
        Assert.That(volumes.Notes, Has.One.Contains("A1"));
    }

    [TestCase("A1,10\nX,5", "Line 2", "'X'")]
    [TestCase("A1,10\nA1,5", "Line 2", "second time")]
    [TestCase("A1,-5", "Line 1", "number from 0")]
    [TestCase("A1", "Line 1", "movement,veh/h")]
    public void Read_FaultyVolumes_NameTheLine(string text, string where, string what) =>
        Assert.That(
            () => MovementVolumes.Read(new StringReader(text), TwoStage),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains(where).And.Message.Contains(what));

    [Test]
    public void Count_Log_GivesHourlyVolumes()
    {
        List<SignalEvent> events = [new(0, EventCode.BeginGreen, 1)];
        for (int i = 0; i < 60; i++)
        {
            events.Add(new(i * 10_000, EventCode.DetectorOn, 1));
            events.Add(new((i * 10_000) + 500, EventCode.DetectorOff, 1));
        }

        events.Add(new(600_000, EventCode.DetectorOn, 2));
        MovementVolumes volumes = MovementVolumes.Count(new EventLog(events), TwoStage);

        Assert.That(volumes.VolumesVph, Is.EqualTo(new[] { 360.0, 6.0 }));
        Assert.That(volumes.Notes, Has.Some.Contains("longer than 6.5 m"));
    }

    [Test]
    public void Count_ShortLogOrNoDetector_SaysSo()
    {
        IntersectionDefinition blind = IntersectionSamples.TwoStage() with
        {
            Detectors = [IntersectionSamples.StopBar("dA", "a", "A")],
        };
        EventLog tenMinutes = new([new(0, EventCode.DetectorOn, 1), new(600_000, EventCode.DetectorOff, 1)]);

        Assert.That(
            () => MovementVolumes.Count(new EventLog([]), TwoStage),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains("at least 5 min"));
        Assert.That(
            () => MovementVolumes.Count(tenMinutes, Intersection.Create(blind)),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains("Lane 'b'").And.Message.Contains("stop line"));
    }

    private static FixedTimeResult Optimize(Intersection intersection, params double[] volumes) =>
        FixedTimeOptimizer.Optimize(intersection, Volumes(volumes), new FixedTimeOptions());

    private static MovementVolumes Volumes(params double[] volumes) => new(volumes, []);

    private static double Green(FixedTimeResult result, int split) => (result.Plan.Splits[split].DurationMs / 1000.0) - 4;
}
