using FsCheck;
using FsCheck.Fluent;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class AdaptiveMaxGreenTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int BarA = 0;
    private const int BarB = 1;
    private const int MaxMs = 12_000;

    [TestCase(0, 0)]
    [TestCase(1, 0)]
    [TestCase(2, 0)]
    [TestCase(0, 3_000)]
    [TestCase(1, 3_000)]
    [TestCase(2, 3_000)]
    public void Decide_RandomTraffic_NoGreenOutlastsItsMaximumWhileSomebodyElseCalls(int junction, int commitmentMs)
    {
        int maxOuts = 0;
        long worstMs = long.MinValue;
        Property property = Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
        {
            MaxGreenRun run = new MaxGreenRun(Junction(junction), commitmentMs, seed).Run(seconds: 400);
            maxOuts += run.MaxOuts;
            worstMs = Math.Max(worstMs, run.WorstExcessMs);
            return (run.WorstExcessMs <= 0).Label($"generated-{seed}: {run.WorstExcessMs} ms too long");
        });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(8).WithReplay(1, 0x9E37_79B9_7F4A_7C15));

        Assert.That(worstMs, Is.GreaterThan(-8_000), "or the maximum was never near");
        if (junction != 1)
        {
            // Eight phases share the time so that plans end most greens themselves shortly before.
            Assert.That(maxOuts, commitmentMs > 0 ? Is.Zero : Is.Positive, "with a commitment the reason is the announcement");
        }
    }

    [Test]
    public void Decide_StreamOnGreenAndSomebodyWaits_ChangesAtTheMaximumForThatReason()
    {
        TickFeeder feeder = new(TwoStage(maxGreenSet: 1));
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);
        Stream(feeder, strategy, 30_000, _ => false);
        feeder.Set(BarB, true);
        long calledMs = feeder.NowMs;

        Decision decision = Stream(feeder, strategy, 60_000, decision => decision.Groups == B);

        Assert.That(decision.Groups, Is.EqualTo(B));
        Assert.That(feeder.NowMs - calledMs, Is.InRange(1, MaxMs + TickFeeder.TickMs));
    }

    [Test]
    public void Decide_NobodyElse_RestsBeyondTheMaximum()
    {
        TickFeeder feeder = new(TwoStage(maxGreenSet: 1));
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);

        Decision decision = Stream(feeder, strategy, 10 * MaxMs, decision => decision.Groups != A);

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.RestInGreen).Or.EqualTo(DecisionReason.LeastDelay));
    }

    [TestCase(1, true)]
    [TestCase(0, false)]
    public void Decide_QueueTooCostlyToStop_EndsOnlyWhereThePlanHasAMaximum(int maxGreenSet, bool hasEnded)
    {
        MaxGreenRun run = new(Junction(2) with { Id = "junction" }, 0, seed: 1, maxGreenSet);

        run.Run(seconds: 900);

        Assert.That(run.MaxOuts > 0, Is.EqualTo(hasEnded));
    }

    private static IntersectionDefinition Junction(int junction)
    {
        IntersectionDefinition definition = junction switch
        {
            0 => IntersectionSamples.TwoStage(),
            1 => IntersectionSamples.NemaEightPhase(),
            _ => IntersectionSamples.PermissiveThenProtected(),
        };

        // A maximum below walk and clearance cannot hold while people cross, so the junction with walks has a longer one.
        return WithMaximum(definition, junction == 1 ? 25_000 : MaxMs);
    }

    private static IntersectionDefinition WithMaximum(IntersectionDefinition definition, int maxGreenMs) => definition with
    {
        SignalGroups = [.. definition.SignalGroups.Select(group => group with { MaxGreenMs = maxGreenMs, MaxRedMs = 900_000 })],
    };

    private static IntersectionDefinition TwoStage(int maxGreenSet) => WithMaximum(IntersectionSamples.TwoStage(), MaxMs) with
    {
        Plans = [new() { Id = "adaptive", Strategy = StrategyKind.Adaptive, MaxGreenSet = maxGreenSet }],
    };

    /// <summary>A vehicle every two seconds on the green lane, as long as it takes.</summary>
    private static Decision Stream(TickFeeder feeder, AdaptiveStrategy strategy, int durationMs, Func<Decision, bool> isReached)
    {
        Decision decision = default;
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            if (passed % 2_000 is 0 or 800)
            {
                feeder.Set(BarA, passed % 2_000 == 0);
            }

            feeder.Tick();
            decision = strategy.Decide(feeder.State);
            if (isReached(decision))
            {
                break;
            }
        }

        return decision;
    }
}
