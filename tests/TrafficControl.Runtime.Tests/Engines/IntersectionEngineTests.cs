using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Runtime.Engines;
using TrafficControl.Testing;

namespace TrafficControl.Runtime.Tests.Engines;

[TestFixture]
public sealed class IntersectionEngineTests
{
    private static readonly Intersection TwoStage = Intersection.Create(IntersectionSamples.TwoStage());
    private static readonly Intersection Nema = Intersection.Create(IntersectionSamples.NemaEightPhase());

    [Test]
    public void Advance_FixedTime_FollowsTheCycleAndBreaksNoRule()
    {
        EngineHarness harness = new(TwoStage, startMs: 0);
        ulong seen = 0;
        for (int i = 0; i < 1_200; i++)
        {
            harness.Step();
            seen |= harness.Field.Frame.Green;
            int position = (int)(harness.NowMs % 60_000);
            Assert.That(harness.Directive.NextGroups, Is.EqualTo(position < 30_000 ? 1UL : 2UL), $"at {harness.NowMs} ms");
        }

        Assert.That(seen, Is.EqualTo(3UL));
        Assert.That(harness.Engine.Snapshot.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(harness.Field.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public void Advance_Directive_EchoesTheTickAndExpires()
    {
        EngineHarness harness = new(TwoStage);
        harness.Step();
        harness.Step();

        Assert.That(harness.Directive.TickSequence, Is.EqualTo(2));
        Assert.That(harness.Directive.Sequence, Is.EqualTo(2));
        Assert.That(harness.Directive.ValidUntilMs, Is.EqualTo(harness.NowMs + new EngineOptions().DirectiveValidityMs));
    }

    [Test]
    public void Advance_DuplicateSequence_IsIgnoredAndCounted()
    {
        EngineHarness harness = new(TwoStage);
        harness.Step();
        long answered = harness.Directive.Sequence;

        Assert.That(harness.Step(tick => tick.Sequence = 1), Is.EqualTo(TickVerdict.Duplicate));
        Assert.That(harness.Engine.Counters.DuplicateTicks, Is.EqualTo(1));
        Assert.That(harness.Directive.Sequence, Is.EqualTo(answered));
    }

    [Test]
    public void Advance_TimeSlightlyBack_IsIgnoredAsLate()
    {
        EngineHarness harness = new(TwoStage);
        harness.Step();

        Assert.That(harness.Step(tick => tick.TimeMs -= 1_100), Is.EqualTo(TickVerdict.Late));
        Assert.That(harness.Engine.Counters.LateTicks, Is.EqualTo(1));
        Assert.That(harness.Step(), Is.EqualTo(TickVerdict.Accepted));
    }

    [TestCase(-1_101, TickVerdict.ClockStep)]
    [TestCase(-1_100, TickVerdict.Late)]
    [TestCase(4_900, TickVerdict.Accepted)]
    [TestCase(4_901, TickVerdict.ClockStep)]
    public void Advance_ClockStep_EndsTheSessionBeyondOneSecondBackOrFiveAhead(int changeMs, TickVerdict expected)
    {
        EngineHarness harness = new(TwoStage);
        harness.Step();

        Assert.That(harness.Step(tick => tick.TimeMs += changeMs), Is.EqualTo(expected));
        Assert.That(harness.Engine.Counters.ClockSteps, Is.EqualTo(expected == TickVerdict.ClockStep ? 1 : 0));
    }

    [Test]
    public void Advance_MissingTicks_AreCountedAndDetectorsCallUntilHeardAgain()
    {
        EngineHarness harness = new(Intersection.Create(IntersectionSamples.TwoStage() with { DefaultPlan = "actuated" }));
        harness.Run(10);
        Assert.That(harness.Engine.Snapshot.Calls, Is.Zero);

        harness.Step(tick => tick.Sequence += 3);
        harness.Run(2);

        Assert.That(harness.Engine.Counters.MissingTicks, Is.EqualTo(3));
        Assert.That(harness.Engine.Snapshot.Calls, Is.Not.Zero);
        Assert.That(harness.Engine.Snapshot.Breach, Is.EqualTo(SafetyBreach.None), "unseen transitions are not breaches");
    }

    [Test]
    public void Advance_ReportedConflict_AsksForFlashUntilCleared()
    {
        EngineHarness harness = new(TwoStage);
        harness.Run(10);

        harness.Step(tick => tick.Signals = new SignalFrame(tick.TimeMs, 3));

        Assert.That(harness.Directive.Mode, Is.EqualTo(DirectiveMode.Flash));
        Assert.That(harness.Directive.Reason, Is.EqualTo(DecisionReason.SafetyBreach));
        harness.Run(2);
        Assert.That(harness.Field.Frame.IsFlash, Is.True);
        Assert.That(harness.Engine.Snapshot.Breach.Rule, Is.EqualTo(SafetyRule.ConflictingGreens));

        Assert.That(harness.Engine.TryClearBreach(), Is.True);
        harness.Run(20);
        Assert.That(harness.Directive.Mode, Is.EqualTo(DirectiveMode.Groups));
        Assert.That(harness.Field.Frame.Green, Is.Not.Zero);
    }

    [Test]
    public void TryActivatePlan_UnderFixedTime_TakesEffectAtTheCyclesEnd()
    {
        EngineHarness harness = new(TwoStage, startMs: 0);
        harness.Run(10);

        Assert.That(harness.Engine.TryActivatePlan(TwoStage.Plans[1]), Is.True);
        harness.Run(49);
        Assert.That(harness.Engine.Snapshot.Plan.Definition.Id, Is.EqualTo("fixed"));
        harness.Run(2);
        Assert.That(harness.Engine.Snapshot.Plan.Definition.Id, Is.EqualTo("actuated"));
    }

    [Test]
    public void TryActivatePlan_WithoutACycle_WaitsForTheMinimumGreen()
    {
        Intersection actuated = Intersection.Create(IntersectionSamples.TwoStage() with { DefaultPlan = "actuated" });
        EngineHarness harness = new(actuated, startMs: 0);
        while (harness.Field.Frame.Green == 0)
        {
            harness.Step(tick => tick.TryAdd(new DetectorTransition(tick.TimeMs, 0, IsOn: true)));
        }

        harness.Engine.TryActivatePlan(actuated.Plans[3]);
        harness.Run(2);
        Assert.That(harness.Engine.Snapshot.Plan.Definition.Id, Is.EqualTo("actuated"));
        harness.Run(6);
        Assert.That(harness.Engine.Snapshot.Plan.Definition.Id, Is.EqualTo("max-pressure"));
    }

    [Test]
    public void TryActivatePlan_MailboxFull_IsRefusedAndCounted()
    {
        IntersectionEngine engine = new(TwoStage, new EngineOptions { MailboxCapacity = 2 });
        Assert.That(engine.TryClearBreach(), Is.True);
        Assert.That(engine.TryClearBreach(), Is.True);

        Assert.That(engine.TryClearBreach(), Is.False);
        Assert.That(engine.Counters.DroppedMail, Is.EqualTo(1));
    }

    [Test]
    public void BeginSession_AfterALongAbsence_StartsAnewWithoutABreach()
    {
        EngineHarness harness = new(TwoStage);
        harness.Run(20);
        harness.Engine.BeginSession_TickThreadOnly();

        Assert.That(harness.Step(BackInTime), Is.EqualTo(TickVerdict.Accepted), "a new session sets the clock");
        Assert.That(harness.Engine.Snapshot.Breach, Is.EqualTo(SafetyBreach.None));
        Assert.That(harness.Engine.Counters.Sessions, Is.EqualTo(2));

        static void BackInTime(ControllerTick tick)
        {
            tick.TimeMs -= 500_000;
            tick.Signals = new SignalFrame(tick.TimeMs, 0);
        }
    }

    [TestCase("fixed")]
    [TestCase("actuated")]
    [TestCase("coordinated")]
    [TestCase("max-pressure")]
    [TestCase("adaptive")]
    [TestCase("announced")]
    public void Advance_SteadyState_AllocatesNothing(string plan)
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.NemaEightPhase() with { DefaultPlan = plan });
        IntersectionEngine engine = new(intersection, new EngineOptions());
        Directive directive = new(intersection.Groups.Length);
        GuardedController field = new(intersection);
        ControllerTick tick = new();
        field.StartUp(0);
        engine.BeginSession_TickThreadOnly();
        long allocated = 0;
        for (int i = 1; i <= 20_000; i++)
        {
            tick.Clear();
            tick.Sequence = i;
            tick.TimeMs = i * 100L;
            tick.Signals = field.Frame;
            tick.Mode = field.Mode;
            tick.TryAdd(new DetectorTransition(tick.TimeMs, (ushort)(i % 12), i / 12 % 2 == 0));
            long before = GC.GetAllocatedBytesForCurrentThread();
            engine.Advance_TickThreadOnly(tick, directive);
            allocated += i > 2_000 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
            field.Advance(tick, directive);
        }

        Assert.That(allocated, Is.Zero);
        Assert.That(field.Monitor.Breach, Is.EqualTo(SafetyBreach.None));
    }

    [Test]
    public void Forecasts_FixedTime_SayTheEndOfGreenExactly()
    {
        EngineHarness harness = new(TwoStage, startMs: 0);
        harness.Run(20);

        GroupForecast forecast = harness.Directive.Forecasts[0];
        Assert.That(forecast.LikelyEndMs, Is.EqualTo(30_000));
        Assert.That(forecast.ConfidencePercent, Is.EqualTo(100));
    }

    [Test]
    public void Advance_SameTicks_GiveTheSameDirectives()
    {
        List<(long, ulong, DecisionReason, long)> first = Record();
        List<(long, ulong, DecisionReason, long)> second = Record();

        Assert.That(second, Is.EqualTo(first));

        static List<(long, ulong, DecisionReason, long)> Record()
        {
            EngineHarness harness = new(Intersection.Create(IntersectionSamples.NemaEightPhase() with { DefaultPlan = "actuated" }));
            List<(long, ulong, DecisionReason, long)> directives = [];
            for (int i = 0; i < 3_000; i++)
            {
                int step = i;
                harness.Step(tick => tick.TryAdd(new DetectorTransition(tick.TimeMs - (step % 100), (ushort)(step % 8), step % 3 == 0)));
                Directive directive = harness.Directive;
                directives.Add((directive.Sequence, directive.NextGroups, directive.Reason, directive.Forecasts[step % 12].LikelyEndMs));
            }

            return directives;
        }
    }
}
