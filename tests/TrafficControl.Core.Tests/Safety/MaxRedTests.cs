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

        timeline.Sound((0, "Grrr"), (30_000, "Grrr"), (60_000, "Grrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 60_001, "Grrr");
    }

    [Test]
    public void CheckFrame_CalledPedestriansRedTooLong_NamesTheGroup()
    {
        MonitorTimeline timeline = new() { Calls = CallA | CallP };

        timeline.Sound((0, "Grrr")).Breaks(SafetyRule.MaxRedExceeded, P, -1, 60_001, "Grrr");
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

        timeline.Sound((59_200, "Grrr"), (119_200, "Grrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 119_201, "Grrr");
    }

    [Test]
    public void CheckFrame_RightOfWayInBetween_IsTimedFromItsEnd()
    {
        MonitorTimeline timeline = new() { Calls = CallA };

        timeline.Sound((0, "rrrr"), (60_000, "Grrr"), (70_000, "yrrr"), (73_000, "crrr"), (74_000, "rrrr"), (130_000, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, A, -1, 130_001, "rrrr");
    }

    [Test]
    public void CheckFrame_ServedInTheFrameThatWouldBeTooLate_IsSound() =>
        new MonitorTimeline { Calls = CallA }.Sound((0, "rrrr"), (60_000, "rrrr"), (60_001, "Grrr"));

    [Test]
    public void CheckFrame_FlashInBetween_IsTimedAnew()
    {
        MonitorTimeline timeline = new() { Calls = CallB };

        timeline.Sound((0, "rrrr"), (59_000, "flash"), (200_000, "flash"), (200_100, "rrrr"), (260_100, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 260_101, "rrrr");
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
        timeline.Sound((10_000, "rrrr"), (60_000, "rGrr"), (70_000, "rGrr"));

        timeline.Breaks(SafetyRule.MaxRedExceeded, A, -1, 70_001, "rGrr");
    }
}
