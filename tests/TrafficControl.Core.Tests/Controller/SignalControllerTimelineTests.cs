using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Controller;

/// <summary>
/// One timeline for each rule of the interval machine. Commands come as directives, signals start in "A".
/// </summary>
[TestFixture]
public sealed class SignalControllerTimelineTests
{
    [Test]
    public void MinGreen_OtherGroupWantedAtOnce_IsServedFirst() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "B").Direct(5, "A")
            .Check(20, "A Y3 C1 r9 G7", "B r4 G5 Y3 C1 r7");

    [Test]
    public void Yellow_LongerThanDefault_IsShownInFull() =>
        Start(With("A", group => group with { YellowMs = 4_500 })).Direct(2, "B")
            .Check(10, "A G2 Y4.5 C1 r2.5", "B r7.5 G2.5");

    [Test]
    public void RedClearance_Zero_GoesFromYellowToRed() =>
        Start(With("A", group => group with { RedClearanceMs = 0 })).Direct(2, "B")
            .Check(10, "A G2 Y3 r5", "B r5 G5");

    [Test]
    public void Intergreen_LongerThanClearance_HoldsThatPairOnly() =>
        Start(IntersectionSamples.TwoStage() with { Intergreens = [new IntergreenDefinition("A", "B", 6_500)] })
            .Direct(1, "B").Direct(8, "A")
            .Check(20, "A G1 Y3 C1 r11.5 G3.5", "B r7.5 G5 Y3 C1 r3.5");

    [Test]
    public void Walk_Called_LastsItsTimeThenClears() =>
        Start(WithPedestrian()).Press(1, "P").Direct(0, "A P")
            .Check(25, "A G25", "P r1 W7 F10 r7");

    [Test]
    public void Walk_NotCalled_DoesNotStart() =>
        Start(WithPedestrian()).Direct(0, "A P").Check(5, "A G5", "P r5");

    [Test]
    public void PedClearance_VehicleGroupToldToEnd_IsServedBeforeItEnds() =>
        Start(WithPedestrian()).Press(1, "P").Direct(0, "A P").Direct(2, "B")
            .Check(25, "A G18 Y3 C1 r3", "P r1 W7 F10 r7", "B r22 G3");

    [Test]
    public void RestInWalk_StillWanted_WalksOnUntilToldToEnd() =>
        Start(Timeline.With(WithPedestrian(), "P", group => group with { RestsInWalk = true }))
            .Press(1, "P").Direct(0, "A P").Direct(20, "B")
            .Check(36, "A G30 Y3 C1 r2", "P r1 W19 F10 r6", "B r34 G2");

    [Test]
    public void RestInGreen_StillWanted_StaysGreen() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "A").Check(120, "A G120", "B r120");

    [Test]
    public void RedRevert_WantedAgainAtOnce_StaysRedForItsTime() =>
        Start(With("A", group => group with { RedRevertMs = 4_000 })).Direct(1, "").Direct(1.5, "A")
            .Check(12, "A G1 Y3 C1 r3 G4");

    [Test]
    public void Hold_OtherGroupWanted_KeepsGreenUntilReleased() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "B", hold: "A").Direct(8, "B")
            .Check(15, "A G8 Y3 C1 r3", "B r12 G3");

    [Test]
    public void ForceOff_GroupStillWanted_EndsAfterItsMinimum() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "B").Direct(5, "B", forceOff: "B")
            .Check(14, "A Y3 C1 r10", "B r4 G5 Y3 C1 r1");

    [Test]
    public void Omit_WantedGroup_DoesNotStart() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "B", omit: "B").Direct(8, "B")
            .Check(12, "A Y3 C1 r8", "B r8 G4");

    [Test]
    public void NotBefore_InTheFuture_DelaysTheStart() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "B", notBeforeS: 9)
            .Check(12, "A Y3 C1 r8", "B r9 G3");

    [Test]
    public void StartUp_FromDark_ShowsAllRedForTheLongestIntergreen() =>
        new Timeline(IntersectionSamples.TwoStage()).Direct(0, "A").Check(8, "A r4 G4", "B r8");

    [Test]
    public void Flash_Commanded_LeavesThroughAllRed() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "A").Direct(2, "", mode: DirectiveMode.Flash).Direct(6, "A")
            .Check(14, "A G2 *4 r4 G4", "B r2 *4 r8");

    [Test]
    public void Conflict_InTheCommand_ServesTheEarlierGroupOnly() =>
        Start(IntersectionSamples.TwoStage()).Direct(0, "A B").Check(10, "A G10", "B r10");

    [Test]
    public void Advance_StepOfASecond_RoundsIntervalsUp()
    {
        Timeline timeline = new(With("A", group => group with { YellowMs = 3_400, RedClearanceMs = 1_200 })) { StepMs = 1_000 };

        timeline.StartIn("A").Direct(2, "B").Check(12, "A G2 Y4 C2 r4", "B r8 G4");
    }

    [Test]
    public void StartIn_ConflictingGroups_ShowsTheEarlierOnly() =>
        new Timeline(IntersectionSamples.TwoStage()).StartIn("A B").Direct(0, "A").Check(3, "A G3", "B r3");

    [Test]
    public void EarliestTimes_PedestrianWalking_CountItsClearance()
    {
        Timeline timeline = Start(WithPedestrian()).Press(1, "P").Direct(0, "A P");

        timeline.Run(3, "A");

        Assert.That(timeline.Controller.EarliestEndMs(0) - Timeline.StartMs, Is.EqualTo(18_000));
        Assert.That(timeline.Controller.EarliestStartMs(1) - Timeline.StartMs, Is.EqualTo(22_000));
        Assert.That(timeline.Controller.EarliestStartMs(0), Is.Zero);
        Assert.That(timeline.Controller.EarliestEndMs(1), Is.Zero);
    }

    [Test]
    public void Advance_TimeGoesBackwards_ShowsLegalSignals()
    {
        SignalController controller = new(Intersection.Create(IntersectionSamples.TwoStage()));
        controller.StartIn(10_000, 1);
        controller.Advance(10_100, new SignalCommand(2));

        SignalFrame frame = controller.Advance(0, new SignalCommand(2));

        Assert.That(frame.TimeMs, Is.EqualTo(10_100));
        Assert.That(frame.Yellow, Is.EqualTo(1));
    }

    private static Timeline Start(IntersectionDefinition definition) => new Timeline(definition).StartIn("A");

    private static IntersectionDefinition With(string group, Func<SignalGroupDefinition, SignalGroupDefinition> change) =>
        Timeline.With(IntersectionSamples.TwoStage(), group, change);

    /// <summary>Two stages, and a pedestrian group P beside A.</summary>
    private static IntersectionDefinition WithPedestrian()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with
        {
            SignalGroups = [.. two.SignalGroups, IntersectionSamples.Pedestrian("P", "A")],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("P", "B")),
            Stages = [new StageDefinition("S1", ["A", "P"]), new StageDefinition("S2", ["B"])],
        };
    }
}
