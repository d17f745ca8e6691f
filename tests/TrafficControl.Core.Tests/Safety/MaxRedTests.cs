using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class MaxRedTests
{
    private const ulong CallA = 1 << A;
    private const ulong CallB = 1 << B;
    private const ulong CallP = 1 << P;

    [Test]
    public void CheckFrame_CalledGroupRedAMillisecondTooLong_NamesTheGroup()
    {
        MonitorTimeline timeline = new() { Calls = CallB };

        timeline.Sound((0, "Grrr"), (30_000, "Grrr"), (MaxRedMs, "Grrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, MaxRedMs + 1, "Grrr");
    }

    [Test]
    public void CheckFrame_CalledPedestriansRedTooLong_NamesTheGroup()
    {
        MonitorTimeline timeline = new() { Calls = CallA | CallP };

        timeline.Sound((0, "Grrr")).Breaks(SafetyRule.MaxRedExceeded, P, -1, MaxRedMs + 1, "Grrr");
    }

    [Test]
    public void CheckFrame_UncalledGroupRed_MayWaitForever() =>
        new MonitorTimeline { Calls = CallA }.Sound((0, "Grrr"), (100_000_000, "Grrr"));

    [Test]
    public void CheckFrame_CallGoesAwayAndComesBack_IsTimedAnew()
    {
        MonitorTimeline timeline = new() { Calls = CallB };
        timeline.Sound((0, "Grrr"), (59_000, "Grrr"));
        timeline.Calls = 0;
        timeline.Sound((59_100, "Grrr"));
        timeline.Calls = CallB;

        timeline.Sound((59_200, "Grrr"), (59_200 + MaxRedMs, "Grrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 59_201 + MaxRedMs, "Grrr");
    }

    [Test]
    public void CheckFrame_RightOfWayInBetween_IsTimedFromItsEnd()
    {
        MonitorTimeline timeline = new() { Calls = CallA };

        timeline.Sound((0, "rrrr"), (60_000, "Grrr"), (70_000, "yrrr"), (73_000, "crrr"), (74_000, "rrrr"),
                (70_000 + MaxRedMs, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, A, -1, 70_001 + MaxRedMs, "rrrr");
    }

    [Test]
    public void CheckFrame_ServedInTheFrameThatWouldBeTooLate_IsSound() =>
        new MonitorTimeline { Calls = CallA }.Sound((0, "rrrr"), (MaxRedMs, "rrrr"), (MaxRedMs + 1, "Grrr"));

    [Test]
    public void CheckFrame_FlashInBetween_IsTimedAnew()
    {
        MonitorTimeline timeline = new() { Calls = CallB };

        timeline.Sound((0, "rrrr"), (MaxRedMs - 1_000, "flash"), (200_000, "flash"), (200_100, "rrrr"), (200_100 + MaxRedMs, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 200_101 + MaxRedMs, "rrrr");
    }

    [Test]
    public void CheckFrame_CallsOfGroupsThatDoNotExist_AreIgnored() =>
        new MonitorTimeline { Calls = 0xFFFF_FFFF_FFFF_FFF0 }.Sound((0, "Grrr"), (1_000_000, "Grrr"));

    [Test]
    public void CheckFrame_TwoGroupsWait_EachHasItsOwnTimer()
    {
        MonitorTimeline timeline = new() { Calls = CallB };
        timeline.Sound((0, "rrrr"));
        timeline.Calls = CallA | CallB;
        timeline.Sound((10_000, "rrrr"), (MaxRedMs, "rGrr"), (10_000 + MaxRedMs, "rGrr"));

        timeline.Breaks(SafetyRule.MaxRedExceeded, A, -1, 10_001 + MaxRedMs, "rGrr");
    }
}
