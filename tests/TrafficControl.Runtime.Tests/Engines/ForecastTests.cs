using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Testing;

namespace TrafficControl.Runtime.Tests.Engines;

[TestFixture]
public sealed class ForecastTests
{
    [TestCase("adaptive")]
    [TestCase("announced")]
    public void Fill_RandomTraffic_OrdersTheEndsAndKeepsEveryPromise(string plan)
    {
        EngineHarness harness = new(Intersection.Create(IntersectionSamples.NemaEightPhase() with { DefaultPlan = plan }));
        Dice dice = new(7);
        bool[] isOn = new bool[harness.Engine.Intersection.Detectors.Length];
        int committed = 0;
        int likely = 0;
        for (int i = 0; i < 6_000; i++)
        {
            harness.Step(tick => Drive(tick, isOn, dice));
            foreach (GroupForecast forecast in harness.Directive.Forecasts)
            {
                long latestMs = forecast.MaxEndMs == 0 ? long.MaxValue : forecast.MaxEndMs;
                Assert.That(forecast.MinEndMs, Is.InRange(harness.NowMs, latestMs), $"at {harness.NowMs}: {forecast}");
                if (forecast.LikelyEndMs != 0)
                {
                    Assert.That(forecast.LikelyEndMs, Is.InRange(forecast.MinEndMs, latestMs), $"at {harness.NowMs}: {forecast}");
                    Assert.That(forecast.ConfidencePercent, Is.InRange(1, 100));
                }

                committed += forecast.IsCommitted ? 1 : 0;
                likely += forecast.LikelyEndMs != 0 && !forecast.IsCommitted ? 1 : 0;
            }
        }

        Assert.That(likely, Is.GreaterThan(1_000));
        Assert.That(committed, plan == "announced" ? Is.GreaterThan(1_000) : Is.Zero);
        Assert.That(harness.Engine.Counters.BrokenPromises, Is.Zero);
        Assert.That(harness.Engine.Snapshot.Breach.Rule, Is.EqualTo(Core.Safety.SafetyRule.None));
    }

    [Test]
    public void Fill_PromiseOverruledByFlash_IsCounted()
    {
        EngineHarness harness = new(Intersection.Create(IntersectionSamples.TwoStage() with { DefaultPlan = "announced" }));
        harness.Run(20);
        for (int i = 0; i < 600 && !harness.Directive.Forecasts.ToArray().Any(forecast => forecast.IsCommitted); i++)
        {
            int step = i;
            harness.Step(tick => tick.TryAdd(new DetectorTransition(tick.TimeMs, (ushort)(step % 2), step % 4 < 2)));
        }

        Assert.That(harness.Directive.Forecasts.ToArray().Count(forecast => forecast.IsCommitted), Is.EqualTo(2), "one end, one start");
        harness.Step(tick => tick.Signals = new SignalFrame(tick.TimeMs, 3));

        harness.Step();

        Assert.That(harness.Engine.Counters.BrokenPromises, Is.EqualTo(2));
    }

    [Test]
    public void Percent_ForecastsThatMiss_LosesConfidenceAtThatLeadOnly()
    {
        ForecastSkill skill = new(groupCount: 1);
        Core.Estimation.SignalHistory signals = new(1);
        byte before = skill.Percent(ForecastKind.PlannedEnd, 7_000);
        byte other = skill.Percent(ForecastKind.PlannedEnd, 15_000);
        for (int cycle = 0; cycle < 50; cycle++)
        {
            long startMs = cycle * 100_000L;
            signals.Apply(new SignalFrame(startMs, 1));
            skill.Observe(signals, startMs);
            skill.Note(0, ForecastKind.PlannedEnd, startMs + 7_000, startMs);
            signals.Apply(new SignalFrame(startMs + 30_000, 0));
            skill.Observe(signals, startMs + 30_000);
        }

        Assert.That(before, Is.EqualTo(40), "the prior");
        Assert.That(skill.Percent(ForecastKind.PlannedEnd, 7_000), Is.LessThan(15));
        Assert.That(skill.Percent(ForecastKind.PlannedEnd, 15_000), Is.EqualTo(other));
    }

    [Test]
    public void Percent_ForecastsThatHit_GainsConfidence()
    {
        ForecastSkill skill = new(groupCount: 1);
        Core.Estimation.SignalHistory signals = new(1);
        for (int cycle = 0; cycle < 200; cycle++)
        {
            long startMs = cycle * 100_000L;
            signals.Apply(new SignalFrame(startMs, 1));
            skill.Observe(signals, startMs);
            skill.Note(0, ForecastKind.PlannedEnd, startMs + 7_000, startMs);
            signals.Apply(new SignalFrame(startMs + 8_900, 0));
            skill.Observe(signals, startMs + 8_900);
        }

        Assert.That(skill.Percent(ForecastKind.PlannedEnd, 7_000), Is.GreaterThan(90), "1.9 s off is right");
    }

    private static void Drive(ControllerTick tick, bool[] isOn, Dice dice)
    {
        for (ushort detector = 0; detector < isOn.Length; detector++)
        {
            if (dice.Between(0, 999) < (isOn[detector] ? 100 : 10))
            {
                isOn[detector] = !isOn[detector];
                tick.TryAdd(new DetectorTransition(tick.TimeMs, detector, isOn[detector]));
            }
        }
    }
}
