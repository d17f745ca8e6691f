using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Tests.Sumo.Faults;

/// <summary>One faulty camera over 2 000 vehicles, each seen for ten seconds, one after the other.</summary>
[TestFixture]
public sealed class TrackFaultsTests
{
    private const int Vehicles = 2_000;
    private const int SeenS = 10;
    private const ushort Detector = 3;

    // Four standard deviations of a binomial share of 5 % of 2 000 objects, and of 20 000 observations.
    private const double ObjectTolerance = 0.0195;
    private const double ObservationTolerance = 0.0062;

    [Test]
    public void Report_NoFault_ChangesNothing() => Assert.That(Report(default, seed: 1), Is.EqualTo(Truth()));

    [Test]
    public void Report_Missed_LeavesThatShareOut()
    {
        List<TrackObservation> report = Report(new SensorCondition { MissedShare = 0.05 }, seed: 1);

        Assert.That(report.Count / (double)(Vehicles * SeenS), Is.EqualTo(0.95).Within(ObservationTolerance));
        Assert.That(report.Except(Truth()), Is.Empty);
    }

    [Test]
    public void Report_False_AddsThatShareOfObjectsForThreeSecondsUpstreamOfTheLine()
    {
        List<TrackObservation> report = Report(new SensorCondition { FalseShare = 0.05 }, seed: 1);

        IGrouping<uint, TrackObservation>[] ghosts = [.. report.Except(Truth()).GroupBy(observation => observation.ObjectId)];
        Assert.That(ghosts.Length / (double)Vehicles, Is.EqualTo(0.05).Within(ObjectTolerance));
        Assert.That(ghosts.Select(ghost => ghost.Count()), Has.All.InRange(2, 3));
        Assert.That(ghosts.SelectMany(ghost => ghost).Select(ghost => ghost.DistanceM), Has.All.InRange(0, 200));
        Assert.That(ghosts.Select(ghost => ghost.Key).Where(id => id < TrackFaults.GhostBit), Is.Empty);
    }

    [Test]
    public void Report_Duplicated_GivesThatShareATwinForLife()
    {
        List<TrackObservation> report = Report(new SensorCondition { DuplicatedShare = 0.05 }, seed: 1);

        IGrouping<uint, TrackObservation>[] twins = [.. report.Except(Truth()).GroupBy(observation => observation.ObjectId)];
        Assert.That(twins.Length / (double)Vehicles, Is.EqualTo(0.05).Within(ObjectTolerance));
        Assert.That(twins.Select(twin => twin.Count()), Has.All.EqualTo(SeenS));
        Assert.That(twins.Select(twin => twin.Key & TrackFaults.TwinBit), Has.All.EqualTo(TrackFaults.TwinBit));
    }

    [TestCase(DetectorFaultKind.Dead)]
    [TestCase(DetectorFaultKind.StuckOff)]
    public void Report_DeadOrStuckOff_ReportsNothing(DetectorFaultKind failure) =>
        Assert.That(Report(new SensorCondition { Failure = failure, FalseShare = 1, DuplicatedShare = 1 }, seed: 1), Is.Empty);

    [Test]
    public void Report_StuckOn_ReportsOneObjectThatStands()
    {
        List<TrackObservation> report = Report(new SensorCondition { Failure = DetectorFaultKind.StuckOn }, seed: 1);

        Assert.That(report, Has.Count.EqualTo((Vehicles * SeenS) + 60));
        Assert.That(report.Select(observation => (observation.ObjectId, observation.SpeedMps)).Distinct().Count(), Is.EqualTo(1));
    }

    [TestCase(1_500, 0, 12_000, 11_500)]
    [TestCase(0, -700, 10_000, 9_300)]
    [TestCase(0, 700, 10_000, 10_000)]
    public void Report_DelayedOrSkewed_IsReportedAndStampedAccordingly(int delayMs, int skewMs, long reportedMs, long stampMs)
    {
        TrackFaults camera = Camera(new SensorCondition { DelayMs = delayMs, SkewMs = skewMs }, seed: 1);
        List<(long ReportedMs, TrackObservation Observation)> report = [];
        for (long time = 10_000; time <= 13_000; time += 1_000)
        {
            ControllerTick tick = new();
            camera.Report(time == 10_000 ? [Seen(time, 1, 50)] : [], time, tick);
            report.AddRange(tick.Tracks.ToArray().Select(observation => (time, observation)));
        }

        Assert.That(report, Is.EqualTo(new[] { (reportedMs, Seen(stampMs, 1, 50)) }));
    }

    [Test]
    public void Report_OtherDetectorsObservations_AreLeftToIt()
    {
        ControllerTick tick = new();

        Camera(default, seed: 1).Report([Seen(1_000, 1, 50) with { Detector = Detector + 1 }], 1_000, tick);

        Assert.That(tick.Tracks.ToArray(), Is.Empty);
    }

    [Test]
    public void Report_SameSeed_ReportsTheSameAndAnotherSeedDoesNot()
    {
        SensorCondition condition = new() { MissedShare = 0.05, FalseShare = 0.05, DuplicatedShare = 0.05 };
        List<TrackObservation> first = Report(condition, seed: 7);

        Assert.That(Report(condition, seed: 7), Is.EqualTo(first));
        Assert.That(Report(condition, seed: 8), Is.Not.EqualTo(first));
    }

    private static TrackFaults Camera(SensorCondition condition, int seed) =>
        new(condition, seed, "tracks>lane", new SumoTracks(Detector, 200, []));

    private static List<TrackObservation> Report(SensorCondition condition, int seed)
    {
        TrackFaults camera = Camera(condition, seed);
        ControllerTick tick = new();
        List<TrackObservation> report = [];
        ILookup<long, TrackObservation> truth = Truth().ToLookup(observation => observation.TimeMs);
        for (long time = 1_000; time <= ((Vehicles * SeenS) + 60) * 1_000; time += 1_000)
        {
            tick.Clear();
            camera.Report([.. truth[time]], time, tick);
            report.AddRange(tick.Tracks);
        }

        return report;
    }

    private static List<TrackObservation> Truth() =>
    [
        .. Enumerable.Range(0, Vehicles * SeenS).Select(
            step => Seen((step + 1) * 1_000L, (uint)(step / SeenS) + 1, 150 - (15 * (step % SeenS)))),
    ];

    private static TrackObservation Seen(long timeMs, uint id, float distanceM) =>
        new(timeMs, id, Detector, VehicleClasses.Car, distanceM, 15, 100);
}
