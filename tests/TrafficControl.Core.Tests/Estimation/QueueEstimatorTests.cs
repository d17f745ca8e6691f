using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

[TestFixture]
public sealed class QueueEstimatorTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int LaneA = 0;
    private const int LaneB = 1;
    private const int ExitLane = 2;
    private const int Bar = 0;
    private const int Near = 1;
    private const int Far = 2;

    [Test]
    public void Update_StopBarOccupiedInRed_QueueIsAtLeastOne()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Tick();

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThanOrEqualTo(1));
        Assert.That(feeder.Queues.IsStopBarOccupied(LaneA), Is.True);
    }

    [Test]
    public void Update_StopBarOnlyInRed_QueueGrowsByTheLearnedRate()
    {
        TickFeeder busy = Feed(Loop(1));
        busy.Show(A);
        for (int i = 0; i < 60; i++)
        {
            busy.Pass(Bar);
            busy.Run(3_600);
        }

        Assert.That(busy.Queues.ArrivalRateVps(LaneA), Is.EqualTo(0.25).Within(0.05));
        busy.Show(B);
        busy.Set(Bar, true);
        busy.Run(20_000);

        Assert.That(busy.Queues.QueueVehicles(LaneA), Is.InRange(4, 7.5));
    }

    [Test]
    public void Update_StopBarStaysEmptyInGreen_QueueIsGone()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Run(40_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThan(2));

        feeder.Show(A);
        feeder.Run(1_000);
        feeder.Set(Bar, false);
        feeder.Run(6_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(0.5));
    }

    [Test]
    public void Update_SaturatedDischargeOverStopBarOnly_AssumesMoreBehindUntilAGapProvesNone()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(A);
        for (int i = 0; i < 5; i++)
        {
            feeder.Pass(Bar);
            feeder.Run(1_500);
        }

        Assert.That(feeder.Queues.IsDischarging(LaneA), Is.True);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThanOrEqualTo(2));
        feeder.Run(5_000);

        Assert.That(feeder.Queues.IsDischarging(LaneA), Is.False);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(0.5));
    }

    [Test]
    public void Update_AdvanceLoopPassed_VehicleIsExpectedThenQueues()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40), Loop(150));
        feeder.Show(B);
        feeder.Tick();
        feeder.Set(Bar, true);
        feeder.Tick();
        feeder.Pass(Far);

        // Some vehicles leave the road before the line, so one that was seen is a little less than one.
        Assert.That(feeder.Queues.ExpectedVehicles(LaneA, 0, 20), Is.EqualTo(1).Within(0.05));
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(1).Within(1e-9));
        feeder.Run(7_500);
        feeder.Pass(Near);
        feeder.Run(6_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(2).Within(0.2));
        Assert.That(feeder.Queues.ExpectedVehicles(LaneA, 0, 20), Is.EqualTo(0).Within(1e-9));
    }

    [Test]
    public void Update_VehicleSeenFarButNeverNear_IsForgotten()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40), Loop(150));
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Tick();
        feeder.Pass(Far);
        feeder.Run(25_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(1).Within(0.1));
    }

    [Test]
    public void Update_DeparturesOverTheStopBar_ReduceTheQueueOneByOne()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40));
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Tick();
        for (int i = 0; i < 4; i++)
        {
            feeder.Pass(Near);
            feeder.Run(4_000);
        }

        double queued = feeder.Queues.QueueVehicles(LaneA);
        feeder.Run(6_000);
        Assert.That(queued, Is.InRange(3.5, 5.1));

        feeder.Show(A);
        feeder.Set(Bar, false);
        feeder.Run(1_000);
        feeder.Pass(Bar);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(3).Within(0.7));
        Assert.That(feeder.NowMs - feeder.Queues.LastDepartureMs(LaneA), Is.LessThanOrEqualTo(200));
    }

    [Test]
    public void Update_AdvanceLoopOccupiedForLong_QueueReachesIt()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(70));
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Set(Near, true);
        feeder.Run(3_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(3));

        feeder.Run(3_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.InRange(9.9, 12));
    }

    [Test]
    public void Update_NoStopBarInGreen_DischargesAtSaturationFlow()
    {
        TickFeeder feeder = Feed(Loop(70));
        feeder.Show(B);
        feeder.Set(0, true);
        feeder.Run(6_000);
        feeder.Set(0, false);
        double queued = feeder.Queues.QueueVehicles(LaneA);
        feeder.Show(A);
        feeder.Run(12_000);

        // 10 s after the start-up loss of 2 s at 1 900 vehicles per hour, in whole vehicles.
        double left = 10 * 1_900 / 3_600.0;
        Assert.That(queued - feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(left).Within(1));
        feeder.Run(20_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(0).Within(0.1));
    }

    [Test]
    public void Update_NoStopBarAndNothingSeen_StillAsksForServiceNowAndThen()
    {
        TickFeeder feeder = Feed(Loop(70));
        feeder.Show(B);
        feeder.Run(60_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.InRange(0.5, 2));
        Assert.That(feeder.Queues.WaitMs(LaneA), Is.GreaterThan(10_000));
    }

    [Test]
    public void Update_LaneWithoutDetectors_AssumesDemandInRedAndServesItInGreen()
    {
        TickFeeder feeder = Feed();
        feeder.Show(B);
        feeder.Run(60_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(3).Within(0.1));
        Assert.That(feeder.Queues.WaitMs(LaneA), Is.GreaterThan(40_000));

        feeder.Show(A);
        feeder.Run(15_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(0.5));
        Assert.That(feeder.Queues.WaitMs(LaneA), Is.Zero);
    }

    [Test]
    public void Update_UncertainStopBar_CountsAsPresence()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(B);
        feeder.Run(1_000);
        feeder.State.MarkGap();
        feeder.Tick();

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThanOrEqualTo(1));
    }

    [Test]
    public void Update_EndlessArrivals_QueueStaysWithinTheLane()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40));
        feeder.Show(B);
        feeder.Set(Bar, true);
        for (int i = 0; i < 200; i++)
        {
            feeder.Pass(Near);
        }

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThanOrEqualTo(200 / 7.0));
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThan(20));
    }

    [Test]
    public void Update_IntervalCountsUpstream_BecomeQueue()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(100) with { Kind = DetectorKind.IntervalCount });
        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Tick();
        feeder.Count(Near, 5);
        feeder.Run(15_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.InRange(4.5, 6.8));
    }

    [Test]
    public void Update_LoopFeedsTwoLanes_CountsByTheLearnedPart()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40));
        feeder.Show(A);
        for (int i = 0; i < 200; i++)
        {
            feeder.Pass(Near);
            feeder.Run(4_000);
            if (i % 4 == 0)
            {
                feeder.Pass(Bar);
            }
        }

        feeder.Show(B);
        feeder.Set(Bar, true);
        feeder.Tick();
        for (int i = 0; i < 8; i++)
        {
            feeder.Pass(Near);
            feeder.Run(2_000);
        }

        feeder.Run(6_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(3).Within(0.8));
    }

    [Test]
    public void Update_StopBarSilentUnderTraffic_IsDistrusted()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40));
        feeder.Show(B);
        for (int i = 0; i < 45; i++)
        {
            feeder.Pass(Near);
            feeder.Run(3_000);
        }

        Assert.That(feeder.Queues.HasStopBar(LaneA), Is.False);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.GreaterThan(0.5));
    }

    [Test]
    public void Update_BarNearerToTheLineThanDriversStop_ProvesNobodyAbsentInRed()
    {
        TickFeeder feeder = Feed(Loop(0.5) with { LengthM = 0 }, Loop(40));
        feeder.Show(B);
        feeder.Pass(Near);
        feeder.Run(30_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(1).Within(0.2), "waits before the bar");

        feeder.Show(A);
        feeder.Run(6_000);

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.Zero, "would have come in green");
    }

    [Test]
    public void Update_BarCrossedAtTheStartOfGreen_IsTheVehicleThatWaited()
    {
        TickFeeder feeder = Feed(Loop(0.5) with { LengthM = 0 }, Loop(40));
        feeder.Show(B);
        feeder.Pass(Near);
        feeder.Run(20_000);
        feeder.Pass(Near);
        feeder.Run(1_600);
        feeder.Show(A);
        feeder.Run(1_000);
        feeder.Pass(Bar);
        feeder.Run(3_300);

        double left = feeder.Queues.QueueVehicles(LaneA) + feeder.Queues.ExpectedVehicles(LaneA, 0, 20);
        Assert.That(left, Is.EqualTo(1).Within(0.2), "the second is still to come");
    }

    [Test]
    public void IsBlocked_ExitDetectorOccupied_AfterSixSeconds()
    {
        TickFeeder feeder = new(IntersectionSamples.TwoStage() with
        {
            Detectors = [new DetectorDefinition { Id = "x", Lane = "out", DistanceM = 60 }],
        });
        feeder.Show(A);
        feeder.Set(0, true);
        feeder.Run(5_900);
        Assert.That(feeder.Queues.IsBlocked(ExitLane), Is.False);

        feeder.Run(500);

        Assert.That(feeder.Queues.IsBlocked(ExitLane), Is.True);
        Assert.That(feeder.Queues.DownstreamQueueVehicles(ExitLane), Is.EqualTo(140 / 7.0).Within(1e-9));
    }

    [Test]
    public void SetDownstreamQueue_NeighbourFallsSilent_ReportExpires()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(A);
        feeder.Tick();
        feeder.Queues.SetDownstreamQueue(ExitLane, 6);
        feeder.Run(5_000);
        Assert.That(feeder.Queues.DownstreamQueueVehicles(ExitLane), Is.EqualTo(6));

        feeder.Run(6_000);

        Assert.That(feeder.Queues.DownstreamQueueVehicles(ExitLane), Is.Zero);
    }

    [Test]
    public void HeadShare_VehicleStaysAlthoughItsThroughIsGreen_WantsTheRedTurn()
    {
        TickFeeder feeder = new(SharedLane());
        feeder.Show(A);
        feeder.Set(Bar, true);
        feeder.Run(2_000);
        Assert.That(feeder.Queues.HeadShare(1), Is.EqualTo(0.2).Within(1e-9));

        feeder.Run(8_000);
        Assert.That(feeder.Queues.HeadShare(1), Is.GreaterThan(0.95));

        feeder.Set(Bar, false);
        feeder.Tick();
        Assert.That(feeder.Queues.HeadShare(1), Is.EqualTo(feeder.Queues.TurningShare(1)));
        Assert.That(feeder.Queues.HeadShare(1), Is.LessThan(0.2), "it left while only its through was green");
    }

    [Test]
    public void WaitMs_SharedLaneGreenButStuck_CountsFromTheLastDeparture()
    {
        TickFeeder feeder = new(SharedLane());
        feeder.Show(A);
        feeder.Pass(Bar);
        feeder.Set(Bar, true);
        feeder.Run(30_000);

        Assert.That(feeder.Queues.WaitMs(LaneA), Is.EqualTo(30_000).Within(500));
    }

    [Test]
    public void QueueDeviationVehicles_LineIsSeenFree_IsZero()
    {
        TickFeeder feeder = Feed(Loop(1));
        feeder.Show(B);
        feeder.Run(5_000);

        Assert.That(feeder.Queues.QueueDeviationVehicles(LaneA), Is.Zero);
    }

    [Test]
    public void QueueDeviationVehicles_NobodyIsSeen_GrowsWithTheQueue()
    {
        TickFeeder feeder = Feed();
        feeder.Show(B);
        feeder.Run(20_000);
        double before = feeder.Queues.QueueDeviationVehicles(LaneA);
        feeder.Run(40_000);

        Assert.That(before, Is.GreaterThan(0.5));
        Assert.That(
            feeder.Queues.QueueDeviationVehicles(LaneA),
            Is.EqualTo(Math.Sqrt(feeder.Queues.QueueVehicles(LaneA))).Within(0.1));
    }

    [Test]
    public void QueueDeviationVehicles_StopBarFallsSilent_Grows()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40));
        feeder.Show(B);
        feeder.Run(1_000);
        double before = feeder.Queues.QueueDeviationVehicles(LaneA);
        for (int i = 0; i < 45; i++)
        {
            feeder.Pass(Near);
            feeder.Run(3_000);
        }

        Assert.That(feeder.Queues.HasStopBar(LaneA), Is.False);
        Assert.That(feeder.Queues.QueueDeviationVehicles(LaneA), Is.GreaterThan(before + 0.3));
    }

    [Test]
    public void Update_SteadyState_AllocatesNothing()
    {
        TickFeeder feeder = Feed(Loop(1), Loop(40), Loop(150));
        Drive(feeder, 3_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(feeder, 3_000);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Update_SameTicks_GiveTheSameEstimateBitForBit()
    {
        TickFeeder first = Feed(Loop(1), Loop(40), Loop(150));
        TickFeeder second = Feed(Loop(1), Loop(40), Loop(150));
        Drive(first, 5_000);
        Drive(second, 5_000);

        Assert.That(
            BitConverter.DoubleToInt64Bits(first.Queues.QueueVehicles(LaneA)),
            Is.EqualTo(BitConverter.DoubleToInt64Bits(second.Queues.QueueVehicles(LaneA))));
        Assert.That(first.Queues.ArrivalRateVps(LaneB), Is.EqualTo(second.Queues.ArrivalRateVps(LaneB)));
    }

    private static void Drive(TickFeeder feeder, int ticks)
    {
        int on = 0;
        for (int i = 0; i < ticks; i++)
        {
            if (i % 100 == 0)
            {
                feeder.Show(i % 200 == 0 ? A : B);
            }

            // A fixed pattern that visits every detector in both states.
            int detector = i * 7 % 3;
            on ^= 1 << detector;
            if (i % 3 != 0)
            {
                feeder.SetUnchecked(detector, (on >> detector & 1) != 0);
            }

            feeder.Tick();
        }
    }

    private static TickFeeder Feed(params DetectorDefinition[] onLaneA)
    {
        for (int i = 0; i < onLaneA.Length; i++)
        {
            onLaneA[i] = onLaneA[i] with { Id = "d" + i };
        }

        return new TickFeeder(IntersectionSamples.TwoStage() with { Detectors = onLaneA });
    }

    private static DetectorDefinition Loop(double distanceM) =>
        new() { Id = "", Lane = "a", DistanceM = distanceM, LengthM = 2, Calls = ["A"] };

    /// <summary>Lane "a" goes straight with group A (0.8) and turns with group B (0.2).</summary>
    private static IntersectionDefinition SharedLane() => IntersectionSamples.TwoStage() with
    {
        Movements =
        [
            IntersectionSamples.Through("A1", "a", "out", "A") with { Share = 0.8 },
            IntersectionSamples.Through("A2", "a", "out", "B") with { Share = 0.2 },
            IntersectionSamples.Through("B1", "b", "out", "B"),
        ],
        Detectors = [Loop(1) with { Id = "d0", Calls = ["A", "B"] }],
    };
}
