using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class IntervalTimersTests
{
    [Test]
    public void CheckFrame_GreenEndsAMillisecondEarly_CutsMinGreen() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "Grrr"))
            .Breaks(SafetyRule.MinGreenCut, A, -1, 5_999, "yrrr");

    [Test]
    public void CheckFrame_GreenEndsAtItsMinimum_IsSound() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "Grrr"), (6_000, "yrrr"));

    [Test]
    public void CheckFrame_WalkEndsAMillisecondEarly_CutsMinGreen() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "rrWr"))
            .Breaks(SafetyRule.MinGreenCut, P, -1, 7_999, "rrfr");

    [Test]
    public void CheckFrame_WalkEndsAtItsMinimum_IsSound() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "rrWr"), (8_000, "rrfr"));

    [Test]
    public void CheckFrame_GreenOfTheFirstFrameEnds_HasLastedLongEnough() =>
        new MonitorTimeline().Sound((0, "GrWr"), (1, "yrfr"));

    [Test]
    public void CheckFrame_ClearanceOfTheFirstFrameEnds_HasLastedLongEnough() =>
        new MonitorTimeline().Sound((0, "yrfc"), (1, "crrr"));

    [Test]
    public void CheckFrame_GreenAgainAfterItsMinimum_IsTimedAnew() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10, "yrrr"), (3_010, "crrr"), (4_010, "rrrr"), (6_000, "Grrr"))
            .Breaks(SafetyRule.MinGreenCut, A, -1, 10_999, "yrrr");

    [Test]
    public void CheckFrame_YellowEndsAMillisecondEarly_IsTooShort() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"))
            .Breaks(SafetyRule.YellowTooShort, A, -1, 12_999, "crrr");

    [Test]
    public void CheckFrame_YellowOfAGroupWithoutRedClearanceEndsEarly_IsTooShort() =>
        new MonitorTimeline().Sound((0, "rrrG"), (10_000, "rrry"))
            .Breaks(SafetyRule.YellowTooShort, C, -1, 12_999, "rrrr");

    [Test]
    public void CheckFrame_YellowEndsAtItsTime_IsSound() =>
        new MonitorTimeline().Sound((0, "GrrG"), (10_000, "yrry"), (13_000, "crrr"));

    [Test]
    public void CheckFrame_RedClearanceEndsAMillisecondEarly_IsTooShort() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"))
            .Breaks(SafetyRule.RedClearanceTooShort, A, -1, 13_999, "rrrr");

    [Test]
    public void CheckFrame_RedClearanceEndsAtItsTime_IsSound() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"), (14_000, "rrrr"));

    [Test]
    public void CheckFrame_RedClearanceLeftOutAfterAnyYellow_IsTooShort() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"))
            .Breaks(SafetyRule.RedClearanceTooShort, A, -1, 60_000, "rrrr");

    [Test]
    public void CheckFrame_RedClearanceStillOwedWhenAConflictStarts_IsTooShort() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (14_000, "crrr"))
            .Breaks(SafetyRule.RedClearanceTooShort, A, B, 14_999, "cGrr");

    [Test]
    public void CheckFrame_RedClearanceServedWhenAConflictStarts_IsSound() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (14_000, "crrr"), (15_000, "cGrr"));

    [Test]
    public void CheckFrame_GreenFromRedClearanceCutShort_IsTooShort() =>
        new MonitorTimeline(WithoutRedRevert()).Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"))
            .Breaks(SafetyRule.RedClearanceTooShort, A, -1, 13_999, "Grrr");

    [Test]
    public void CheckFrame_GreenFromRedClearanceServed_IsSound() =>
        new MonitorTimeline(WithoutRedRevert()).Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"), (14_000, "Grrr"));

    [Test]
    public void CheckFrame_PedClearanceEndsAMillisecondEarly_IsCut() =>
        new MonitorTimeline().Sound((0, "rrWr"), (10_000, "rrfr"))
            .Breaks(SafetyRule.PedClearanceCut, P, -1, 19_999, "rrrr");

    [Test]
    public void CheckFrame_PedClearanceEndsAtItsTime_IsSound() =>
        new MonitorTimeline().Sound((0, "rrWr"), (10_000, "rrfr"), (20_000, "rrrr"));

    [TestCase(14_999L)]
    [TestCase(14_000L)]
    public void CheckFrame_GreenAgainBeforeRedRevert_IsTooShort(long atMs) =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"))
            .Breaks(SafetyRule.RedRevertTooShort, A, -1, atMs, "Grrr");

    [Test]
    public void CheckFrame_GreenAgainAtRedRevert_IsSound() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"), (14_000, "rrrr"), (15_000, "Grrr"));

    [Test]
    public void CheckFrame_WalkAgainBeforeRedRevert_IsTooShort() =>
        new MonitorTimeline().Sound((0, "rrWr"), (10_000, "rrfr"), (20_000, "rrrr"))
            .Breaks(SafetyRule.RedRevertTooShort, P, -1, 21_999, "rrWr");

    [Test]
    public void CheckFrame_WalkAgainAtRedRevert_IsSound() =>
        new MonitorTimeline().Sound((0, "rrWr"), (10_000, "rrfr"), (20_000, "rrrr"), (22_000, "rrWr"));

    [Test]
    public void CheckFrame_StartAMillisecondWithinTheIntergreen_NamesBothGroups() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"), (14_000, "rrrr"))
            .Breaks(SafetyRule.IntergreenTooShort, B, A, 14_499, "rGrr");

    [Test]
    public void CheckFrame_StartAtTheIntergreen_IsSound() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"), (14_000, "rrrr"), (14_500, "rGrr"));

    [Test]
    public void CheckFrame_IntergreenOfTheOtherDirection_IsItsOwn() =>
        new MonitorTimeline().Sound((0, "rGrr"), (10_000, "ryrr"), (13_000, "rcrr"), (14_000, "Grrr"))
            .Breaks(SafetyRule.IntergreenTooShort, P, B, 15_999, "GrWr");

    [Test]
    public void CheckFrame_IntergreenOfEachPair_IsItsOwn() =>
        new MonitorTimeline().Sound((0, "rGrr"), (10_000, "ryrr"), (13_000, "rcrr"), (14_000, "Grrr"), (16_000, "GrWr"));

    [Test]
    public void CheckFrame_IntergreenFromWalk_RunsFromTheEndOfWalk() =>
        new MonitorTimeline().Sound((0, "rrWr"), (10_000, "rrfr"), (20_000, "rGrr"));

    [Test]
    public void CheckFrame_IntergreenFromBeforeTheFirstFrame_CountsAsPassed() =>
        new MonitorTimeline().Sound((0, "crrr"), (1, "rGrr"));

    [TestCase("Grrr", "rrrr", A)]
    [TestCase("Grrr", "crrr", A)]
    [TestCase("rrrr", "yrrr", A)]
    [TestCase("rrrr", "crrr", A)]
    [TestCase("yrrr", "Grrr", A)]
    [TestCase("crrr", "yrrr", A)]
    [TestCase("rrWr", "rrrr", P)]
    [TestCase("rrrr", "rrfr", P)]
    [TestCase("rrfr", "rrWr", P)]
    public void CheckFrame_TransitionThatMayNotBe_NamesTheGroup(string before, string after, int group) =>
        new MonitorTimeline().Sound((0, before)).Breaks(SafetyRule.IllegalTransition, group, -1, 300_000, after);

    [Test]
    public void CheckFrame_CoarseSteps_LastFromFrameToFrame() =>
        new MonitorTimeline().Sound(
            (0, "rrrr"), (1_000, "GrWG"), (9_000, "GrfG"), (19_000, "yrry"), (22_000, "crrr"), (23_000, "rrrr"), (24_000, "rGrr"),
            (29_000, "ryrr"), (32_000, "rcrr"), (33_000, "GrrG"), (35_000, "GrWG"));

    [Test]
    public void CheckFrame_SameFrameAgain_ChangesNothing() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "Grrr"), (1_000, "Grrr"), (6_000, "Grrr"), (6_000, "yrrr"));

    [Test]
    public void CheckFrame_TimeAMillisecondBack_IsReversed() =>
        new MonitorTimeline().Sound((1_000, "Grrr")).Breaks(SafetyRule.TimeReversed, -1, -1, 999, "Grrr");

    [Test]
    public void CheckFrame_TimeReversedInFlash_IsReversed() =>
        new MonitorTimeline().Sound((1_000, "flash")).Breaks(SafetyRule.TimeReversed, -1, -1, 999, "flash");

    [Test]
    public void CheckFrame_FirstFrameAtAnyTime_IsSound() =>
        new MonitorTimeline().Sound((-StartMs - 5, "Grrr"), (-StartMs - 4, "yrrr"), (StartMs, "crrr"));

    [Test]
    public void CheckFrame_FirstFrameAtTheEndOfTime_DoesNotOverflow() =>
        new MonitorTimeline().Sound((long.MaxValue - StartMs, "Grrr"), (long.MaxValue - StartMs, "yrrr"));

    private static IntersectionDefinition WithoutRedRevert()
    {
        IntersectionDefinition junction = Junction();
        return junction with
        {
            SignalGroups = [.. junction.SignalGroups.Select(group => group with { RedRevertMs = 0 })],
        };
    }
}
