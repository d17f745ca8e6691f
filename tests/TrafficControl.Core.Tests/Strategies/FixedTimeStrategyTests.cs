using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class FixedTimeStrategyTests
{
    [Test]
    public void Cycle_TwoSplits_RepeatsExactly() =>
        new Timeline(IntersectionSamples.TwoStage()).StartIn("B")
            .Check(120, "A r4 G26 Y3 C1 r30 G26 Y3 C1 r26", "B Y3 C1 r30 G26 Y3 C1 r30 G26");

    [Test]
    public void Cycle_StepOfASecond_IsTheSame() =>
        new Timeline(IntersectionSamples.TwoStage()) { StepMs = 1_000 }.StartIn("B")
            .Check(120, "A r4 G26 Y3 C1 r30 G26 Y3 C1 r26", "B Y3 C1 r30 G26 Y3 C1 r30 G26");

    [Test]
    public void Split_Unequal_GivesEachStageItsShare() =>
        new Timeline(Plan(plan => plan with { Splits = [new SplitDefinition("S1", 45_000), new SplitDefinition("S2", 15_000)] }))
            .StartIn("B").Check(60, "A r4 G41 Y3 C1 r11", "B Y3 C1 r45 G11");

    [Test]
    public void Offset_OfTenSeconds_ShiftsTheCycle() =>
        new Timeline(Plan(plan => plan with { OffsetMs = 10_000 })).StartIn("B")
            .Check(60, "A r14 G26 Y3 C1 r16", "B G10 Y3 C1 r30 G16");

    [Test]
    public void Pedestrian_FitsInItsSplit_EndsWithIt() =>
        new Timeline(WithPedestrian(restsInWalk: false)).StartIn("B")
            .Check(60, "A r4 G26 Y3 C1 r26", "P r4 W7 F10 r39");

    [Test]
    public void Pedestrian_RestsInWalk_ClearsInTimeForTheSplitsEnd() =>
        new Timeline(WithPedestrian(restsInWalk: true)).StartIn("B")
            .Check(60, "A r4 G26 Y3 C1 r26", "P r4 W16 F10 r30");

    [Test]
    public void Pedestrian_CalledTooLate_WaitsForTheNextCycle() =>
        new Timeline(WithPedestrian(restsInWalk: false, recall: RecallMode.None)).StartIn("B").Press(13.1, "P")
            .Check(75, "A r4 G26 Y3 C1 r30 G11", "P r64 W7 F4");

    [Test]
    public void Decide_InAnySplit_CommitsToItsEnd()
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.TwoStage());
        IntersectionState state = new(intersection);
        state.Apply(new ControllerTick { TimeMs = Timeline.StartMs + 12_300 });

        Decision decision = new FixedTimeStrategy(intersection, intersection.DefaultPlan).Decide(state);

        Assert.That(decision.Groups, Is.EqualTo(1));
        Assert.That(decision.LikelyChangeMs, Is.EqualTo(Timeline.StartMs + 30_000));
        Assert.That(decision.IsChangeCommitted, Is.True);
    }

    private static IntersectionDefinition Plan(Func<TimingPlanDefinition, TimingPlanDefinition> change)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with { Plans = [change(two.Plans[0])] };
    }

    private static IntersectionDefinition WithPedestrian(bool restsInWalk, RecallMode recall = RecallMode.Pedestrian)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with
        {
            SignalGroups =
            [
                .. two.SignalGroups,
                IntersectionSamples.Pedestrian("P", "A") with { RestsInWalk = restsInWalk, Recall = recall },
            ],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("P", "B")),
            Stages = [new StageDefinition("S1", ["A", "P"]), new StageDefinition("S2", ["B"])],
        };
    }
}
