using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

/// <summary>What an estimate rests on when detectors fail, lie, or see the same vehicle twice.</summary>
[TestFixture]
public sealed class DetectorJudgementTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int LaneA = 0;
    private const int LaneB = 1;

    [Test]
    public void Update_BarSilentWhileTheAdvanceLoopCounts_IsNoLongerBelieved()
    {
        TickFeeder feeder = Feed(Loop("bar", "a", 1), Loop("far", "a", 60));
        feeder.Show(B);
        feeder.Tick();
        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.AdvanceAndStopBar));
        for (int i = 0; i < 41; i++)
        {
            feeder.Pass(1);
            feeder.Run(1_000);
        }

        // The last of them is missed when it should long have been at the line.
        feeder.Run(10_000);
        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.AdvanceOnly));
    }

    [Test]
    public void Update_BarSilentWhileVehiclesTakeTheLaneBeside_IsStillBelieved()
    {
        TickFeeder feeder = new(OneLoopForTwoLanes());
        feeder.Show(B);
        for (int i = 0; i < 100; i++)
        {
            feeder.Set(0, true);
            feeder.Set(1, true);
            feeder.Run(300);
            feeder.Set(0, false);
            feeder.Set(1, false);
            feeder.Run(6_900);
            feeder.Pass(3);
        }

        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.AdvanceAndStopBar));
        Assert.That(feeder.Queues.FailedDetectors, Is.Zero);
    }

    [Test]
    public void Update_AdvanceLoopStuckOnWhileVehiclesLeave_IsNoLongerBelieved()
    {
        TickFeeder feeder = Feed(Loop("bar", "a", 1), Loop("near", "a", 40));
        feeder.Show(A);
        feeder.Set(1, true);
        for (int i = 0; i < 20; i++)
        {
            feeder.Pass(0);
            feeder.Run(1_600);
        }

        feeder.Run(5_000);

        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.StopBarOnly));
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(1), "nobody stands there, whatever the loop says");
    }

    [Test]
    public void Update_NoDetectorWorksButTheLaneBesideDoes_TakesItsFlow()
    {
        TickFeeder feeder = new(SameApproach() with { Detectors = [Loop("bar", "b", 1)] });
        feeder.Show(B);
        for (int i = 0; i < 40; i++)
        {
            feeder.Pass(0);
            feeder.Run(1_600);
        }

        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.Neighbour));
        double before = feeder.Queues.QueueVehicles(LaneA);
        feeder.Run(10_000);
        Assert.That(feeder.Queues.QueueVehicles(LaneA) - before, Is.GreaterThan(2), "more than the 0.5 of an assumed flow");
    }

    [Test]
    public void Update_NothingKnown_IsACall()
    {
        TickFeeder feeder = Feed();
        feeder.Show(B);
        feeder.Tick();

        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.Call));
    }

    [Test]
    public void Update_BarLeftInSettledRed_IsNoDeparture()
    {
        TickFeeder feeder = Feed(Loop("bar", "a", 1), Loop("near", "a", 40));
        feeder.Show(B);
        feeder.Run(15_000);
        feeder.Set(0, true);
        feeder.Run(500);
        feeder.Set(0, false);
        feeder.Run(500);

        Assert.That(feeder.Queues.LastDepartureMs(LaneA), Is.Zero);
    }

    [Test]
    public void Update_OneLoopForTwoLanes_CountsAVehicleOnce()
    {
        TickFeeder feeder = new(OneLoopForTwoLanes());
        feeder.Show(A);
        feeder.Tick();
        feeder.Set(0, true);
        feeder.Set(1, true);
        feeder.Run(300);
        feeder.Set(0, false);
        feeder.Set(1, false);
        feeder.Tick();

        double seen = feeder.Queues.ExpectedVehicles(LaneA, 0, 20) + feeder.Queues.ExpectedVehicles(LaneB, 0, 20);
        Assert.That(seen, Is.EqualTo(1).Within(0.1));
    }

    [Test]
    public void Update_LoopForTwoLanes_LearnsWhereItsVehiclesGo()
    {
        TickFeeder feeder = new(OneLoopForTwoLanes());
        feeder.Show(B);
        for (int i = 0; i < 60; i++)
        {
            feeder.Set(0, true);
            feeder.Set(1, true);
            feeder.Run(300);
            feeder.Set(0, false);
            feeder.Set(1, false);
            feeder.Run(6_900);
            feeder.Pass(3);
            feeder.Run(3_000);
        }

        feeder.Set(0, true);
        feeder.Set(1, true);
        feeder.Run(300);

        Assert.That(
            feeder.Queues.ExpectedVehicles(LaneB, 0, 20),
            Is.GreaterThan(4 * feeder.Queues.ExpectedVehicles(LaneA, 0, 20)));
    }

    [Test]
    public void Update_TrackedVehicles_QueueStandsAndArrivalsMove()
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(B);
        feeder.See(0, 1, 2, 0);
        feeder.See(0, 2, 9, 0);
        feeder.See(0, 3, 70, 14);
        feeder.Tick();

        Assert.That(feeder.Queues.Evidence(LaneA), Is.EqualTo(LaneEvidence.Tracks));
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(2).Within(0.1));
        Assert.That(feeder.Queues.QueueDeviationVehicles(LaneA), Is.LessThan(0.25), "all are seen");
        Assert.That(feeder.Queues.ExpectedVehicles(LaneA, 0, 20), Is.EqualTo(1).Within(0.1));
        Assert.That(feeder.Queues.IsStopBarOccupied(LaneA), Is.True);
    }

    [Test]
    public void Update_TrackedVehicleStandsFarBehindAnEmptyRoad_IsNotInTheQueue()
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(B);
        feeder.See(0, 1, 120, 0);
        feeder.Tick();

        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(0.1));
    }

    [Test]
    public void Update_TicksBetweenTwoReportsOfACamera_DoNotWearAVehicleAway()
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(B);
        feeder.See(0, 1, 100, 14);
        feeder.Tick();
        double seen = feeder.Queues.ExpectedVehicles(LaneA, 0, 20);
        feeder.Run(800);

        Assert.That(feeder.Queues.ExpectedVehicles(LaneA, 0, 20), Is.EqualTo(seen).Within(1e-3));
    }

    [Test]
    public void Update_TrackedVehiclePassesTheLine_Departs()
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(A);
        for (int i = 0; i < 12; i++)
        {
            feeder.See(0, 1, 10 - i, 10);
            feeder.Tick();
        }

        Assert.That(feeder.Queues.LastDepartureMs(LaneA), Is.EqualTo(feeder.NowMs).Within(200));
        Assert.That(feeder.Queues.ExpectedVehicles(LaneA, 0, 20), Is.LessThan(0.1));
    }

    [TestCase(1_000)]
    [TestCase(100)]
    public void Update_VehicleStandsAtTheLineBetweenReports_HasNotDeparted(int periodMs)
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(A);
        for (int i = 0; i < 20_000 / periodMs; i++)
        {
            feeder.See(0, 1, 3, 0);
            feeder.Run(periodMs);
            Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.EqualTo(1).Within(0.1));
        }

        Assert.That(feeder.Queues.LastDepartureMs(LaneA), Is.Zero);
    }

    [TestCase(1_000, 2_300, 2_900)]
    [TestCase(100, 700, 1_300)]
    public void Update_VehicleAtTheLineIsReportedNoMore_DepartsAfterAFewPeriodsOfItsCamera(
        int periodMs, int stillThereMs, int goneMs)
    {
        TickFeeder feeder = Feed(Camera("a"));
        feeder.Show(A);
        for (int i = 0; i < 50; i++)
        {
            feeder.See(0, 1, 3, 0);
            feeder.Run(periodMs);
        }

        // The last report came at the first of the ticks of the last period.
        int passedMs = periodMs - TickFeeder.TickMs;
        feeder.Run(stillThereMs - passedMs);
        Assert.That(feeder.Queues.LastDepartureMs(LaneA), Is.Zero);
        feeder.Run(goneMs - stillThereMs);

        Assert.That(feeder.Queues.LastDepartureMs(LaneA), Is.Not.Zero);
        Assert.That(feeder.Queues.QueueVehicles(LaneA), Is.LessThan(0.1));
    }

    private static IntersectionDefinition SameApproach()
    {
        IntersectionDefinition definition = IntersectionSamples.TwoStage();
        return definition with
        {
            Lanes = [.. definition.Lanes.Select(lane => lane.Role == LaneRole.Approach ? lane with { Approach = "north" } : lane)],
        };
    }

    private static IntersectionDefinition OneLoopForTwoLanes() => SameApproach() with
    {
        Detectors =
        [
            Loop("x>a", "a", 100) with { Channel = "x" }, Loop("x>b", "b", 100) with { Channel = "x" },
            Loop("barA", "a", 1), Loop("barB", "b", 1),
        ],
    };

    private static TickFeeder Feed(params DetectorDefinition[] detectors) =>
        new(IntersectionSamples.TwoStage() with { Detectors = detectors });

    private static DetectorDefinition Loop(string id, string lane, double distanceM) => new()
    {
        Id = id,
        Lane = lane,
        DistanceM = distanceM,
        LengthM = 2,
        Calls = [lane == "a" ? "A" : "B"],
    };

    private static DetectorDefinition Camera(string lane) => new()
    {
        Id = "camera",
        Kind = DetectorKind.Tracks,
        Lane = lane,
        DistanceM = 0,
        LengthM = 200,
        Calls = ["A"],
    };
}
