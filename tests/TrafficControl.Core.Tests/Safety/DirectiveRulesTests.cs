using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class DirectiveRulesTests
{
    private const ulong NoGroup = 1UL << 4;

    [Test]
    public void CheckDirective_NoDirective_Throws() =>
        Assert.That(() => new MonitorTimeline().Monitor.CheckDirective(null!), Throws.ArgumentNullException);

    [Test]
    public void CheckDirective_EveryFieldInItsRange_IsSound() => Passes(Shown("GrWr"), directive =>
    {
        directive.NextGroups = 0b1101;
        directive.Hold = 0b0001;
        directive.ForceOff = 0b1110;
        directive.Omit = 0b0010;
        directive.VehicleCalls = 0b1011;
        directive.PedestrianCalls = 0b0100;
        directive.NotBeforeMs = StartMs + 60_000;
    });

    [TestCase(0b0011UL, A, B)]
    [TestCase(0b0110UL, B, P)]
    [TestCase(0b1010UL, B, C)]
    public void CheckDirective_ConflictingGroups_NamesBoth(ulong nextGroups, int group, int otherGroup) =>
        Fails(Shown("rrrr"), directive => directive.NextGroups = nextGroups, group, otherGroup);

    [Test]
    public void CheckDirective_GroupThatDoesNotExist_IsIllegalInEveryMask()
    {
        Fails(Shown("rrrr"), directive => directive.NextGroups = NoGroup, 4);
        Fails(Shown("rrrr"), directive => directive.Hold = NoGroup, 4);
        Fails(Shown("rrrr"), directive => directive.ForceOff = NoGroup, 4);
        Fails(Shown("rrrr"), directive => directive.Omit = NoGroup, 4);
        Fails(Shown("rrrr"), directive => directive.VehicleCalls = NoGroup, 4);
        Fails(Shown("rrrr"), directive => directive.PedestrianCalls = NoGroup, 4);
    }

    [Test]
    public void CheckDirective_HoldAndForceOffOfOneGroup_IsIllegal() => Fails(Shown("rrrr"), directive =>
    {
        directive.Hold = 0b0011;
        directive.ForceOff = 0b1010;
    }, B);

    [Test]
    public void CheckDirective_HoldAndForceOffOfTheFirstGroup_IsIllegal() => Fails(Shown("rrrr"), directive =>
    {
        directive.Hold = 0b0001;
        directive.ForceOff = 0b0001;
    }, A);

    [Test]
    public void CheckDirective_CommittedStartDuringFlash_IsBoundByNothingShownBefore()
    {
        MonitorTimeline timeline = new MonitorTimeline().Sound((-200, "rrWr"), (-100, "GrWr"), (0, "flash"));

        CheckPromise(timeline, A, 0, isSound: true);
    }

    [Test]
    public void CheckDirective_CallOfTheWrongKind_IsIllegal()
    {
        Fails(Shown("rrrr"), directive => directive.VehicleCalls = 0b0101, P);
        Fails(Shown("rrrr"), directive => directive.PedestrianCalls = 0b0110, B);
    }

    [Test]
    public void CheckDirective_ModeThatDoesNotExist_IsIllegal() =>
        Fails(Shown("rrrr"), directive => directive.Mode = (DirectiveMode)9, -1);

    [TestCase(DirectiveMode.Flash)]
    [TestCase(DirectiveMode.LocalPlan)]
    public void CheckDirective_FlashOrLocalPlan_AlwaysPasses(DirectiveMode mode) => Passes(Shown("rrrr"), directive =>
    {
        directive.Mode = mode;
        directive.NextGroups = ulong.MaxValue;
        directive.Hold = ulong.MaxValue;
        directive.ForceOff = ulong.MaxValue;
        directive.ValidUntilMs = long.MinValue;
        directive.Forecasts.Fill(new GroupForecast(0, 0, 0, 0, true));
    });

    [TestCase(1L)]
    [TestCase(60_000L)]
    public void CheckDirective_ValidForUpToAMinute_IsSound(long aheadMs) =>
        Passes(Shown("rrrr"), directive => directive.ValidUntilMs = StartMs + aheadMs);

    [TestCase(0L)]
    [TestCase(-1L)]
    [TestCase(60_001L)]
    [TestCase(long.MaxValue - StartMs)]
    [TestCase(long.MinValue)]
    public void CheckDirective_ExpiredOrValidForOverAMinute_IsIllegal(long aheadMs) =>
        Fails(Shown("rrrr"), directive => directive.ValidUntilMs = unchecked(StartMs + aheadMs), -1);

    [TestCase(0L)]
    [TestCase(1L)]
    [TestCase(StartMs)]
    [TestCase(StartMs + 60_000)]
    public void CheckDirective_StartAtOnceOrWithinAMinute_IsSound(long notBeforeMs) =>
        Passes(Shown("rrrr"), directive => directive.NotBeforeMs = notBeforeMs);

    [TestCase(-1L)]
    [TestCase(StartMs + 60_001)]
    [TestCase(long.MaxValue)]
    public void CheckDirective_StartBeforeTimeOrInOverAMinute_IsIllegal(long notBeforeMs) =>
        Fails(Shown("rrrr"), directive => directive.NotBeforeMs = notBeforeMs, -1);

    [Test]
    public void CheckDirective_BeforeTheFirstFrame_ChecksMasksOnly()
    {
        Passes(new MonitorTimeline(), directive =>
        {
            directive.ValidUntilMs = 1;
            directive.Forecasts.Fill(new GroupForecast(0, 0, 0, 0, true));
        });
        Fails(new MonitorTimeline(), directive => directive.NextGroups = 0b0011, A, B, timeMs: 0);
    }

    [TestCase(-1L, false)]
    [TestCase(0L, true)]
    public void CheckDirective_CommittedEndInThePast_IsIllegal(long aheadMs, bool isSound) =>
        CheckPromise(Shown("Grrr"), A, aheadMs, isSound);

    [Test]
    public void CheckDirective_LikelyEndInThePastNotCommitted_IsSound() =>
        Passes(Shown("Grrr"), directive => directive.Forecasts[A] = new GroupForecast(0, 0, 1, 0, false));

    [TestCase("Grrr", A, 5_000)]
    [TestCase("rrWr", P, 7_000)]
    public void CheckDirective_CommittedEndOfGreen_IsNotBeforeItsMinimum(string shown, int group, int shortestMs)
    {
        CheckPromise(new MonitorTimeline().Sound((-100, "rrrr"), (0, shown)), group, shortestMs - 1, isSound: false);
        CheckPromise(new MonitorTimeline().Sound((-100, "rrrr"), (0, shown)), group, shortestMs, isSound: true);
    }

    [TestCase("Grrr", "yrrr", A, 5_000)]
    [TestCase("yrrr", "crrr", A, 2_000)]
    [TestCase("crrr", "rrrr", A, 0)]
    [TestCase("rrWr", "rrfr", P, 12_000)]
    [TestCase("rrfr", "rrrr", P, 2_000)]
    public void CheckDirective_CommittedNextStart_IsNotBeforeClearanceAndRedRevert(
        string before, string shown, int group, int shortestMs)
    {
        CheckPromise(new MonitorTimeline().Sound((-100, before), (0, shown)), group, shortestMs, isSound: true);
        CheckPromise(new MonitorTimeline().Sound((-100, before), (0, shown)), group, shortestMs - 1, isSound: false);
    }

    [Test]
    public void CheckDirective_RedClearanceLongerThanRedRevert_CountsItself()
    {
        IntersectionDefinition junction = Junction() with
        {
            Intergreens = [],
            SignalGroups = [.. Junction().SignalGroups.Select(group => group.Id == "A" ? group with { RedClearanceMs = 3_000 } : group)],
        };

        CheckPromise(new MonitorTimeline(junction).Sound((-1, "Grrr"), (0, "yrrr")), A, 6_000, isSound: true);
        CheckPromise(new MonitorTimeline(junction).Sound((-1, "Grrr"), (0, "yrrr")), A, 5_999, isSound: false);
        CheckPromise(new MonitorTimeline(junction).Sound((-1, "yrrr"), (0, "crrr")), A, 3_000, isSound: true);
        CheckPromise(new MonitorTimeline(junction).Sound((-1, "yrrr"), (0, "crrr")), A, 2_999, isSound: false);
    }

    [Test]
    public void CheckDirective_ForecastsOfAnotherNumberOfGroups_AreRead()
    {
        MonitorTimeline timeline = Shown("rrrr");
        Directive directive = new(groupCount: 64) { ValidUntilMs = StartMs + 1 };
        directive.Forecasts[63] = new GroupForecast(0, 0, 0, 0, true);

        Assert.That(timeline.Monitor.CheckDirective(directive), Is.EqualTo(SafetyRule.None));
    }

    [Test]
    public void CheckDirective_AfterABreach_KeepsTheFirst()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");

        Assert.That(timeline.Monitor.CheckDirective(new Directive(4)), Is.EqualTo(SafetyRule.ConflictingGreens));
        Assert.That(timeline.Monitor.Breach.Group, Is.EqualTo(A));
    }

    private static MonitorTimeline Shown(string frame) => new MonitorTimeline().Sound((0, frame));

    private static void CheckPromise(MonitorTimeline timeline, int group, long endMs, bool isSound)
    {
        void Promise(Directive directive) =>
            directive.Forecasts[group] = new GroupForecast(0, 0, StartMs + endMs, 100, true);
        if (isSound)
        {
            Passes(timeline, Promise);
        }
        else
        {
            Fails(timeline, Promise, group);
        }
    }

    private static void Passes(MonitorTimeline timeline, Action<Directive> fill)
    {
        SafetyRule rule = Check(timeline, fill);

        Assert.That(rule, Is.EqualTo(SafetyRule.None));
        Assert.That(timeline.Monitor.IsLatched, Is.False);
    }

    private static void Fails(
        MonitorTimeline timeline, Action<Directive> fill, int group, int otherGroup = -1, long timeMs = StartMs)
    {
        SafetyRule rule = Check(timeline, fill);

        Assert.That(rule, Is.EqualTo(SafetyRule.IllegalDirective));
        Assert.That(timeline.Monitor.Breach, Is.EqualTo(new SafetyBreach(rule, timeMs, group, otherGroup)));
    }

    private static SafetyRule Check(MonitorTimeline timeline, Action<Directive> fill)
    {
        Directive directive = new(timeline.Intersection.Groups.Length) { ValidUntilMs = StartMs + 5_000 };
        fill(directive);
        return timeline.Monitor.CheckDirective(directive);
    }
}
