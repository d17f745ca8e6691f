using FsCheck;
using FsCheck.Fluent;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class AdaptiveCommitmentTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int BarB = 1;
    private const int CommitmentMs = 9_000;

    [Test]
    public void Decide_VehicleWaits_AnnouncesBothEndsAndKeepsThem()
    {
        TickFeeder feeder = new(Committed());
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);
        Decide(feeder, strategy, 20_000);
        feeder.Set(BarB, true);
        Decision decision = Until(feeder, strategy, decision => decision.Reason == DecisionReason.Committed);
        long changeMs = feeder.NowMs + CommitmentMs;

        Assert.That(decision.Groups, Is.EqualTo(A), "the green goes on until its announced end");
        Assert.That(strategy.Outlook.PromisedEndMs[0], Is.EqualTo(changeMs));
        Assert.That(strategy.Outlook.PromisedStartMs[1], Is.EqualTo(changeMs + 4_000), "yellow 3 s, red clearance 1 s");

        // The vehicle turns away; the change comes all the same, to the tick.
        feeder.Set(BarB, false);
        decision = Decide(feeder, strategy, CommitmentMs - TickFeeder.TickMs);
        Assert.That(decision.Groups, Is.EqualTo(A));
        decision = Decide(feeder, strategy, TickFeeder.TickMs);
        Assert.That((feeder.NowMs, decision.Groups), Is.EqualTo((changeMs, B)));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.Committed));
    }

    [Test]
    public void Decide_SomebodyElseEndsTheGreen_DropsWhatWasAnnounced()
    {
        TickFeeder feeder = new(Committed());
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);
        Decide(feeder, strategy, 20_000);
        feeder.Set(BarB, true);
        Until(feeder, strategy, decision => decision.Reason == DecisionReason.Committed);

        feeder.Show(green: 0, yellow: A);
        Decide(feeder, strategy, 200);

        Assert.That(strategy.Outlook.PromisedEndMs.ToArray(), Has.All.Zero);
        Assert.That(strategy.Outlook.PromisedStartMs.ToArray(), Has.All.Zero);
    }

    [Test]
    public void Decide_NoCommitment_PromisesNothing()
    {
        TickFeeder feeder = new(IntersectionSamples.TwoStage() with { DefaultPlan = "adaptive" });
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);
        Decide(feeder, strategy, 20_000);
        feeder.Set(BarB, true);

        Decision decision = Until(feeder, strategy, decision => decision.Groups == B);

        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.LeastDelay));
        Assert.That(strategy.Outlook.PromisedStartMs.ToArray(), Has.All.Zero);
    }

    [Test]
    public void Decide_ThreeStagesOrMore_TellsTheTwoBestOthers()
    {
        TickFeeder feeder = new(IntersectionSamples.PermissiveThenProtected() with { DefaultPlan = "adaptive" });
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(0b011);
        Decide(feeder, strategy, 20_000);
        feeder.Set(2, true);

        Decision decision = Until(feeder, strategy, decision => decision.Groups == 0b100);

        Assert.That(decision.Costs.Count, Is.EqualTo(3));
        Assert.That(decision.Costs.Chosen.Stage, Is.EqualTo(2));
        int[] stages = [decision.Costs.Chosen.Stage, decision.Costs.Best.Stage, decision.Costs.Second.Stage];
        Assert.That(stages, Is.EquivalentTo(new[] { 0, 1, 2 }));
        Assert.That(decision.Costs.Chosen.CostVehicleSeconds, Is.Positive);
        Assert.That(decision.Costs.Best.CostVehicleSeconds, Is.GreaterThanOrEqualTo(decision.Costs.Chosen.CostVehicleSeconds));
        Assert.That(decision.Costs.Second.CostVehicleSeconds,
            Is.GreaterThanOrEqualTo(decision.Costs.Best.CostVehicleSeconds).And.LessThan(1e6f));
    }

    [Test]
    public void Decide_MinimumGreen_TellsNoCosts()
    {
        TickFeeder feeder = new(IntersectionSamples.TwoStage() with { DefaultPlan = "adaptive" });
        AdaptiveStrategy strategy = new(feeder.Intersection, feeder.Intersection.DefaultPlan);
        feeder.Show(A);

        Decision decision = Decide(feeder, strategy, 3_000);

        Assert.That(decision.Costs.Count, Is.Zero);
    }

    [TestCase(0, 9_000)]
    [TestCase(1, 9_000)]
    [TestCase(2, 9_000)]
    [TestCase(1, 2_000)]
    [TestCase(2, 30_000)]
    public void Decide_RandomTraffic_NothingAnnouncedChangesAndNothingComesUnannounced(int junction, int commitmentMs)
    {
        IntersectionDefinition definition = junction switch
        {
            0 => IntersectionSamples.TwoStage(),
            1 => IntersectionSamples.NemaEightPhase(),
            _ => IntersectionSamples.PermissiveThenProtected(),
        };
        int announced = 0;
        Property property = Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), seed =>
        {
            AnnouncedRun run = new AnnouncedRun(definition, commitmentMs, seed).Run(seconds: 400);
            announced += Math.Min(run.AnnouncedEnds, run.AnnouncedStarts);
            return (run.Faults.Count == 0).Label($"generated-{seed}: {string.Join("; ", run.Faults.Take(4))}");
        });

        property.Check(Config.QuickThrowOnFailure.WithMaxTest(12).WithReplay(1, 0x9E37_79B9_7F4A_7C15));

        Assert.That(announced, Is.GreaterThan(50), "or nothing was tried");
    }

    private static IntersectionDefinition Committed() => IntersectionSamples.TwoStage() with
    {
        Plans = [new() { Id = "kept", Strategy = StrategyKind.Adaptive, CommitmentMs = CommitmentMs }],
    };

    private static Decision Decide(TickFeeder feeder, AdaptiveStrategy strategy, int durationMs)
    {
        Decision decision = default;
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            feeder.Tick();
            decision = strategy.Decide(feeder.State);
        }

        return decision;
    }

    private static Decision Until(TickFeeder feeder, AdaptiveStrategy strategy, Func<Decision, bool> isReached)
    {
        for (int passed = 0; passed < 120_000; passed += TickFeeder.TickMs)
        {
            Decision decision = Decide(feeder, strategy, TickFeeder.TickMs);
            if (isReached(decision))
            {
                return decision;
            }
        }

        Assert.Fail("It was never decided.");
        return default;
    }
}
