using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Core.Strategies;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Controller;

[TestFixture]
public sealed class GuardedControllerTests
{
    [Test]
    public void Advance_DirectiveExpires_FallsBackToTheLocalPlanSmoothly()
    {
        Timeline timeline = new Timeline(IntersectionSamples.TwoStage()).StartIn("A").Direct(0, "B", validS: 10);

        timeline.Check(30, "A Y3 C1 r10.1 G15.9", "B r4 G6.1 Y3 C1 r15.9");
        Assert.That(timeline.Controller.Mode, Is.EqualTo(LocalMode.LocalPlan));
    }

    [Test]
    public void Advance_DirectiveAsksForTheLocalPlan_RunsIt() =>
        new Timeline(IntersectionSamples.TwoStage()).StartIn("A").Direct(0, "B", mode: DirectiveMode.LocalPlan)
            .Check(40, "A G30 Y3 C1 r6", "B r34 G6");

    [Test]
    public void Advance_DirectiveReturnsAfterLocalPlan_IsFollowedAgain()
    {
        Timeline timeline = new Timeline(IntersectionSamples.TwoStage()).StartIn("A").Direct(8, "B");

        timeline.Check(20, "A G8 Y3 C1 r8", "B r12 G8");
        Assert.That(timeline.Controller.Mode, Is.EqualTo(LocalMode.Following));
    }

    [Test]
    public void Advance_DirectiveStartsNothingBeforeATime_WaitsForIt() =>
        new Timeline(IntersectionSamples.TwoStage()).StartIn("A").Direct(8, "B", notBeforeS: 14)
            .Check(20, "A G8 Y3 C1 r8", "B r14 G6");

    [TestCase("actuated")]
    [TestCase("max-pressure")]
    public void Advance_LocalPlanEndsAYieldingTurn_StartsTheNextGreenWhenHeHasLeft(string plan)
    {
        Timeline timeline = YieldingTurn(plan);

        timeline.Run(200, "C");

        // The others may pass to the end of their 3 s of yellow; in red their detector goes on and says nothing.
        Assert.That(
            RedBetweenMs(timeline, "A", "C"),
            Is.InRange(YieldingTurnClearance.LeavingMs, YieldingTurnClearance.LeavingMs + 3_000));
        Assert.That(timeline.Controller.Monitor.Breach.Rule, Is.EqualTo(SafetyRule.None));
    }

    [Test]
    public void Advance_FixedPlanEndsAYieldingTurn_KeepsItsCycle()
    {
        Timeline timeline = YieldingTurn("fixed");

        timeline.Run(60, "C");

        Assert.That(RedBetweenMs(timeline, "A", "C"), Is.EqualTo(4_000));
    }

    [Test]
    public void Advance_MonitorObjects_FlashesUntilCleared()
    {
        GuardedController controller = new(Intersection.Create(IntersectionSamples.TwoStage()));
        controller.StartIn(1_000, 1);
        ControllerTick tick = new() { TimeMs = 1_000 };
        controller.Advance(tick, null);

        // A conflict shown by nobody in this test: the monitor is told of one, as a fault in the controller would be.
        controller.Monitor.CheckFrame(new SignalFrame(1_100, 3), 0);
        tick.TimeMs = 1_200;
        SignalFrame latched = controller.Advance(tick, null);
        controller.ClearFault(2_000);
        tick.TimeMs = 2_100;
        SignalFrame cleared = controller.Advance(tick, null);

        Assert.That(latched.IsFlash, Is.True);
        Assert.That(cleared.IsFlash, Is.False);
        Assert.That(cleared.RightOfWay, Is.Zero);
        Assert.That(controller.Monitor.Breach.Rule, Is.EqualTo(SafetyRule.None));
    }

    [TestCase("A")]
    [TestCase("A", "B")]
    public void MaxRedGuard_DirectiveStarvesAGroup_ServesItInTime(params string[] held)
    {
        ArgumentNullException.ThrowIfNull(held);
        Timeline timeline = new Timeline(IntersectionSamples.TwoStage()).StartIn("A")
            .Occupy("dA", 0).Occupy("dB", 0).Direct(0, "A", hold: string.Join(' ', held), omit: "");

        string shown = timeline.Run(400, "B");

        Assert.That(shown, Does.Contain("G"));
        Assert.That(timeline.Controller.Monitor.Breach.Rule, Is.EqualTo(SafetyRule.None));
    }

    [TestCase(100)]
    [TestCase(1_000)]
    public void MaxRedGuard_EveryGroupStarvesAtOnce_ServesEachInTime(int stepMs)
    {
        Timeline timeline = new(IntersectionSamples.NemaEightPhase()) { StepMs = stepMs };
        timeline.StartIn("").Direct(0, "", pedestrianCalls: "P2 P4 P6 P8");
        for (int phase = 1; phase <= 8; phase++)
        {
            timeline.Occupy($"d{phase}", 0);
        }

        timeline.Run(1_500, "1");

        ulong served = 0;
        foreach (SignalFrame frame in timeline.Frames)
        {
            served |= frame.RightOfWay;
        }

        Assert.That(served, Is.EqualTo(timeline.Intersection.AllGroups));
        Assert.That(timeline.Controller.Monitor.Breach.Rule, Is.EqualTo(SafetyRule.None));
    }

    [TestCase("fixed")]
    [TestCase("actuated")]
    [TestCase("coordinated")]
    [TestCase("max-pressure")]
    public void Advance_TenThousandTicks_AllocatesNothing(string plan)
    {
        GuardedController controller = new(
            Intersection.Create(Timeline.With(IntersectionSamples.NemaEightPhase(), plan)));
        controller.StartUp(Timeline.StartMs);
        ControllerTick tick = new();
        Run(controller, tick, Timeline.StartMs, 2_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(controller, tick, Timeline.StartMs + 200_000, 10_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
        Assert.That(controller.Monitor.Breach.Rule, Is.EqualTo(SafetyRule.None));
    }

    [Test]
    public void Advance_TickRepeatedWithTheRestOfTheBatch_ShowsTheSame()
    {
        IntersectionDefinition definition = Timeline.With(IntersectionSamples.TwoStage(), "actuated");
        GuardedController whole = new(Intersection.Create(definition));
        GuardedController split = new(Intersection.Create(definition));
        whole.StartIn(Timeline.StartMs, 1);
        split.StartIn(Timeline.StartMs, 1);
        ControllerTick tick = new();
        for (int i = 1; i < 3_000; i++)
        {
            long now = Timeline.StartMs + (i * 100);
            bool isOn = i % 7 == 0;
            Fill(tick, now, i % 2, isOn);
            SignalFrame expected = whole.Advance(tick, null);
            tick.Clear();
            tick.TimeMs = now - 50;
            split.Advance(tick, null);
            Fill(tick, now, i % 2, isOn);
            SignalFrame actual = split.Advance(tick, null);

            Assert.That(actual, Is.EqualTo(expected), $"at {now - Timeline.StartMs} ms");
        }
    }

    /// <summary>
    /// A turner stands on the shared lane of group A while traffic of B has precedence; C waits from 10 s on.
    /// </summary>
    private static Timeline YieldingTurn(string plan)
    {
        Timeline timeline = new Timeline(Timeline.With(IntersectionSamples.YieldingTurn(), plan)).StartIn("A B")
            .Stream("dB", 0, 200, 2).Occupy("dC", 10);
        for (int from = 3; from < 200; from += 20)
        {
            timeline.Occupy("dA", from, from + 19.5);
        }

        return timeline;
    }

    /// <summary>Time from the end of one group's first green to the start of the other's, milliseconds.</summary>
    private static long RedBetweenMs(Timeline timeline, string from, string to)
    {
        ulong first = timeline.Groups(from);
        ulong second = timeline.Groups(to);
        long endMs = 0;
        foreach (SignalFrame frame in timeline.Frames)
        {
            endMs = endMs == 0 && (frame.Green & first) == 0 ? frame.TimeMs : endMs;
            if ((frame.Green & second) != 0)
            {
                return frame.TimeMs - endMs;
            }
        }

        return -1;
    }

    private static void Fill(ControllerTick tick, long now, int detector, bool isOn)
    {
        tick.Clear();
        tick.TimeMs = now;
        tick.TryAdd(new DetectorTransition(now, (ushort)detector, isOn));
    }

    private static void Run(GuardedController controller, ControllerTick tick, long fromMs, int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            tick.Clear();
            tick.TimeMs = fromMs + (i * 100);
            tick.TryAdd(new DetectorTransition(tick.TimeMs, (ushort)(i * 7 % 12), i % 3 == 0));
            controller.Advance(tick, null);
        }
    }
}
