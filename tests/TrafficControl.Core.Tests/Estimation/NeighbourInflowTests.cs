using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

[TestFixture]
public sealed class NeighbourInflowTests
{
    private const ulong A = 1;
    private const int LaneA = 0;
    private const int LaneB = 1;
    private const int ExitLane = 2;
    private const int Bar = 0;
    private const int Far = 1;
    private const int BarB = 2;
    private const int FarB = 3;
    private const int TravelSeconds = 20;
    private const int PlanSeconds = 40;

    [Test]
    public void UnseenArrivals_NobodyTells_AreEmpty()
    {
        TickFeeder feeder = Feed();
        feeder.Run(2_000);

        Assert.That(feeder.Queues.UnseenArrivals(LaneA).Length, Is.Zero);
        Assert.That(feeder.Queues.UnseenArrivals(LaneB).Length, Is.Zero);
    }

    /// <summary>
    /// Goal: a platoon that is planned upstream is expected here once it has travelled, and nowhere else. Method: 10 s of flow
    /// begin 5 s from now; what is expected before, at and after the travel time is compared.
    /// </summary>
    [Test]
    public void UnseenArrivals_PlannedPlatoon_ComesAfterItsTravelTime()
    {
        TickFeeder feeder = Feed();
        float[] planned = Platoon(5, 10);
        Tell(feeder, seconds: 30, planned, left: 0);

        ReadOnlySpan<float> expected = feeder.Queues.UnseenArrivals(LaneA);
        float before = Mean(expected, 8, 20);
        float platoon = Mean(expected, 29, 40);
        float after = Mean(expected, 52, 60);
        Assert.That(platoon, Is.GreaterThan(1.5f * before), "the platoon stands out");
        Assert.That(platoon, Is.GreaterThan(1.5f * after), "and passes");
        Assert.That(feeder.Queues.UnseenArrivals(LaneB).Length, Is.Zero, "lane B is no way from that neighbour");
    }

    [Test]
    public void UnseenArrivals_NeighbourSilentFor3Seconds_AreForgotten()
    {
        TickFeeder feeder = Feed();
        Tell(feeder, seconds: 5, Platoon(5, 10), left: 0);
        Assert.That(feeder.Queues.UnseenArrivals(LaneA).Length, Is.GreaterThan(PlanSeconds));

        feeder.Run(4_100);

        Assert.That(feeder.Queues.UnseenArrivals(LaneA).Length, Is.Zero);
    }

    [Test]
    public void UnseenArrivals_NeighbourWithoutPlan_KnowsWhoIsOnTheWayOnly()
    {
        TickFeeder feeder = Feed();
        Tell(feeder, seconds: 60, [], left: 0);
        Tell(feeder, seconds: 6, [], left: 1);
        float flow = (float)feeder.Queues.ArrivalRateVps(LaneA);

        ReadOnlySpan<float> expected = feeder.Queues.UnseenArrivals(LaneA);

        Assert.That(Mean(expected, 18, 24), Is.GreaterThan(1.2f * flow), "who has left arrives");
        Assert.That(Mean(expected, 56, 63), Is.EqualTo(flow).Within(0.3f * flow), "who may leave is the mean");
    }

    /// <summary>
    /// Goal: plans that never come true lose their worth. Method: a neighbour that plans a platoon and never sends one, and one
    /// that sends what it planned.
    /// </summary>
    [Test]
    public void Worth_PlansThatComeTrue_AreBelievedMore()
    {
        FeedFlow honest = new(new InflowFeed(LaneA, TravelSeconds));
        FeedFlow vain = new(new InflowFeed(LaneA, TravelSeconds));
        float[] planned = new float[PlanSeconds];
        for (int second = 1; second <= 1_200; second++)
        {
            for (int i = 0; i < planned.Length; i++)
            {
                planned[i] = IsPlatoon(second + i) ? 0.5f : 0;
            }

            honest.Report(second * 1_000L, IsPlatoon(second - 1) ? 0.5f : 0, planned);
            vain.Report(second * 1_000L, 0.1f, planned);
        }

        Assert.That(honest.Worth(10), Is.GreaterThan(0.9));
        Assert.That(vain.Worth(10), Is.LessThan(0.2));

        static bool IsPlatoon(int second) => second % 60 < 15;
    }

    /// <summary>Goal: which lane gets the platoon is learned. Method: every vehicle sent appears on the first of two lanes.</summary>
    [Test]
    public void UnseenArrivals_AllTurnUpOnOneLane_TheOtherKeepsItsMean()
    {
        TickFeeder feeder = Feed(TwoLanes());
        feeder.Show(A);
        for (int second = 0; second < 1_216; second++)
        {
            feeder.Queues.SetUpstreamOutflow(0, feeder.NowMs, Sends(second) ? 1 : 0, []);

            // Seen 100 m before the line after 16 s, at the line after 24: the way at the speed limit and a start-up of 4 s.
            feeder.Set(Far, Sends(second - 16));
            feeder.Set(Bar, Sends(second - 24));
            feeder.Set(FarB, second % 7 == 0);
            feeder.Set(BarB, second % 7 == 1);
            feeder.Run(300);
            feeder.Set(Far, false);
            feeder.Set(Bar, false);
            feeder.Set(FarB, false);
            feeder.Set(BarB, false);
            feeder.Run(700);
        }

        float first = Spread(feeder.Queues.UnseenArrivals(LaneA));
        float other = Spread(feeder.Queues.UnseenArrivals(LaneB));
        Assert.That(first, Is.GreaterThan(4 * other), $"{first} against {other}");

        static bool Sends(int second) => second > 0 && second % 60 < 20 && second % 2 == 0;
    }

    [Test]
    public void Openness_QueueDownstreamFillsTheLane_FallsByDegrees()
    {
        TickFeeder feeder = Feed();
        double capacity = feeder.Queues.CapacityVehicles(ExitLane);
        feeder.Tick();
        Assert.That(feeder.Queues.Openness(ExitLane), Is.EqualTo(1), "nobody reports: open");

        double half = Openness(feeder, capacity - 2);
        Assert.That(half, Is.InRange(0.1, 0.9));
        Assert.That(Openness(feeder, capacity / 2), Is.EqualTo(1));
        Assert.That(Openness(feeder, capacity), Is.Zero);
        feeder.Run(11_000);
        Assert.That(feeder.Queues.Openness(ExitLane), Is.EqualTo(1), "the neighbour fell silent");
    }

    [Test]
    public void Update_NeighboursTellEverySecond_AllocatesNothing()
    {
        TickFeeder feeder = Feed();
        float[] planned = Platoon(5, 10);
        Tell(feeder, seconds: 30, planned, left: 0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Tell(feeder, seconds: 30, planned, left: 0);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static double Openness(TickFeeder feeder, double queue)
    {
        feeder.Queues.SetDownstreamQueue(ExitLane, queue);
        feeder.Tick();
        return feeder.Queues.Openness(ExitLane);
    }

    private static TickFeeder Feed(IntersectionDefinition? definition = null)
    {
        TickFeeder feeder = new(definition ?? IntersectionSamples.TwoStage());
        feeder.Show(A);
        feeder.Tick();
        feeder.Queues.ConnectInflows([new InflowFeed(LaneA, TravelSeconds)]);
        return feeder;
    }

    private static IntersectionDefinition TwoLanes()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        DetectorDefinition far = new() { Id = "fA", Lane = "a", DistanceM = 100, LengthM = 2 };
        return two with
        {
            Lanes =
            [
                .. two.Lanes.Select(lane =>
                    lane.Role == LaneRole.Approach ? lane with { Approach = "west", LengthM = 300 } : lane),
            ],
            Detectors =
            [
                two.Detectors[0] with { LengthM = 2 }, far, two.Detectors[1] with { LengthM = 2 },
                far with { Id = "fB", Lane = "b" },
            ],
        };
    }

    private static void Tell(TickFeeder feeder, int seconds, float[] planned, float left)
    {
        for (int i = 0; i < seconds; i++)
        {
            feeder.Queues.SetUpstreamOutflow(0, feeder.NowMs, left, planned);
            feeder.Run(1_000);
        }
    }

    private static float[] Platoon(int fromSecond, int seconds)
    {
        float[] planned = new float[PlanSeconds];
        Array.Fill(planned, 0.5f, fromSecond, seconds);
        return planned;
    }

    private static float Mean(ReadOnlySpan<float> row, int from, int to)
    {
        float sum = 0;
        foreach (float value in row[from..to])
        {
            sum += value;
        }

        return sum / (to - from);
    }

    private static float Spread(ReadOnlySpan<float> row)
    {
        float least = float.MaxValue;
        float most = 0;
        foreach (float value in row)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return most - least;
    }
}
