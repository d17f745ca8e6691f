using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Estimation;

[TestFixture]
public sealed class TrackZonesTests
{
    private const ulong A = 1;
    private const ulong B = 2;
    private const ushort SensorA = 0;
    private const ushort SensorB = 1;

    [TestCase(8.0F, true)]
    [TestCase(0.5F, true)]
    [TestCase(-3.0F, true)]
    [TestCase(8.1F, false)]
    [TestCase(-3.1F, false)]
    [TestCase(float.NaN, false)]
    public void Update_ObjectAtADistance_CallsWhenItIsAtTheLine(float distanceM, bool calls)
    {
        TickFeeder feeder = Feed();
        feeder.Show(A);
        feeder.See(SensorB, 7, distanceM, speedMps: 0);
        feeder.Tick();

        Assert.That(feeder.State.Demand.Calls, Is.EqualTo(calls ? B : 0));
    }

    [Test]
    public void Update_EdgeUpstreamOfTheLine_TheZoneBeginsThere()
    {
        TickFeeder feeder = Feed(edgeM: 40);
        feeder.Show(A);
        feeder.See(SensorB, 7, 45, speedMps: 0);
        feeder.Tick();
        ulong atTheEdge = feeder.State.Demand.Calls;
        feeder.See(SensorB, 7, 5, speedMps: 0);
        feeder.Tick();

        Assert.That(atTheEdge, Is.EqualTo(B));
        Assert.That(feeder.State.Demand.Calls, Is.Zero);
    }

    [Test]
    public void Update_ObjectSeenBeyondTheZone_ItsPresenceEndsThen()
    {
        TickFeeder feeder = Feed();
        feeder.See(SensorB, 7, 1, speedMps: 8);
        feeder.Tick();
        feeder.See(SensorB, 7, -9, speedMps: 8);
        feeder.Tick();

        Assert.That(feeder.State.Detectors.IsOn(SensorB), Is.False);
        Assert.That(feeder.State.Detectors.LastOffMs(SensorB), Is.EqualTo(feeder.NowMs));
    }

    [Test]
    public void Update_ObjectNoLongerSeen_StaysForOneSecond()
    {
        TickFeeder feeder = Feed();
        feeder.See(SensorB, 7, 1, speedMps: 0);
        feeder.Tick();
        long seenMs = feeder.NowMs;
        feeder.Run(900);
        bool before = feeder.State.Detectors.IsOn(SensorB);
        feeder.Tick();

        Assert.That(before, Is.True);
        Assert.That(feeder.State.Detectors.IsOn(SensorB), Is.False);
        Assert.That(feeder.State.Detectors.LastOffMs(SensorB), Is.EqualTo(seenMs + 1_000));
    }

    [Test]
    public void Update_OneOfTwoLeaves_PresenceGoesOn()
    {
        TickFeeder feeder = Feed();
        feeder.See(SensorB, 7, 1, speedMps: 0);
        feeder.See(SensorB, 8, 2, speedMps: 0);
        feeder.Tick();
        feeder.See(SensorB, 7, -9, speedMps: 8);
        feeder.See(SensorB, 8, 2, speedMps: 0);
        feeder.Tick();

        Assert.That(feeder.State.Detectors.IsOn(SensorB), Is.True);
        Assert.That(feeder.State.Detectors.Actuations(SensorB), Is.EqualTo(1));
    }

    [Test]
    public void Update_MoreObjectsThanAZoneHolds_PresenceEndsWhenTheyAreGone()
    {
        TickFeeder feeder = Feed();
        for (uint vehicle = 0; vehicle < 40; vehicle++)
        {
            feeder.See(SensorB, vehicle, 1, speedMps: 0);
        }

        feeder.Tick();
        bool on = feeder.State.Detectors.IsOn(SensorB);
        feeder.Run(1_000);

        Assert.That(on, Is.True);
        Assert.That(feeder.State.Detectors.IsOn(SensorB), Is.False);
    }

    [Test]
    public void MarkGap_Tracks_StayCertain()
    {
        TickFeeder feeder = Feed();
        feeder.Show(A);
        feeder.Tick();
        feeder.State.MarkGap();
        feeder.Tick();

        Assert.That(feeder.State.Demand.Calls, Is.Zero, "the next tick says anew who is there");
    }

    [Test]
    public void Update_ObjectArrivesWithinThePassageTime_GreenLastsUntilThen()
    {
        // Passage 3 s: at 10 m/s the object is taken in from 30 m on.
        TickFeeder feeder = Feed();
        feeder.Show(A);
        feeder.Tick();
        feeder.Run(5_000);
        feeder.See(SensorA, 7, 31, speedMps: 10);
        feeder.Tick();
        bool gappedOutTooFar = (feeder.State.Extensions.GappedOut & A) != 0;
        feeder.See(SensorA, 7, 25, speedMps: 10);
        feeder.Tick();

        Assert.That(gappedOutTooFar, Is.True);
        Assert.That(feeder.State.Extensions.GappedOut & A, Is.Zero);
        Assert.That(feeder.State.Extensions.GapOutMs(0), Is.EqualTo(feeder.NowMs + 2_500));
    }

    [Test]
    public void Update_ObjectStandsFurtherBack_DoesNotExtend()
    {
        TickFeeder feeder = Feed();
        feeder.Show(A);
        feeder.Tick();
        feeder.Run(5_000);
        feeder.See(SensorA, 7, 15, speedMps: 0);
        feeder.Tick();

        Assert.That(feeder.State.Extensions.GappedOut & A, Is.EqualTo(A));
    }

    [TestCase(long.MinValue)]
    [TestCase(long.MaxValue)]
    public void Update_BrokenTime_IsHeldNearTheTick(long timeMs)
    {
        TickFeeder feeder = Feed();
        feeder.Show(A);
        feeder.See(SensorB, 7, 1, speedMps: 0, timeMs);
        feeder.See(SensorA, 8, 20, speedMps: 20, timeMs);

        Assert.That(feeder.Tick, Throws.Nothing);
        Assert.That(feeder.State.Extensions.GapOutMs(0), Is.LessThanOrEqualTo(feeder.NowMs + 1_000));
    }

    [Test]
    public void Update_ManyObjects_AllocatesNothing()
    {
        TickFeeder feeder = Feed();
        feeder.Show(A);
        Drive(feeder, 5);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Drive(feeder, 200);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static void Drive(TickFeeder feeder, int ticks)
    {
        for (int i = 0; i < ticks; i++)
        {
            for (uint vehicle = 0; vehicle < 30; vehicle++)
            {
                feeder.See((ushort)(vehicle % 2), vehicle, ((vehicle * 7) + i) % 60, speedMps: vehicle);
            }

            feeder.Tick();
        }
    }

    private static TickFeeder Feed(double edgeM = 0)
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return new TickFeeder(two with
        {
            Detectors =
            [
                .. two.Detectors.Select(detector => detector with
                {
                    Kind = DetectorKind.Tracks, DistanceM = edgeM, LengthM = 200,
                }),
            ],
        });
    }
}
