using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

/// <summary>
/// One timeline for each rule of actuated control. Free plans; the first green counts from the start of the run.
/// </summary>
[TestFixture]
public sealed class ActuatedStrategyTimelineTests
{
    [Test]
    public void ProtectedTurn_VehicleWaitsAtTheEndOfThePermissivePhase_FollowsUntilItIsUsed() =>
        Protected().Stream("dT", 0, 12, 2).Occupy("dL", 4, 17).Occupy("dC", 6)
            .Check(30, "T G13.4 Y3 C1 r12.6", "L G20 Y3 C1 r6", "C r24 G6");

    [Test]
    public void ProtectedTurn_NobodyWaits_IsSkipped() =>
        Protected().Stream("dT", 0, 12, 2).Occupy("dC", 6).Check(30, "T G13.4 Y3 C1 r12.6", "L G13.4 Y3 C1 r12.6", "C r17.4 G12.6");

    [Test]
    public void ProtectedTurn_VehicleAtTheLineDoesNotTurn_EndsWithoutIt() =>
        Protected().Stream("dT", 0, 12, 2).Occupy("dL", 4).Occupy("dC", 6)
            .Check(40, "T G13.4 Y3 C1 r22.6", "L G22.4 Y3 C1 r13.6", "C r26.4 G13.6");

    [Test]
    public void ProtectedTurn_ThroughTrafficNeverEnds_FollowsItsMaximum() =>
        Protected().Stream("dT", 0, 100, 2).Occupy("dL", 4, 52).Occupy("dC", 6)
            .Check(70, "T G46 Y3 C1 r20", "L G53 Y3 C1 r13", "C r57 G13");

    [Test]
    public void RestInGreen_NobodyCalls_StaysGreen() => Two().Check(60, "A G60", "B r60");

    [Test]
    public void MinGreen_CallGoneAfterService_ReturnsAfterMinimum() =>
        Two().Occupy("dB", 2, 7).Occupy("dA", 8).Check(24, "A G5 Y3 C1 r9 G6", "B r9 G5 Y3 C1 r6");

    [Test]
    public void MinimumRecall_SideStreet_IsServedWithoutDetector() =>
        Two("B", RecallMode.Minimum).Occupy("dA", 1)
            .Check(60, "A G40 Y3 C1 r9 G7", "B r44 G5 Y3 C1 r7");

    [Test]
    public void MaximumRecall_SideStreet_IsGreenForItsMaximum() =>
        Two("B", RecallMode.Maximum).Occupy("dA", 1, 2).Occupy("dA", 10)
            .Check(60, "A G5 Y3 C1 r44 G7", "B r9 G40 Y3 C1 r7");

    [Test]
    public void SoftRecall_NoRealCall_ReturnsToRest() =>
        Two("A", RecallMode.Soft).Occupy("dB", 2, 7).Check(30, "A G5 Y3 C1 r9 G12", "B r9 G5 Y3 C1 r12");

    [Test]
    public void SoftRecall_RealCallElsewhere_DoesNotCount()
    {
        IntersectionDefinition three = ThreeStages();
        new Timeline(Timeline.With(Timeline.With(three, "A", Soft), "actuated")).StartIn("B")
            .Occupy("dC", 1, 6)
            .Check(30, "A r18 G12", "B G5 Y3 C1 r21", "C r9 G5 Y3 C1 r12");

        static SignalGroupDefinition Soft(SignalGroupDefinition group) => group with { Recall = RecallMode.Soft };
    }

    [Test]
    public void PedestrianRecall_OnVehicleGroup_CallsItsPedestrians() =>
        Nema("2", group => group with { Recall = RecallMode.Pedestrian }).StartIn("4 8").Check(
            40, "4 G5 Y3 C1 r31", "2 r9 G31", "P2 r9 W7 F10 r14");

    [Test]
    public void LockingCall_VehicleLeftDuringRed_IsServed() =>
        new Timeline(Plan(Timeline.With(IntersectionSamples.TwoStage(), "B", group => group with { LocksCalls = true })))
            .StartIn("A").Stream("dA", 0, 5, 1).Occupy("dB", 1, 1.5)
            .Check(20, "A G7.4 Y3 C1 r8.6", "B r11.4 G8.6");

    [Test]
    public void NonLockingCall_VehicleLeftDuringRed_IsForgotten() =>
        Two().Stream("dA", 0, 5, 1).Occupy("dB", 1, 1.5).Check(20, "A G20", "B r20");

    [Test]
    public void Delay_PresenceShorterThanIt_DoesNotCall()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        IntersectionDefinition delayed = two with
        {
            Detectors = [two.Detectors[0], two.Detectors[1] with { DelayMs = 5_000 }],
        };

        new Timeline(Plan(delayed)).StartIn("A").Occupy("dB", 1, 5).Occupy("dB", 10)
            .Check(21, "A G15 Y3 C1 r2", "B r19 G2");
    }

    [Test]
    public void GapOut_LastVehicleLeft_EndsAfterPassage() =>
        Two().Stream("dA", 0, 12, 2).Occupy("dB", 1).Check(20, "A G13.4 Y3 C1 r2.6", "B r17.4 G2.6");

    [Test]
    public void Extend_OfTheDetector_IsAddedToPassage()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        IntersectionDefinition extended = two with
        {
            Detectors = [two.Detectors[0] with { ExtendMs = 1_500 }, two.Detectors[1]],
        };

        new Timeline(Plan(extended)).StartIn("A").Occupy("dA", 0, 4).Occupy("dB", 1)
            .Check(15, "A G8.5 Y3 C1 r2.5", "B r12.5 G2.5");
    }

    [Test]
    public void AddedInitial_VehiclesCountedInRed_LengthenTheMinimum() =>
        new Timeline(Plan(Timeline.With(IntersectionSamples.TwoStage(), "B", Density)))
            .StartIn("A").Occupy("dA", 10)
            .Stream("dB", 1, 4.9, 1).Occupy("dB", 5, 10)
            .Check(27, "A G5 Y3 C1 r14 G4", "B r9 G10 Y3 C1 r4");

    [Test]
    public void AddedInitial_ManyVehicles_StopsAtItsMaximum() =>
        new Timeline(Plan(Timeline.With(IntersectionSamples.TwoStage(), "B", Density)))
            .StartIn("A").Occupy("dA", 0, 9).Occupy("dA", 15)
            .Stream("dB", 1, 11, 0.5).Occupy("dB", 11, 17)
            .Check(40, "A G12 Y3 C1 r18 G6", "B r16 G14 Y3 C1 r6");

    [Test]
    public void GapReduction_OtherWaits_ShrinksTheGap() =>
        new Timeline(Plan(Timeline.With(IntersectionSamples.TwoStage(), "A", Density)))
            .StartIn("A").Occupy("dB", 0).Stream("dA", 0, 40, 2.2)
            .Check(24, "A G17.4 Y3 C1 r2.6", "B r21.4 G2.6");

    [Test]
    public void MaxGreen1_ConstantExtension_EndsAfterFirstConflictingCall() =>
        Two().Occupy("dA", 0).Occupy("dB", 10).Check(60, "A G50 Y3 C1 r6", "B r54 G6");

    [Test]
    public void MaxGreen2_PlanSelectsIt_EndsLater()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        IntersectionDefinition second = two with
        {
            Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated, MaxGreenSet = 2 }],
        };

        new Timeline(Plan(second)).StartIn("A").Occupy("dA", 0).Occupy("dB", 10)
            .Check(80, "A G70 Y3 C1 r6", "B r74 G6");
    }

    [Test]
    public void MaxOut_VehiclesLeftBehind_KeepACall() =>
        Two().Stream("dA", 0, 50.5, 2).Occupy("dB", 10, 55).Check(75, "A G50 Y3 C1 r9 G12", "B r54 G5 Y3 C1 r12");

    [Test]
    public void DualEntry_RingWithoutCall_IsServedAlongside() =>
        Nema("8", group => group with { DualEntry = true }).StartIn("2 6").Occupy("d4", 1)
            .Check(10, "2 G5 Y3 C1 r1", "4 r9 G1", "8 r9 G1", "6 G5 Y3 C1 r1");

    [Test]
    public void DualEntry_NotFlagged_LeavesTheRingRed() =>
        Nema("8", group => group).StartIn("2 6").Occupy("d4", 1).Check(10, "4 r9 G1", "8 r10");

    [Test]
    public void SimultaneousGapOut_PartnerExtends_WaitsForBoth() =>
        Nema("2", group => group).StartIn("2 6").Occupy("d4", 1)
            .Occupy("d6", 0, 9).Occupy("d2", 10, 14)
            .Check(20, "2 G17 Y3", "6 G17 Y3", "4 r20");

    [Test]
    public void SimultaneousGapOut_Off_GapOutIsFinal() =>
        Nema("2", group => group with { SimultaneousGapOut = false }).StartIn("2 6").Occupy("d4", 1)
            .Occupy("d6", 0, 9).Occupy("d2", 10, 14)
            .Check(20, "2 G12 Y3 C1 r4", "6 G12 Y3 C1 r4", "4 r16 G4");

    [Test]
    public void Rings_LeftTurnCalled_RunsBesideTheOtherRing() =>
        Nema("2", group => group).StartIn("2 6").Occupy("d1", 1, 8)
            .Check(20, "1 r9 G11", "2 G5 Y3 C1 r11", "6 G20");

    [Test]
    public void Barrier_BothRings_CrossTogether() =>
        Nema("2", group => group).StartIn("1 6").Occupy("d2", 0, 6).Occupy("d4", 0)
            .Check(20, "1 G5 Y3 C1 r11", "2 r9 G5 Y3 C1 r2", "6 G14 Y3 C1 r2", "4 r18 G2");

    [Test]
    public void Pedestrian_CalledWithPhase_IsServedInFull() =>
        Nema("2", group => group).StartIn("2 6").Press(1, "P4").Occupy("d2", 6)
            .Check(34, "4 r9 G17 Y3 C1 r4", "P4 r9 W7 F10 r8", "2 G5 Y3 C1 r21 G4");

    [Test]
    public void Pedestrian_CalledWhileResting_IsServedAtOnce() =>
        Nema("2", group => group with { Recall = RecallMode.Pedestrian }).StartIn("2 6").Press(2, "P2").Press(25, "P6")
            .Check(45, "2 G45", "P2 r2 W7 F10 r26", "P6 r25 W7 F10 r3");

    [Test]
    public void CallFromOutside_OnDirective_IsServedByTheLocalPlanLater() =>
        Two().Direct(0, "A", calls: "B", validS: 3).Check(12, "A G5 Y3 C1 r3", "B r9 G3");

    [Test]
    public void StartUp_NobodyCalls_RestsInTheFirstPhase() =>
        new Timeline(Plan(IntersectionSamples.TwoStage())).Check(20, "A r4 G16", "B r20");

    private static SignalGroupDefinition Density(SignalGroupDefinition group) =>
        group with { VolumeDensity = new VolumeDensity(2_000, 14_000, 10_000, 10_000, 1_000) };

    private static IntersectionDefinition Plan(IntersectionDefinition definition) => Timeline.With(definition, "actuated");

    private static Timeline Two() => new Timeline(Plan(IntersectionSamples.TwoStage())).StartIn("A");

    private static Timeline Two(string group, RecallMode recall) =>
        new Timeline(Plan(Timeline.With(IntersectionSamples.TwoStage(), group, item => item with { Recall = recall })))
            .StartIn("A");

    private static Timeline Nema(string group, Func<SignalGroupDefinition, SignalGroupDefinition> change) =>
        new(Plan(Timeline.With(IntersectionSamples.NemaEightPhase(), group, change)));

    private static IntersectionDefinition ThreeStages()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with
        {
            SignalGroups = [.. two.SignalGroups, IntersectionSamples.Vehicle("C")],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("A", "C"), ("B", "C")),
            Stages = [.. two.Stages, new StageDefinition("S3", ["C"])],
            Plans = [.. two.Plans.Where(plan => plan.Id == "actuated")],
            Lanes = [.. two.Lanes, IntersectionSamples.Approach("c")],
            Movements = [.. two.Movements, IntersectionSamples.Through("C1", "c", "out", "C")],
            Detectors = [.. two.Detectors, IntersectionSamples.StopBar("dC", "c", "C")],
        };
    }

    private static Timeline Protected() =>
        new Timeline(Timeline.With(IntersectionSamples.PermissiveThenProtected(), "actuated")).StartIn("T L");
}
