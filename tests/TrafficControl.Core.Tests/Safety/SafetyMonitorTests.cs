using TrafficControl.Core.Controller;
using TrafficControl.Core.Safety;
using static TrafficControl.Core.Tests.Safety.MonitorTimeline;

namespace TrafficControl.Core.Tests.Safety;

[TestFixture]
public sealed class SafetyMonitorTests
{
    [Test]
    public void Constructor_NoIntersection_Throws() =>
        Assert.That(() => new SafetyMonitor(null!), Throws.ArgumentNullException);

    [Test]
    public void Breach_NothingSeen_IsNone()
    {
        SafetyMonitor monitor = new MonitorTimeline().Monitor;

        Assert.That(monitor.Breach, Is.EqualTo(new SafetyBreach(SafetyRule.None, 0, -1, -1)));
        Assert.That(monitor.IsLatched, Is.False);
    }

    [Test]
    public void CheckFrame_SoundAfterABreach_ReturnsTheLatchedRule()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");

        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "flash");
        Assert.That(timeline.Show(1_000, "flash"), Is.EqualTo(SafetyRule.ConflictingGreens));
    }

    [Test]
    public void CheckFrame_SecondBreach_KeepsTheFirst()
    {
        MonitorTimeline timeline = new() { Calls = 1 << B };
        timeline.Sound((0, "rrrr"), (1_000, "Grrr"));
        timeline.Breaks(SafetyRule.MinGreenCut, A, -1, 2_000, "yrrr");
        SafetyBreach first = timeline.Monitor.Breach;

        timeline.Show(500, "GGWG");
        timeline.Show(900_000, "yyfy");

        Assert.That(timeline.Monitor.Breach, Is.EqualTo(first));
    }

    [Test]
    public void CheckFrame_GarbageWhileLatched_IsBornUntilCleared()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");
        timeline.Monitor.CheckFrame(
            new SignalFrame(long.MinValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue),
            ulong.MaxValue);
        timeline.Monitor.CheckFrame(new SignalFrame(long.MaxValue, 0), ulong.MaxValue);

        timeline.Monitor.Clear();

        Assert.That(timeline.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
        timeline.Sound((0, "Grrr"), (1, "yrrr"));
    }

    [Test]
    public void Clear_WhileSignalsRun_TakesTheNextFrameAsTheFirst()
    {
        MonitorTimeline timeline = new() { Calls = 1 << B };
        timeline.Sound((0, "rrrr"), (50_000, "Grrr")).Breaks(SafetyRule.MinGreenCut, A, -1, 50_001, "yrrr");

        timeline.Monitor.Clear();

        Assert.That(timeline.Monitor.IsLatched, Is.False);
        timeline.Sound((40_000, "Grrr"), (40_001, "yrrr"), (43_001, "crrr"), (40_000 + MaxRedMs, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 40_001 + MaxRedMs, "rrrr");
    }

    [Test]
    public void Clear_WhileFlashing_StillAsksForAllRed()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");
        timeline.Show(100, "flash");

        timeline.Monitor.Clear();

        timeline.Breaks(SafetyRule.IllegalTransition, A, -1, 200, "Grrr");
    }

    [Test]
    public void Clear_WhileFlashing_StillAsksForTheAllRedTime()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");
        timeline.Show(100, "flash");

        timeline.Monitor.Clear();

        timeline.Sound((200, "rrrr")).Breaks(SafetyRule.IntergreenTooShort, A, -1, 10_199, "Grrr");
    }

    [Test]
    public void LoseSight_WhileSignalsRun_TakesTheNextFrameAsTheFirst()
    {
        MonitorTimeline timeline = new() { Calls = 1 << B };
        timeline.Sound((0, "rrrr"), (50_000, "Grrr"));

        timeline.Monitor.LoseSight();

        timeline.Sound((40_000, "Grrr"), (40_001, "yrrr"), (43_001, "crrr"), (40_000 + MaxRedMs, "rrrr"))
            .Breaks(SafetyRule.MaxRedExceeded, B, -1, 40_001 + MaxRedMs, "rrrr");
    }

    [TestCase("rGrr", TestName = "LoseSight_WithinAnIntergreen_ForgetsIt")]
    [TestCase("Grrr", TestName = "LoseSight_WithinARedRevert_ForgetsIt")]
    public void LoseSight_WithinAnInterval_ForgetsIt(string starting)
    {
        MonitorTimeline timeline = new();
        timeline.Sound((0, "Grrr"), (10_000, "yrrr"), (13_000, "crrr"));

        timeline.Monitor.LoseSight();

        timeline.Sound((13_100, "rrrr"), (13_200, starting));
    }

    [Test]
    public void LoseSight_WithinAMinimumGreen_ForgetsIt()
    {
        MonitorTimeline timeline = new();
        timeline.Sound((0, "rrrr"), (1_000, "Grrr"));

        timeline.Monitor.LoseSight();

        timeline.Sound((1_100, "Grrr"), (1_200, "yrrr"));
    }

    [Test]
    public void LoseSight_WithinTheAllRedAfterFlash_ForgetsIt()
    {
        MonitorTimeline timeline = new();
        timeline.Sound((0, "flash"), (1_000, "rrrr"));

        timeline.Monitor.LoseSight();

        timeline.Sound((1_100, "rrrr"), (1_200, "Grrr"));
    }

    [Test]
    public void LoseSight_WhileFlashing_AsksForNothingThatWasNotSeen()
    {
        MonitorTimeline timeline = new();
        timeline.Sound((0, "flash"));

        timeline.Monitor.LoseSight();

        timeline.Sound((100, "Grrr"));
    }

    [Test]
    public void LoseSight_WhileLatched_KeepsTheBreach()
    {
        MonitorTimeline timeline = new();
        timeline.Breaks(SafetyRule.ConflictingGreens, A, B, 0, "GGrr");

        timeline.Monitor.LoseSight();

        Assert.That(timeline.Show(100, "rrrr"), Is.EqualTo(SafetyRule.ConflictingGreens));
    }

    [Test]
    public void CheckFrameAndDirective_SteadyState_AllocateNothing()
    {
        MonitorTimeline timeline = new() { Calls = 1 << B };
        SafetyMonitor monitor = timeline.Monitor;
        SignalFrame[] cycle =
        [
            Frame(0, "GrWG"), Frame(10_000, "GrfG"), Frame(20_000, "yrry"), Frame(23_000, "crrr"), Frame(24_500, "rGrr"),
            Frame(30_000, "ryrr"), Frame(33_000, "rcrr"), Frame(34_000, "rrrr"), Frame(38_000, "rrrr"),
        ];
        Directive directive = new(timeline.Intersection.Groups.Length) { NextGroups = 0b1101 };

        // The first rounds warm up the code; the measured ones may not allocate a byte.
        long allocatedBytes = 0;
        for (int round = 0; round < 200; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            foreach (SignalFrame frame in cycle)
            {
                SignalFrame later = frame with { TimeMs = frame.TimeMs + (round * 40_000L) };
                monitor.CheckFrame(later, timeline.Calls);
                directive.ValidUntilMs = later.TimeMs + 5_000;
                monitor.CheckDirective(directive);
            }

            allocatedBytes = round < 100 ? 0 : allocatedBytes + GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.That(monitor.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(allocatedBytes, Is.Zero);
    }
}
