using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class YieldingTurnClearanceTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const ulong C = 4;
    private const int BarTurn = 0;
    private const int BarFoe = 1;

    [Test]
    public void NotBeforeMs_TurnerTrappedOnASharedLane_IsFiveSecondsAfterTheEndAndStays()
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        long notBeforeMs = EndGreen(feeder, clearance);
        long endMs = feeder.State.Signals.RightOfWayEndMs(0);

        Assert.That(notBeforeMs, Is.EqualTo(endMs + YieldingTurnClearance.LeavingMs));
        feeder.Set(BarTurn, false);
        Observe(feeder, clearance, 4_000);
        Assert.That(clearance.NotBeforeMs(feeder.State, C), Is.EqualTo(notBeforeMs), "it does not move");
        Observe(feeder, clearance, 2_000);
        Assert.That(clearance.NotBeforeMs(feeder.State, C), Is.Zero, "it has passed");
    }

    /// <summary>A turn that waits inside the junction with somebody right behind it: neither is over a detector.</summary>
    [TestCase(2_000, 3_000, true)]
    [TestCase(5_000, 3_000, true)]
    [TestCase(1_000, 3_000, false, Description = "the second still moves")]
    [TestCase(7_000, 3_000, false, Description = "long ago: they have left")]
    [TestCase(3_000, 9_000, false, Description = "nobody close behind")]
    public void NotBeforeMs_TwoCameCloseTogetherBeforeTheEnd_TheSecondMayStandInside(
        int lastBeforeMs, int headwayMs, bool expected)
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        feeder.Show(A | B);
        for (int leftMs = 40_000; leftMs > 0; leftMs -= TickFeeder.TickMs)
        {
            foreach (int passMs in new[] { lastBeforeMs, lastBeforeMs + headwayMs })
            {
                if (leftMs == passMs || leftMs == passMs - 300)
                {
                    feeder.Set(BarTurn, leftMs == passMs);
                }
            }

            if (leftMs is 1_000 or 700)
            {
                feeder.Set(BarFoe, leftMs == 1_000);
            }

            Observe(feeder, clearance, TickFeeder.TickMs);
        }

        feeder.Show(0, yellow: A | B);
        Observe(feeder, clearance, TickFeeder.TickMs);

        Assert.That(clearance.NotBeforeMs(feeder.State, C) > 0, Is.EqualTo(expected));
    }

    [Test]
    public void NotBeforeMs_TurnsOfBothSidesWait_EachIsInTheWayOfTheOtherSoItTakesLonger()
    {
        IntersectionDefinition oneSided = IntersectionSamples.YieldingTurn();
        IntersectionDefinition both = oneSided with
        {
            Movements =
            [
                .. oneSided.Movements.Select(movement => movement.Id == "foe" ? movement with { Share = 0.8 } : movement),
                IntersectionSamples.Through("turnB", "b", "out", "B") with
                {
                    Turn = TurnDirection.Left, Share = 0.2, YieldsTo = ["through"],
                },
            ],
        };
        TickFeeder feeder = new(both);
        YieldingTurnClearance clearance = new(feeder.Intersection, YieldingTurnClearance.MutualLeavingMs);
        feeder.Show(A | B);
        for (int leftMs = 40_000; leftMs > 0; leftMs -= TickFeeder.TickMs)
        {
            if (leftMs is 4_000 or 3_700)
            {
                feeder.Set(BarTurn, leftMs == 4_000);
            }

            if (leftMs is 3_000 or 2_700)
            {
                feeder.Set(BarFoe, leftMs == 3_000);
            }

            if (leftMs is 3_200)
            {
                feeder.Set(BarTurn, true);
            }

            if (leftMs is 2_400)
            {
                feeder.Set(BarFoe, true);
            }

            Observe(feeder, clearance, TickFeeder.TickMs);
        }

        feeder.Show(0, yellow: A | B);
        Observe(feeder, clearance, TickFeeder.TickMs);

        long endMs = feeder.State.Signals.RightOfWayEndMs(0);
        Assert.That(
            clearance.NotBeforeMs(feeder.State, C),
            Is.EqualTo(endMs + YieldingTurnClearance.MutualLeavingMs));
    }

    /// <summary>The turn goes when the last of them has passed, not when its green has ended.</summary>
    [Test]
    public void NotBeforeMs_FoePassesInTheYellow_CountsFromThere()
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndGreen(feeder, clearance);
        Observe(feeder, clearance, 1_000);
        feeder.Set(BarFoe, true);
        Observe(feeder, clearance, 300);
        feeder.Set(BarFoe, false);
        long passedMs = feeder.NowMs;
        Observe(feeder, clearance, TickFeeder.TickMs);

        Assert.That(
            clearance.NotBeforeMs(feeder.State, C), Is.EqualTo(passedMs + YieldingTurnClearance.LeavingMs));
    }

    /// <summary>A turn inside and somebody trapped behind it: both have to be nearly across.</summary>
    [Test]
    public void NotBeforeMs_CameraSeesOneTrappedInside_WaitsUntilNearlyAcross()
    {
        TickFeeder feeder = new(WithCamera());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndUnderCamera(feeder, clearance, inside: [6, 0.5f]);

        for (int second = 0; second < 5; second++)
        {
            long heldMs = ObserveInside(feeder, clearance, 1_000, [6, 0.5f], speedMps: 0);
            Assert.That(heldMs, Is.GreaterThan(feeder.NowMs + 1_000), "they stand");
        }

        Assert.That(ObserveInside(feeder, clearance, 100, [15, 9], speedMps: 5), Is.GreaterThan(feeder.NowMs), "they go");
        Assert.That(ObserveInside(feeder, clearance, 100, [18], speedMps: 6), Is.GreaterThan(feeder.NowMs), "one is left");
        Assert.That(ObserveInside(feeder, clearance, 100, [25], speedMps: 9), Is.Zero, "it is nearly across");
    }

    /// <summary>Cross traffic that starts when a single turn is on its way meets nobody.</summary>
    [Test]
    public void NotBeforeMs_CameraSeesASingleTurnInside_WaitsUntilItGoes()
    {
        TickFeeder feeder = new(WithCamera());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndUnderCamera(feeder, clearance, inside: [6]);

        Assert.That(ObserveInside(feeder, clearance, 3_000, [6], speedMps: 0), Is.GreaterThan(feeder.NowMs), "it stands");
        Assert.That(ObserveInside(feeder, clearance, 100, [12], speedMps: 5), Is.Zero, "it goes");
    }

    [Test]
    public void NotBeforeMs_SomebodyBreaksDownInside_HoldsForSixteenSecondsOnly()
    {
        TickFeeder feeder = new(WithCamera());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndUnderCamera(feeder, clearance, inside: [6]);

        Assert.That(ObserveInside(feeder, clearance, 14_000, [6], speedMps: 0), Is.GreaterThan(feeder.NowMs));
        Assert.That(ObserveInside(feeder, clearance, 3_000, [6], speedMps: 0), Is.Zero);
    }

    /// <summary>Where a camera sees that nobody is inside, no rule about detectors at the line guesses.</summary>
    [Test]
    public void NotBeforeMs_CameraSeesNobodyInside_IsZero()
    {
        TickFeeder feeder = new(WithCamera());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndUnderCamera(feeder, clearance, inside: []);

        Assert.That(clearance.NotBeforeMs(feeder.State, C), Is.Zero);
    }

    [Test]
    public void NotBeforeMs_NothingInConflictStarts_IsZero()
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndGreen(feeder, clearance);

        Assert.That(clearance.NotBeforeMs(feeder.State, B), Is.Zero);
    }

    [Test]
    public void NotBeforeMs_GreenReturns_IsForgotten()
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        YieldingTurnClearance clearance = new(feeder.Intersection);
        EndGreen(feeder, clearance);
        feeder.Show(A);
        Observe(feeder, clearance, TickFeeder.TickMs);

        Assert.That(clearance.NotBeforeMs(feeder.State, C), Is.Zero);
    }

    [TestCase(0.02, false)]
    [TestCase(0.03, true)]
    [TestCase(0.94, true)]
    public void NotBeforeMs_ShareOfTheTurn_MattersFromThreePercent(double share, bool expected) =>
        Assert.That(EndGreen(IntersectionSamples.YieldingTurn(share)) > 0, Is.EqualTo(expected));

    [TestCase(9_000, true)]
    [TestCase(11_000, false)]
    public void NotBeforeMs_FoeLeft_MattersForTenSeconds(int foeBeforeMs, bool expected) =>
        Assert.That(EndGreen(IntersectionSamples.YieldingTurn(), foeBeforeMs: foeBeforeMs) > 0, Is.EqualTo(expected));

    [TestCase(500, false)]
    [TestCase(1_500, true)]
    [TestCase(29_000, true)]
    [TestCase(31_000, false)]
    public void NotBeforeMs_LastCrossing_MattersFromOneToThirtySeconds(int crossedBeforeMs, bool expected) =>
        Assert.That(EndGreen(IntersectionSamples.YieldingTurn(), crossedBeforeMs) > 0, Is.EqualTo(expected));

    /// <summary>Who came after the last of the traffic with precedence had free way: nobody kept them.</summary>
    [TestCase(4_000, 3_000, true)]
    [TestCase(3_000, 4_000, false)]
    public void NotBeforeMs_SharedLane_MattersOnlyWhenTrafficKeptTheTurn(int crossedBeforeMs, int foeBeforeMs, bool expected) =>
        Assert.That(
            EndGreen(IntersectionSamples.YieldingTurn(), crossedBeforeMs, foeBeforeMs) > 0, Is.EqualTo(expected));

    [Test]
    public void NotBeforeMs_IntergreenIsLonger_AddsNothing()
    {
        IntersectionDefinition definition = IntersectionSamples.YieldingTurn();
        TickFeeder feeder = new(definition with
        {
            SignalGroups = [.. definition.SignalGroups.Select(group => group with { YellowMs = 5_000, RedClearanceMs = 2_000 })],
        });
        YieldingTurnClearance clearance = new(feeder.Intersection);

        Assert.That(
            EndGreen(feeder, clearance), Is.EqualTo(feeder.State.Signals.RightOfWayEndMs(0) + 7_000), "yellow and all-red");
    }

    [Test]
    public void NotBeforeMs_LaneIsEmpty_IsZero() => Assert.That(EndGreen(IntersectionSamples.YieldingTurn(), stands: false), Is.Zero);

    [TestCase(500, false)]
    [TestCase(2_500, true)]
    [TestCase(11_000, true)]
    [TestCase(13_000, false)]
    public void NotBeforeMs_DedicatedLane_NeedsACrossingTwoToTwelveSecondsAgoOnly(int crossedBeforeMs, bool expected) =>
        Assert.That(EndGreen(IntersectionSamples.YieldingTurn(1), crossedBeforeMs, stands: false) > 0, Is.EqualTo(expected));

    [Test]
    public void NotBeforeMs_NoMovementYields_IsZero()
    {
        IntersectionDefinition crossing = IntersectionSamples.YieldingTurn();
        IntersectionDefinition protectedTurn = crossing with
        {
            Movements = [.. crossing.Movements.Select(movement => movement with { YieldsTo = [] })],
        };

        Assert.That(EndGreen(protectedTurn), Is.Zero);
    }

    [Test]
    public void NotBeforeMs_FoeWasRed_IsZero()
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());

        Assert.That(EndGreen(feeder, new YieldingTurnClearance(feeder.Intersection), shown: A), Is.Zero);
    }

    [Test]
    public void Decide_MaxPressureAndActuated_AskForTheClearance([Values("max-pressure", "actuated")] string plan)
    {
        TickFeeder feeder = new(IntersectionSamples.YieldingTurn());
        Intersection intersection = feeder.Intersection;
        IStrategy strategy = StrategyFactory.Create(intersection, intersection.Plans[intersection.FindPlan(plan)]);
        feeder.Set(2, true);
        feeder.Show(A | B);
        long notBeforeMs = 0;
        for (int passed = 0; passed < 200_000 && notBeforeMs == 0; passed += TickFeeder.TickMs)
        {
            // The turner's lane stands throughout; the traffic with precedence leaves every two seconds.
            feeder.SetUnchecked(BarTurn, passed % 20_000 > 200);
            feeder.SetUnchecked(BarFoe, passed % 2_000 < 300);
            feeder.Tick();
            Decision decision = strategy.Decide(feeder.State);
            notBeforeMs = decision.NotBeforeMs;
            if (decision.Groups == C && feeder.State.Signals.Frame.Green == (A | B))
            {
                feeder.Show(0, yellow: A | B);
            }
        }

        Assert.That(
            notBeforeMs,
            Is.EqualTo(feeder.State.Signals.RightOfWayEndMs(0) + YieldingTurnClearance.LeavingMs));
    }

    private static long EndGreen(
        IntersectionDefinition definition, int crossedBeforeMs = 10_000, int foeBeforeMs = 1_000, bool stands = true)
    {
        TickFeeder feeder = new(definition);
        return EndGreen(feeder, new YieldingTurnClearance(feeder.Intersection), crossedBeforeMs, foeBeforeMs, stands);
    }

    /// <summary>Ends both greens 40 s after they started, with the last crossings so long before the end.</summary>
    private static long EndGreen(
        TickFeeder feeder, YieldingTurnClearance clearance, int crossedBeforeMs = 10_000, int foeBeforeMs = 1_000,
        bool stands = true, ulong shown = A | B)
    {
        const int GreenMs = 40_000;
        feeder.Show(shown);
        for (int leftMs = GreenMs; leftMs > 0; leftMs -= TickFeeder.TickMs)
        {
            if (leftMs == crossedBeforeMs)
            {
                feeder.Set(BarTurn, true);
            }

            if (leftMs == crossedBeforeMs - 300 && !stands)
            {
                feeder.Set(BarTurn, false);
            }

            if (leftMs == foeBeforeMs + 300 || leftMs == foeBeforeMs)
            {
                feeder.Set(BarFoe, leftMs != foeBeforeMs);
            }

            Observe(feeder, clearance, TickFeeder.TickMs);
        }

        feeder.Show(0, yellow: shown);
        Observe(feeder, clearance, TickFeeder.TickMs);
        return clearance.NotBeforeMs(feeder.State, C);
    }

    private static IntersectionDefinition WithCamera()
    {
        IntersectionDefinition definition = IntersectionSamples.YieldingTurn();
        return definition with
        {
            Detectors =
            [
                definition.Detectors[0] with { Kind = DetectorKind.Tracks, DistanceM = 0, LengthM = 80 },
                .. definition.Detectors.Skip(1),
            ],
        };
    }

    /// <summary>
    /// Ends the greens while a vehicle waits at the line, others stand so many metres past it, and traffic with precedence has
    /// just left.
    /// </summary>
    private static void EndUnderCamera(TickFeeder feeder, YieldingTurnClearance clearance, float[] inside)
    {
        feeder.Show(A | B);
        for (int leftMs = 20_000; leftMs > 0; leftMs -= TickFeeder.TickMs)
        {
            SeeAll(feeder, inside, 0);
            if (leftMs is 1_300 or 1_000)
            {
                feeder.Set(BarFoe, leftMs == 1_300);
            }

            Observe(feeder, clearance, TickFeeder.TickMs);
        }

        feeder.Show(0, yellow: A | B);
        SeeAll(feeder, inside, 0);
        Observe(feeder, clearance, TickFeeder.TickMs);
    }

    private static void SeeAll(TickFeeder feeder, float[] inside, float speedMps)
    {
        const uint Waiting = 100;
        feeder.See(BarTurn, Waiting, 4, 0);
        for (int i = 0; i < inside.Length; i++)
        {
            feeder.See(BarTurn, (uint)i + 1, -inside[i], speedMps);
        }
    }

    private static long ObserveInside(
        TickFeeder feeder, YieldingTurnClearance clearance, int durationMs, float[] inside, float speedMps)
    {
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            SeeAll(feeder, inside, speedMps);
            Observe(feeder, clearance, TickFeeder.TickMs);
        }

        return clearance.NotBeforeMs(feeder.State, C);
    }

    private static void Observe(TickFeeder feeder, YieldingTurnClearance clearance, int durationMs)
    {
        for (int passed = 0; passed < durationMs; passed += TickFeeder.TickMs)
        {
            feeder.Tick();
            clearance.Observe(feeder.State);
        }
    }
}
