using TrafficControl.Core.Controller;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class FrameRulesTests
{
    [TestCase("GGrr", A, B)]
    [TestCase("yGrr", A, B)]
    [TestCase("Gyrr", A, B)]
    [TestCase("yyrr", A, B)]
    [TestCase("rGWr", B, P)]
    [TestCase("rGfr", B, P)]
    [TestCase("ryWr", B, P)]
    [TestCase("ryfr", B, P)]
    [TestCase("rGrG", B, C)]
    public void CheckFrame_ConflictingGroupsShown_NamesBoth(string shown, int group, int otherGroup) =>
        new MonitorTimeline().Breaks(SafetyRule.ConflictingGreens, group, otherGroup, 0, shown);

    [TestCase("GrWG")]
    [TestCase("yrfy")]
    [TestCase("rGrr")]
    [TestCase("cGrr")]
    public void CheckFrame_CompatibleGroupsShown_IsSound(string shown) => new MonitorTimeline().Sound((0, shown));

    [Test]
    public void CheckFrame_ConflictArisesLater_IsFound() =>
        new MonitorTimeline().Sound((0, "Grrr")).Breaks(SafetyRule.ConflictingGreens, A, B, 60_000, "GGrr");

    [TestCase(0b0001UL, 0b0001UL, 0UL, 0UL, 0UL, A)]
    [TestCase(0b1000UL, 0UL, 0b1000UL, 0UL, 0UL, C)]
    [TestCase(0UL, 0b0010UL, 0b0010UL, 0UL, 0UL, B)]
    [TestCase(0UL, 0UL, 0UL, 0b0100UL, 0b0100UL, P)]
    [TestCase(0b0100UL, 0UL, 0UL, 0UL, 0UL, P)]
    [TestCase(0UL, 0b0100UL, 0UL, 0UL, 0UL, P)]
    [TestCase(0UL, 0UL, 0b0100UL, 0UL, 0UL, P)]
    [TestCase(0UL, 0UL, 0UL, 0b0001UL, 0UL, A)]
    [TestCase(0UL, 0UL, 0UL, 0UL, 0b1000UL, C)]
    [TestCase(0b1_0000UL, 0UL, 0UL, 0UL, 0UL, 4)]
    [TestCase(0UL, 0UL, 0UL, 0x8000_0000_0000_0000UL, 0UL, 63)]
    [TestCase(0UL, 0UL, 0b10_0000UL, 0UL, 0UL, 5)]
    public void CheckFrame_IndicationThatCannotBe_NamesTheGroup(
        ulong green, ulong yellow, ulong redClearance, ulong walk, ulong pedClearance, int group)
    {
        SafetyMonitor monitor = new MonitorTimeline().Monitor;

        SafetyRule rule = monitor.CheckFrame(
            new SignalFrame(StartMs, green, yellow, redClearance, walk, pedClearance), calls: 0);

        Assert.That(rule, Is.EqualTo(SafetyRule.IllegalTransition));
        Assert.That(monitor.Breach, Is.EqualTo(new SafetyBreach(rule, StartMs, group, -1)));
    }

    [Test]
    public void CheckFrame_EveryIndicationInItsKind_IsSound() =>
        new MonitorTimeline().Sound((0, "Grrr"), (5_000, "yrWr"), (8_000, "crWG"), (12_000, "rrfG"));

    [Test]
    public void CheckFrame_FlashWithAnyMasks_IsSound()
    {
        SafetyMonitor monitor = new MonitorTimeline().Monitor;

        SafetyRule rule = monitor.CheckFrame(
            new SignalFrame(StartMs, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, IsFlash: true), ulong.MaxValue);

        Assert.That(rule, Is.EqualTo(SafetyRule.None));
    }
}
