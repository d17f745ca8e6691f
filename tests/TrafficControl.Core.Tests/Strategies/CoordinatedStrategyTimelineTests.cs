using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

/// <summary>
/// Actuated control on a 60 s cycle: S1 (A) coordinated for 30 s, S2 (B) forced off at the cycle's end.
/// </summary>
[TestFixture]
public sealed class CoordinatedStrategyTimelineTests
{
    [Test]
    public void Coordinated_NobodyCalls_RestsInTheCoordinatedStage() =>
        Start(Two()).Check(130, "A G130", "B r130");

    [Test]
    public void Coordinated_CallBeforeYield_IsHeldToTheYieldPoint() =>
        Start(Two()).Occupy("dB", 3, 38).Check(70, "A G30 Y3 C1 r11 G25", "B r34 G7 Y3 C1 r25");

    [Test]
    public void ForceOff_SideStreetExtends_EndsAtItsSplit() =>
        Start(Two()).Occupy("dB", 3).Check(70, "A G30 Y3 C1 r30 G6", "B r34 G26 Y3 C1 r6");

    [Test]
    public void Yield_CallStillFits_IsServedLate() =>
        Start(Two()).Occupy("dB", 45).Check(70, "A G45 Y3 C1 r15 G6", "B r49 G11 Y3 C1 r6");

    [Test]
    public void Yield_CallNoLongerFits_WaitsForTheNextCycle() =>
        Start(Two()).Occupy("dB", 52).Check(100, "A G90 Y3 C1 r6", "B r94 G6");

    [Test]
    public void Offset_Shifts_TheYieldPoint() =>
        Start(Two(offsetMs: 7_000)).Occupy("dB", 10).Check(45, "A G37 Y3 C1 r4", "B r41 G4");

    [Test]
    public void Pedestrian_FitsBeforeForceOff_Walks() =>
        Start(WithPedestrian(30_000)).Press(5, "P").Check(70, "A G30 Y3 C1 r21 G15", "P r34 W7 F10 r19", "B r34 G17 Y3 C1 r15");

    [Test]
    public void Pedestrian_DoesNotFit_WaitsForTheNextCycle() =>
        Start(WithPedestrian(30_000)).Press(45, "P").Check(
            96, "A G45 Y3 C1 r9 G32 Y3 C1 r2", "P r94 W2", "B r49 G5 Y3 C1 r36 G2");

    // The walk beside A needs 17 s to make way for B, more than B's split; it has long ended by the yield point.
    [Test]
    public void Yield_SplitShorterThanPedestrianClearanceAndMinimum_IsServed() =>
        Start(WithPedestrian(14_000, "A")).Occupy("dB", 3).Check(65, "A G46 Y3 C1 r14 G1", "B r50 G10 Y3 C1 r1");

    [Test]
    public void Rings_Nema_ForceEachPhaseOffInItsSplit()
    {
        IntersectionDefinition nema = Timeline.With(IntersectionSamples.NemaEightPhase(), "coordinated");
        new Timeline(nema).StartIn("1 5").Occupy("d2", 0).Occupy("d3", 0).Occupy("d4", 0).Occupy("d8", 0)
            .Check(125, "1 G20 Y3 C1 r100 G1", "2 r24 G36 Y3 C1 r61", "3 r64 G16 Y3 C1 r41", "4 r84 G36 Y3 C1 r1", "8 r64 G56 Y3 C1 r1");
    }

    private static Timeline Start(IntersectionDefinition definition) =>
        new Timeline(Timeline.With(definition, "coordinated")).StartIn("A");

    private static IntersectionDefinition Two(int offsetMs = 0)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with { Plans = [.. two.Plans.Select(plan => plan.CycleMs > 0 ? plan with { OffsetMs = offsetMs } : plan)] };
    }

    private static IntersectionDefinition WithPedestrian(int sideSplitMs, string beside = "B")
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with
        {
            SignalGroups = [.. two.SignalGroups, IntersectionSamples.Pedestrian("P", beside)],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("P", beside == "A" ? "B" : "A")),
            Stages = beside == "A"
                ? [new StageDefinition("S1", ["A", "P"]), new StageDefinition("S2", ["B"])]
                : [new StageDefinition("S1", ["A"]), new StageDefinition("S2", ["B", "P"])],
            Plans =
            [
                new TimingPlanDefinition
                {
                    Id = "coordinated",
                    Strategy = StrategyKind.Actuated,
                    CycleMs = 60_000,
                    Splits = [new SplitDefinition("S1", 60_000 - sideSplitMs), new SplitDefinition("S2", sideSplitMs)],
                },
            ],
        };
    }
}
