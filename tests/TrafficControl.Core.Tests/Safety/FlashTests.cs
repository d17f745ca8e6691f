using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class FlashTests
{
    [Test]
    public void CheckFrame_FlashCutsEveryInterval_IsSound() =>
        new MonitorTimeline().Sound((0, "rrrr"), (1_000, "GrWr"), (1_001, "flash"), (1_002, "rrrr"));

    [TestCase("Grrr", A)]
    [TestCase("ryrr", B)]
    [TestCase("rrWr", P)]
    [TestCase("rrfr", P)]
    [TestCase("rrrc", C)]
    public void CheckFrame_FlashLeftToAnythingButRed_IsIllegal(string shown, int group) =>
        new MonitorTimeline().Sound((0, "flash")).Breaks(SafetyRule.IllegalTransition, group, -1, 100_000, shown);

    [Test]
    public void CheckFrame_StartAMillisecondWithinTheAllRedAfterFlash_IsTooShort() =>
        new MonitorTimeline().Sound((0, "flash"), (10_000, "rrrr"))
            .Breaks(SafetyRule.IntergreenTooShort, A, -1, 19_999, "Grrr");

    [Test]
    public void CheckFrame_StartAfterTheLargestIntergreenAfterFlash_IsSound() =>
        new MonitorTimeline().Sound((0, "flash"), (10_000, "rrrr"), (20_000, "GrWr"));

    [TestCase(39_999L, SafetyRule.IntergreenTooShort)]
    [TestCase(40_000L, SafetyRule.None)]
    public void CheckFrame_StartUpAllRedLongerThanAnyIntergreen_HoldsAfterFlash(long atMs, SafetyRule expected)
    {
        MonitorTimeline timeline = new(Junction() with { StartUpAllRedMs = 30_000 });
        timeline.Sound((0, "flash"), (10_000, "rrrr"));

        Assert.That(timeline.Show(atMs, "rGrr"), Is.EqualTo(expected));
    }

    [Test]
    public void CheckFrame_MinGreenAfterFlash_IsTimedAnew() =>
        new MonitorTimeline().Sound((0, "Grrr"), (10_000, "flash"), (20_000, "rrrr"), (30_000, "Grrr"))
            .Breaks(SafetyRule.MinGreenCut, A, -1, 34_999, "yrrr");

    [Test]
    public void CheckFrame_IntergreenFromBeforeFlash_IsForgotten()
    {
        IntersectionDefinition junction = Junction();
        MonitorTimeline timeline = new(junction with
        {
            SignalGroups = [.. junction.SignalGroups.Select(group => group with { RedRevertMs = 25_000 })],
        });

        timeline.Sound((0, "Grrr"), (5_000, "yrrr"), (8_000, "crrr"), (8_500, "flash"), (8_600, "rrrr"), (18_600, "Grrr"));
    }

    [Test]
    public void CheckFrame_AllRedAfterFlashOver_IsNotAskedAgain() =>
        new MonitorTimeline().Sound(
            (0, "flash"), (1_000, "rrrr"), (11_000, "Grrr"), (16_000, "yrrr"), (19_000, "crrr"), (20_500, "rGrr"));

    [Test]
    public void CheckFrame_FlashAgainWithinTheAllRed_StartsItAnew() =>
        new MonitorTimeline().Sound((0, "flash"), (1_000, "rrrr"), (6_000, "flash"), (7_000, "rrrr"))
            .Breaks(SafetyRule.IntergreenTooShort, B, -1, 16_999, "rGrr");
}
