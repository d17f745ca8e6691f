using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;
using TrafficControl.Testing;

namespace TrafficControl.Simulation.Tests.Traffic;

/// <summary>Detector 0 tracks the lane "a" of 300 m, detector 1 the pocket of 40 m that opens from it; both see 150 m.</summary>
[TestFixture]
public sealed class TrackTests
{
    [Test]
    public void Tracks_QueueAtRed_StandsFromTheLineUpstreamWithinTheReach()
    {
        TrackObservation[] lane = [.. AtRed().Where(o => o.Detector == 0)];

        Assert.That(lane, Has.Length.GreaterThan(10));
        Assert.That(lane[0].DistanceM, Is.InRange(0F, 4F));
        Assert.That(lane.Select(o => o.DistanceM), Is.Ordered.And.All.LessThanOrEqualTo(150F));
        Assert.That(lane.Select(o => o.SpeedMps), Has.All.LessThan(1F));
        Assert.That(lane.Select(o => o.ObjectId), Is.Unique);
        Assert.That(
            lane.Zip(lane.Skip(1)).Select(pair => pair.Second.DistanceM - pair.First.DistanceM), Has.All.GreaterThan(4F));
    }

    [Test]
    public void Tracks_BeforeThePocketOpens_VehiclesAreReportedUnderBoth()
    {
        TrackObservation[] seen = AtRed();
        uint[] lane = [.. seen.Where(o => o.Detector == 0 && o.DistanceM > 41).Select(o => o.ObjectId)];
        uint[] pocket = [.. seen.Where(o => o.Detector == 1 && o.DistanceM > 41).Select(o => o.ObjectId)];
        uint[] laneNear = [.. seen.Where(o => o.Detector == 0 && o.DistanceM < 40).Select(o => o.ObjectId)];
        uint[] pocketNear = [.. seen.Where(o => o.Detector == 1 && o.DistanceM < 40).Select(o => o.ObjectId)];

        Assert.That(lane, Is.Not.Empty);
        Assert.That(pocket, Is.EqualTo(lane));
        Assert.That(pocketNear, Is.Not.Empty);
        Assert.That(pocketNear.Intersect(laneNear), Is.Empty);
    }

    [Test]
    public void Tracks_EdgeAwayFromTheLine_SeeOnlyBehindIt() =>
        Assert.That(AtRed(edgeM: 20).Select(o => o.DistanceM), Is.Not.Empty.And.All.InRange(20F, 170F));

    private static TrackObservation[] AtRed(double edgeM = 0)
    {
        TrafficBench bench = new(Fork(edgeM), seed: 6);
        bench.Run(150_000, 0, new SignalFrame(0, 0));
        Assert.That(bench.LastTracks.Select(track => track.Observation.TimeMs), Has.All.EqualTo(bench.Model.NowMs));
        return [.. bench.LastTracks.Select(track => track.Observation)];
    }

    private static TrafficNetwork Fork(double edgeM)
    {
        DetectorDefinition tracks = new()
        {
            Id = "ta",
            Kind = DetectorKind.Tracks,
            Lane = "a",
            DistanceM = edgeM,
            LengthM = 150,
            Calls = ["A"],
        };
        IntersectionDefinition definition = new()
        {
            Id = "fork",
            SignalGroups = [IntersectionSamples.Vehicle("A")],
            Stages = [new StageDefinition("S", ["A"])],
            Lanes =
            [
                TrafficBench.Approach("a", 300), TrafficBench.Approach("pocket", 40), TrafficBench.Exit("t", 200),
                TrafficBench.Exit("l", 200),
            ],
            Movements =
            [
                IntersectionSamples.Through("t", "a", "t", "A"),
                IntersectionSamples.Through("l", "pocket", "l", "A") with { Turn = TurnDirection.Left },
            ],
            Detectors = [tracks, tracks with { Id = "tp", Lane = "pocket" }],
            Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated }],
        };
        return new TrafficNetwork(
            [Intersection.Create(definition)],
            [new TrafficEntry(0, "a", DemandProfile.Constant(900))],
            [new TurnPocket(0, "pocket", "a", 0.2)]);
    }
}
