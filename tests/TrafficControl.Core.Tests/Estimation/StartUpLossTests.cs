using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

/// <summary>
/// Lane "a" with a stop bar and a loop 40 m before it; its saturation headway by the file is 1.895 s.
/// </summary>
[TestFixture]
public sealed class StartUpLossTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const int LaneA = 0;
    private const int Bar = 0;
    private const int Near = 1;
    private const double HeadwayS = 3_600 / 1_900.0;

    [Test]
    public void Update_NoQueueStartedYet_IsTwoSeconds()
    {
        TickFeeder feeder = Feed();
        feeder.Tick();

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(2));
    }

    [TestCase(1.2)]
    [TestCase(3.5)]
    public void Update_StandingQueuesStart_LearnsWhatTheFirstFourLose(double lostS)
    {
        TickFeeder feeder = Feed();
        for (int i = 0; i < 40; i++)
        {
            Stand(feeder, vehicles: 5);
            Start(feeder, lostS, vehicles: 5);
        }

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(lostS).Within(0.35));
    }

    [Test]
    public void Update_SignalsAreOlderThanTheirTick_LearnsFromWhenTheyChanged()
    {
        TickFeeder feeder = Feed(frameAgeMs: 1_000);
        for (int i = 0; i < 40; i++)
        {
            Stand(feeder, vehicles: 5);
            Start(feeder, lostS: 0.5, vehicles: 5);
        }

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(1.5).Within(0.35));
    }

    [Test]
    public void Update_OneQueueStarts_MovesItLittle()
    {
        TickFeeder feeder = Feed();
        Stand(feeder, vehicles: 5);
        Start(feeder, lostS: 4.5, vehicles: 5);

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(2 + ((4.5 - 2) / 5)).Within(0.1));
    }

    [Test]
    public void Update_QueueIsShort_TeachesNothing()
    {
        TickFeeder feeder = Feed();
        for (int i = 0; i < 10; i++)
        {
            Stand(feeder, vehicles: 2);
            Start(feeder, lostS: 4, vehicles: 2);
        }

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(2));
    }

    [Test]
    public void Update_GapAmongTheFirstFour_TeachesNothing()
    {
        TickFeeder feeder = Feed();
        Stand(feeder, vehicles: 5);
        feeder.Show(A);
        Leave(feeder, afterMs: 3_000);
        Leave(feeder, afterMs: 8_000);
        Leave(feeder, afterMs: 1_900);
        Leave(feeder, afterMs: 1_900);
        Leave(feeder, afterMs: 1_900);

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.EqualTo(2));
    }

    [Test]
    public void Update_EveryQueueStartsVeryLate_StaysWithinItsBounds()
    {
        TickFeeder feeder = Feed();
        for (int i = 0; i < 60; i++)
        {
            Stand(feeder, vehicles: 5);
            Start(feeder, lostS: 5.8, vehicles: 5);
        }

        Assert.That(feeder.Queues.StartUpLostS(LaneA), Is.InRange(4.5, 5));
    }

    [Test]
    public void Update_StopBarFallsSilent_DischargesAfterTheLearnedLoss()
    {
        TickFeeder slow = Feed();
        TickFeeder quick = Feed();
        for (int i = 0; i < 40; i++)
        {
            Stand(slow, vehicles: 5);
            Start(slow, lostS: 4.5, vehicles: 5);
            Stand(quick, vehicles: 5);
            Start(quick, lostS: 0.6, vehicles: 5);
        }

        Assert.That(FirstDepartureMs(slow) - FirstDepartureMs(quick), Is.InRange(2_500, 4_500));
    }

    /// <summary>
    /// Lets the stop bar fail while vehicles come, then turns green; milliseconds until the model lets one go.
    /// </summary>
    private static long FirstDepartureMs(TickFeeder feeder)
    {
        feeder.Show(B);
        for (int i = 0; i < 60; i++)
        {
            feeder.Pass(Near);
            feeder.Run(1_000);
        }

        Assert.That(feeder.Queues.CountsCrossings(LaneA), Is.False);
        feeder.Show(A);
        long startMs = feeder.NowMs;
        while (feeder.Queues.LastDepartureMs(LaneA) <= startMs && feeder.NowMs < startMs + 20_000)
        {
            feeder.Tick();
        }

        return feeder.NowMs - startMs;
    }

    private static void Stand(TickFeeder feeder, int vehicles)
    {
        feeder.Show(B);
        feeder.Run(10_000);
        feeder.Set(Bar, true);
        feeder.Tick();
        for (int i = 1; i < vehicles; i++)
        {
            feeder.Pass(Near);
            feeder.Run(3_000);
        }

        feeder.Run(8_000);
    }

    private static void Start(TickFeeder feeder, double lostS, int vehicles)
    {
        feeder.Show(A);
        double startMs = feeder.NowMs;
        for (int i = 1; i <= vehicles; i++)
        {
            // The first vehicle takes all that is lost; on how it is spread over the four their sum does not depend.
            double leavesMs = startMs + (lostS * 1000) + (i * HeadwayS * 1000);
            Leave(feeder, (int)(leavesMs - feeder.NowMs), isLast: i == vehicles);
        }

        feeder.Run(5_000);
    }

    /// <summary>The vehicle at the stop bar leaves after a time, and the next one, if any, takes its place.</summary>
    private static void Leave(TickFeeder feeder, int afterMs, bool isLast = false)
    {
        feeder.Run(afterMs);
        feeder.Set(Bar, false);
        feeder.Run(300);
        if (!isLast)
        {
            feeder.Set(Bar, true);
            feeder.Tick();
        }
    }

    private static TickFeeder Feed(int frameAgeMs = 0) => new(IntersectionSamples.TwoStage() with
    {
        Detectors =
        [
            new DetectorDefinition { Id = "bar", Lane = "a", DistanceM = 1, LengthM = 2, Calls = ["A"] },
            new DetectorDefinition { Id = "near", Lane = "a", DistanceM = 40, LengthM = 2, Calls = ["A"] },
        ],
    })
    {
        FrameAgeMs = frameAgeMs,
    };
}
