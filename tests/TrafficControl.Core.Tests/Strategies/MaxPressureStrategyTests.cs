using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class MaxPressureStrategyTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int BarA = 0;
    private const int NearA = 1;
    private const int BarB = 2;
    private const int NearB = 3;
    private const int OnExit = 4;

    [Test]
    public void Decide_NobodyWaitsElsewhere_RestsInGreen()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);

        Decision decision = DecideAfter(feeder, strategy, 30_000);

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.RestInGreen));
    }

    [Test]
    public void Decide_VehicleWaitsOnTheOtherStage_SwitchesByPressure()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);

        Decision decision = DecideUntil(feeder, strategy, B, 60_000);

        Assert.That(decision.Groups, Is.EqualTo(B));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.Pressure));
    }

    [Test]
    public void Decide_OneVehicleAgainstTheSwitch_WaitsAtFirstForItsCost()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);

        Decision decision = DecideAfter(feeder, strategy, 3_000);

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.SwitchingCost));
    }

    [Test]
    public void Decide_SwitchThatLosesNothing_CostsNothing()
    {
        // Without a conflict the second group can start at once, so one vehicle is enough.
        TickFeeder feeder = new(TwoStage() with
        {
            Conflicts = new Dictionary<string, IReadOnlyList<string>>(),
            Stages = [new StageDefinition("S1", ["A"]), new StageDefinition("S2", ["A", "B"])],
        });
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);

        Assert.That(DecideAfter(feeder, strategy, 1_100).Groups, Is.EqualTo(A | B));
    }

    [Test]
    public void Decide_MinGreenRuns_StaysWhateverWaits()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(B);
        DecideAfter(feeder, strategy, 2_000);
        Queue(feeder, strategy, BarA, NearA, 8);
        Assert.That(DecideUntil(feeder, strategy, A, 30_000).Groups, Is.EqualTo(A));
        feeder.Show(0, yellow: B);
        DecideAfter(feeder, strategy, 4_000);
        feeder.Set(BarA, false);
        Queue(feeder, strategy, BarB, NearB, 12);
        feeder.Show(A);

        Decision decision = DecideAfter(feeder, strategy, 4_000);

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.MinGreen));
    }

    [Test]
    public void Decide_WhileClearing_KeepsTheStageAskedFor()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);
        DecideUntil(feeder, strategy, B, 60_000);
        feeder.Show(0, yellow: A);
        feeder.Set(BarB, false);
        Queue(feeder, strategy, BarA, NearA, 3);

        Assert.That(DecideAfter(feeder, strategy, 2_000).Groups, Is.EqualTo(B));
    }

    [Test]
    public void Decide_PresentStageDischarges_StaysDespiteAModestQueueElsewhere()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(B);
        DecideAfter(feeder, strategy, 2_000);
        Queue(feeder, strategy, BarA, NearA, 8);
        feeder.Set(BarB, true);
        DecideUntil(feeder, strategy, A, 60_000);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 5_500);
        feeder.Set(BarA, false);
        Decision decision = default;
        for (int i = 0; i < 3; i++)
        {
            decision = PassAndDecide(feeder, strategy, BarA);
        }

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.LikelyChangeMs, Is.GreaterThan(feeder.NowMs - 1_000));
    }

    [Test]
    public void Decide_ExitBlocked_ItsStageHasNoPressure()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        feeder.Set(OnExit, true);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);

        Decision decision = DecideAfter(feeder, strategy, 60_000);

        Assert.That(decision.Groups, Is.EqualTo(A));
        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.RestInGreen));
    }

    [Test]
    public void Decide_QueueDownstream_LowersThePressure()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);
        for (int i = 0; i < 30; i++)
        {
            feeder.Queues.SetDownstreamQueue(2, 20);
            Assert.That(DecideAfter(feeder, strategy, 1_000).Groups, Is.EqualTo(A));
        }

        feeder.Queues.SetDownstreamQueue(2, 0);
        Assert.That(DecideAfter(feeder, strategy, 2_000).Groups, Is.EqualTo(B));
    }

    [Test]
    public void Decide_WaitReachesMaxRed_ServesThatMovement()
    {
        TickFeeder feeder = new(TwoStage(switchingCostVehicles: 100));
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarB, true);
        long waitsSinceMs = feeder.NowMs;

        Decision decision = DecideUntil(feeder, strategy, B, 130_000);

        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.MaxRed));
        Assert.That(feeder.NowMs - waitsSinceMs, Is.InRange(100_000, 116_000));
    }

    [Test]
    public void Decide_StuckDetector_CannotHoldTheJunction()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Set(BarB, true);
        int servedA = 0;
        ulong shown = A;
        for (int i = 0; i < 20; i++)
        {
            feeder.Show(shown);
            DecideAfter(feeder, strategy, 6_000);
            feeder.Set(BarA, true);
            ulong wanted = DecideAfter(feeder, strategy, 24_000).Groups;
            servedA += wanted == A ? 1 : 0;
            if (shown == A && wanted == A)
            {
                feeder.Set(BarA, false);
            }

            shown = wanted;
        }

        Assert.That(servedA, Is.GreaterThanOrEqualTo(3));
    }

    [Test]
    public void Decide_SharedLaneStuckBehindARedTurn_ServesTheTurn()
    {
        TickFeeder feeder = new(TwoStage() with
        {
            Movements =
            [
                IntersectionSamples.Through("A1", "a", "out", "A") with { Share = 0.9 },
                IntersectionSamples.Through("A2", "a", "out", "B") with { Share = 0.1 },
            ],
        });
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_000);
        feeder.Set(BarA, true);
        long sinceMs = feeder.NowMs;

        Decision decision = DecideUntil(feeder, strategy, B, 60_000);

        Assert.That(decision.Reason, Is.EqualTo(DecisionReason.Pressure));
        Assert.That(feeder.NowMs - sinceMs, Is.LessThan(40_000));
    }

    [Test]
    public void Decide_PedestrianCalled_IsServedWithoutAnyVehicle()
    {
        IntersectionDefinition nema = IntersectionSamples.NemaEightPhase();
        TickFeeder feeder = new(nema);
        MaxPressureStrategy strategy = Strategy(feeder);
        ulong mainThrough = Mask(feeder.Intersection, "2") | Mask(feeder.Intersection, "6");
        feeder.Show(mainThrough, walk: Mask(feeder.Intersection, "P2") | Mask(feeder.Intersection, "P6"));
        DecideAfter(feeder, strategy, 10_000);
        ulong crossing = Mask(feeder.Intersection, "P4");
        feeder.CallPedestrians(crossing);
        Decision decision = default;
        for (int passed = 0; passed < 60_000 && (decision.Groups & crossing) == 0; passed += TickFeeder.TickMs)
        {
            decision = DecideAfter(feeder, strategy, TickFeeder.TickMs);
        }

        Assert.That(decision.Groups & crossing, Is.EqualTo(crossing));
    }

    [Test]
    public void Decide_ControllerShowsAnotherStage_AdoptsIt()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 5_000);
        feeder.Show(B);

        Assert.That(DecideAfter(feeder, strategy, 15_000).Groups, Is.EqualTo(B));
    }

    [Test]
    public void Decide_BetweenSeconds_RepeatsTheDecision()
    {
        TickFeeder feeder = new(TwoStage(switchingCostVehicles: 0));
        MaxPressureStrategy strategy = Strategy(feeder);
        feeder.Show(A);
        DecideAfter(feeder, strategy, 10_100);
        feeder.Set(BarB, true);
        int changes = 0;
        Decision last = strategy.Decide(feeder.State);
        for (int i = 0; i < 100; i++)
        {
            Decision next = DecideAfter(feeder, strategy, TickFeeder.TickMs);
            bool isSecond = (feeder.NowMs - TickFeeder.StartMs) % 1_000 == 100;
            Assert.That(next == last || isSecond, Is.True, $"changed at {feeder.NowMs}");
            changes += next == last ? 0 : 1;
            last = next;
        }

        Assert.That(changes, Is.GreaterThan(0));
    }

    [Test]
    public void Decide_EveryDecision_IsAStage()
    {
        TickFeeder feeder = new(IntersectionSamples.NemaEightPhase());
        MaxPressureStrategy strategy = Strategy(feeder);
        for (int i = 0; i < 3_000; i++)
        {
            feeder.Set(i * 7 % 8, i % 3 != 0);
            Decision decision = DecideAfter(feeder, strategy, TickFeeder.TickMs);
            Assert.That(feeder.Intersection.IsConflictFree(decision.Groups), Is.True);
            if (i % 50 == 0)
            {
                feeder.Show(decision.Groups & feeder.Intersection.VehicleGroups);
            }
        }
    }

    [Test]
    public void Decide_SteadyState_AllocatesNothing()
    {
        TickFeeder feeder = new(TwoStage());
        MaxPressureStrategy strategy = Strategy(feeder);
        Drive(feeder, strategy, 3_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(feeder, strategy, 3_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Decide_SameTicks_GiveTheSameDecisions()
    {
        TickFeeder first = new(TwoStage());
        TickFeeder second = new(TwoStage());

        Assert.That(
            Drive(first, Strategy(first), 6_000), Is.EqualTo(Drive(second, Strategy(second), 6_000)));
    }

    private static int Drive(TickFeeder feeder, MaxPressureStrategy strategy, int ticks)
    {
        int hash = 17;
        for (int i = 0; i < ticks; i++)
        {
            feeder.SetUnchecked(i * 7 % 4, i % 3 != 0);
            feeder.Tick();
            Decision decision = strategy.Decide(feeder.State);
            hash = unchecked((hash * 31) + (int)decision.Groups + (int)decision.Reason + (int)decision.LikelyChangeMs);
            if (i % 60 == 0)
            {
                feeder.Show(decision.Groups);
            }
        }

        return hash;
    }

    /// <summary>A queue of so many vehicles: one at the bar, the others counted at the advance loop.</summary>
    private static void Queue(TickFeeder feeder, MaxPressureStrategy strategy, int bar, int near, int vehicles)
    {
        feeder.Set(bar, true);
        for (int i = 1; i < vehicles; i++)
        {
            PassAndDecide(feeder, strategy, near);
        }
    }

    private static Decision PassAndDecide(TickFeeder feeder, MaxPressureStrategy strategy, int detector)
    {
        feeder.Set(detector, true);
        DecideAfter(feeder, strategy, 800);
        feeder.Set(detector, false);
        return DecideAfter(feeder, strategy, 1_000);
    }

    private static Decision DecideAfter(TickFeeder feeder, MaxPressureStrategy strategy, int durationMs)
    {
        Decision decision = default;
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            feeder.Tick();
            decision = strategy.Decide(feeder.State);
        }

        return decision;
    }

    private static Decision DecideUntil(TickFeeder feeder, MaxPressureStrategy strategy, ulong groups, int atMostMs)
    {
        Decision decision = default;
        for (int passed = 0; passed < atMostMs && decision.Groups != groups; passed += TickFeeder.TickMs)
        {
            decision = DecideAfter(feeder, strategy, TickFeeder.TickMs);
        }

        return decision;
    }

    private static ulong Mask(Intersection intersection, string group)
    {
        SignalGroup? found = Array.Find(intersection.Groups, candidate => candidate.Definition.Id == group);
        return found?.Mask ?? 0;
    }

    private static MaxPressureStrategy Strategy(TickFeeder feeder) =>
        new(feeder.Intersection, feeder.Intersection.Plans[feeder.Intersection.FindPlan("max-pressure")]);

    private static IntersectionDefinition TwoStage(double switchingCostVehicles = 2)
    {
        IntersectionDefinition sample = IntersectionSamples.TwoStage();
        return sample with
        {
            Detectors =
            [
                Loop("barA", "a", 1, "A"), Loop("nearA", "a", 40, "A"),
                Loop("barB", "b", 1, "B"), Loop("nearB", "b", 40, "B"),
                new DetectorDefinition { Id = "exit", Lane = "out", DistanceM = 60 },
            ],
            Plans = [new() { Id = "max-pressure", Strategy = StrategyKind.MaxPressure, SwitchingCostVehicles = switchingCostVehicles }],
        };
    }

    private static DetectorDefinition Loop(string id, string lane, double distanceM, string group) =>
        new() { Id = id, Lane = lane, DistanceM = distanceM, LengthM = 2, Calls = [group] };
}
