using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Strategies.Peers;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies.Peers;

[TestFixture]
public sealed class SlottedStrategyTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int BarA = 0;
    private const int NearA = 1;
    private const int BarB = 2;
    private const int NearB = 3;
    private const int OutLane = 2;

    private static readonly StrategyKind[] Kinds = [StrategyKind.SlottedMaxPressure, StrategyKind.LongestWave];

    [TestCaseSource(nameof(Kinds))]
    public void Decide_LongerQueueOnTheOtherStage_IsAnsweredAtTheEndOfTheSlotAndNotBefore(StrategyKind kind)
    {
        TickFeeder feeder = new(TwoStage(kind));
        IStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, TickFeeder.TickMs);
        feeder.Set(BarB, true);

        Decision before = DecideAfter(feeder, strategy, SlottedStrategy.SlotMs - TickFeeder.TickMs);
        Decision after = DecideAfter(feeder, strategy, TickFeeder.TickMs);

        Assert.That(before.Groups, Is.EqualTo(A));
        Assert.That(before.LikelyChangeMs, Is.EqualTo(feeder.NowMs), "it says when it will act");
        Assert.That(after.Groups, Is.EqualTo(B));
        Assert.That(after.Reason, Is.EqualTo(DecisionReason.Pressure));
    }

    [TestCaseSource(nameof(Kinds))]
    public void Decide_NobodyAnywhere_KeepsThePresentStage(StrategyKind kind)
    {
        TickFeeder feeder = new(TwoStage(kind));
        IStrategy strategy = Strategy(feeder);
        feeder.Show(B);

        Decision decision = DecideAfter(feeder, strategy, 35_000);

        Assert.That(decision.Groups, Is.EqualTo(B));
    }

    [TestCase(StrategyKind.LongestWave, B)]
    [TestCase(StrategyKind.SlottedMaxPressure, A)]
    public void Decide_TwoApproachingAgainstOneStanding_OnlyTheWaveCountsWhoApproaches(StrategyKind kind, ulong expected)
    {
        TickFeeder feeder = new(TwoStage(kind));
        IStrategy strategy = Strategy(feeder);
        feeder.Show(0);
        DecideAfter(feeder, strategy, SlottedStrategy.SlotMs - 1_600);
        feeder.Set(BarA, true);
        feeder.Set(NearB, true);
        DecideAfter(feeder, strategy, 300);
        feeder.Set(NearB, false);
        DecideAfter(feeder, strategy, 700);
        feeder.Set(NearB, true);
        DecideAfter(feeder, strategy, 300);
        feeder.Set(NearB, false);

        Decision decision = DecideAfter(feeder, strategy, 400);

        Assert.That(decision.Groups, Is.EqualTo(expected));
    }

    [Test]
    public void Decide_QueueBehindAsLongAsInFront_IsNoPressure()
    {
        IntersectionDefinition definition = TwoStage(StrategyKind.SlottedMaxPressure);
        TickFeeder feeder = new(definition with
        {
            Movements = [definition.Movements[0] with { ToLane = "" }, definition.Movements[1]],
        });
        IStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 5_000);
        feeder.Set(BarB, true);
        feeder.Queues.SetDownstreamQueue(OutLane, 1);

        Decision decision = DecideAfter(feeder, strategy, 6_000);

        Assert.That(decision.Groups, Is.EqualTo(A), "one vehicle less one vehicle is nothing, and a tie changes nothing");
    }

    [TestCaseSource(nameof(Kinds))]
    public void Decide_OneVehicleAgainstAStream_IsServedByTheLongestRed(StrategyKind kind)
    {
        TickFeeder feeder = new(TwoStage(kind));
        IStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 5_000);
        feeder.Set(BarB, true);
        Decision decision = default;
        for (int passed = 0; passed < 130_000 && decision.Groups != B; passed += 2_000)
        {
            // Enough traffic on A that B never has the greater score.
            feeder.Set(NearA, true);
            feeder.Set(BarA, true);
            DecideAfter(feeder, strategy, 500);
            feeder.Set(NearA, false);
            feeder.Set(BarA, false);
            decision = DecideAfter(feeder, strategy, 1_500);
        }

        Assert.That(decision.Groups, Is.EqualTo(B));
        Assert.That(feeder.NowMs - TickFeeder.StartMs, Is.LessThanOrEqualTo(130_000), "the plan's longest red is 120 s");
    }

    [TestCaseSource(nameof(Kinds))]
    public void Decide_SteadyState_AllocatesNothing(StrategyKind kind)
    {
        TickFeeder feeder = new(TwoStage(kind));
        IStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 60_000);

        long before = GC.GetAllocatedBytesForCurrentThread();
        DecideAfter(feeder, strategy, 60_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Create_AnotherKind_IsRefused()
    {
        Intersection intersection = Intersection.Create(TwoStage(StrategyKind.LongestWave));

        Assert.That(
            () => new SlottedStrategy(intersection, intersection.Plans[0], StrategyKind.MaxPressure),
            Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static Decision DecideAfter(TickFeeder feeder, IStrategy strategy, int durationMs)
    {
        Decision decision = default;
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            feeder.Tick();
            decision = strategy.Decide(feeder.State);
        }

        return decision;
    }

    private static IStrategy Strategy(TickFeeder feeder) =>
        StrategyFactory.Create(feeder.Intersection, feeder.Intersection.Plans[0]);

    private static IntersectionDefinition TwoStage(StrategyKind kind) => IntersectionSamples.TwoStage() with
    {
        Detectors =
        [
            Loop("barA", "a", 1, "A"), Loop("nearA", "a", 40, "A"), Loop("barB", "b", 1, "B"), Loop("nearB", "b", 40, "B"),
        ],
        Plans = [new() { Id = "peer", Strategy = kind }],
    };

    private static DetectorDefinition Loop(string id, string lane, double distanceM, string group) =>
        new() { Id = id, Lane = lane, DistanceM = distanceM, LengthM = 2, Calls = [group] };
}
