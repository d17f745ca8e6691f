using TrafficControl.Core.Model;
using TrafficControl.Optimization.Corridors;
using TrafficControl.Optimization.FixedTime;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.Corridors;

[TestFixture]
public sealed class CorridorTests
{
    private const double SpeedMps = 13.89;

    // TRANSYT's smoothing with a 0.35, b 0.8, hand arithmetic.
    [TestCase(10, 0.2632)]
    [TestCase(20, 0.1515)]
    [TestCase(60, 0.0562)]
    public void Factor_CruiseTimes_AreRobertsons(double cruiseS, double expected) =>
        Assert.That(PlatoonDispersion.Factor(cruiseS), Is.EqualTo(expected).Within(0.0001));

    [Test]
    public void Disperse_Platoon_KeepsItsVehiclesAndComesLaterAndWider()
    {
        double[] platoon = new double[60];
        Array.Fill(platoon, 0.5, 0, 10);

        double[] arrivals = PlatoonDispersion.Disperse(platoon, 20);

        Assert.That(arrivals.Sum(), Is.EqualTo(5).Within(0.02));
        Assert.That(Array.IndexOf(arrivals, arrivals.Max()), Is.EqualTo(16 + 9), "the lead is 0.8 of the cruise time");
        Assert.That(arrivals.Max(), Is.LessThan(0.45));
    }

    [Test]
    public void Optimize_OneWay_MakesAGreenWaveAtTheSpeedLimit()
    {
        CorridorResult result = CorridorOptimizer.Optimize(
            [Site("i0", "i1", lengthM: 400), Site("i1", "i2", lengthM: 300), Site("i2", "", lengthM: 200)],
            new FixedTimeOptions { CycleS = 60 });

        int[] offsets = [.. result.Plans.Select(plan => plan.Plan.OffsetMs / 1000)];
        Assert.That(offsets[0], Is.Zero);
        Assert.That(offsets[1], Is.EqualTo(400 / SpeedMps).Within(8));
        Assert.That(offsets[2] - offsets[1], Is.EqualTo(300 / SpeedMps).Within(8));
        Assert.That(result.PlatoonDelayS, Is.LessThan(0.85 * result.PlatoonDelayWithoutOffsetsS));
        Assert.That(result.StopsPerVehicle, Is.LessThan(result.StopsPerVehicleWithoutOffsets));
        Assert.That(result.Bands, Has.Count.EqualTo(1), "nothing leads back");
        Assert.That(result.Bands[0].Intersections, Is.EqualTo(new[] { "i0", "i1", "i2" }));
        Assert.That(result.Bands[0].BandwidthS, Is.GreaterThan(15));
    }

    [Test]
    public void Optimize_PlansOfACorridor_ShareTheCycleAndAreLegal()
    {
        CorridorSite[] sites = [Site("i0", "i1", lengthM: 400), Site("i1", "", lengthM: 300)];

        CorridorResult result = CorridorOptimizer.Optimize(sites, new FixedTimeOptions());

        Assert.That(result.Plans.Select(plan => plan.Plan.CycleMs), Has.All.EqualTo(result.CycleS * 1000));
        foreach ((FixedTimeResult plan, CorridorSite site) in result.Plans.Zip(sites))
        {
            Assert.That(IntersectionValidator.Validate(plan.AddTo(site.Intersection.Definition)), Is.Empty);
        }
    }

    [Test]
    public void Optimize_SameInput_GivesTheSameOffsets()
    {
        CorridorSite[] sites = [Site("i0", "i1", lengthM: 400), Site("i1", "", lengthM: 300)];
        int[] Offsets() => [.. CorridorOptimizer.Optimize(sites, new FixedTimeOptions()).Plans.Select(plan => plan.Plan.OffsetMs)];

        int[] first = Offsets();
        Assert.That(Offsets(), Is.EqualTo(first));
    }

    [Test]
    public void Optimize_BothWays_ReportsBothBands()
    {
        CorridorResult result = CorridorOptimizer.Optimize(
            [TwoWay("w", east: "e", west: ""), TwoWay("e", east: "", west: "w")], new FixedTimeOptions { CycleS = 60 });

        Assert.That(result.Bands.Select(band => string.Join('>', band.Intersections)), Is.EqualTo(new[] { "w>e", "e>w" }));
        Assert.That(result.Bands.Select(band => band.Efficiency), Has.All.InRange(0.05, 1));
    }

    [Test]
    public void Optimize_IntersectionsThatAreNotJoined_SaysWhatToSet() =>
        Assert.That(
            () => CorridorOptimizer.Optimize([Site("i0", "", 100), Site("i1", "", 100)], new FixedTimeOptions()),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains("downstreamIntersection"));

    /// <summary>Two stages; lane "a" leads on to lane "a" of the next intersection.</summary>
    private static CorridorSite Site(string id, string next, double lengthM)
    {
        IntersectionDefinition definition = IntersectionSamples.TwoStage() with
        {
            Id = id,
            Lanes =
            [
                IntersectionSamples.Approach("a"), IntersectionSamples.Approach("b"),
                Exit("out", next, "a", lengthM), IntersectionSamples.Exit("side"),
            ],
            Movements =
            [
                IntersectionSamples.Through("A1", "a", "out", "A"), IntersectionSamples.Through("B1", "b", "side", "B"),
            ],
        };
        return new CorridorSite(Intersection.Create(definition), new MovementVolumes([700, 300], []));
    }

    /// <summary>East and west together, then the side street.</summary>
    private static CorridorSite TwoWay(string id, string east, string west)
    {
        IntersectionDefinition definition = IntersectionSamples.TwoStage() with
        {
            Id = id,
            SignalGroups = [IntersectionSamples.Vehicle("A"), IntersectionSamples.Vehicle("C"), IntersectionSamples.Vehicle("B")],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("C", "B")),
            Stages = [new StageDefinition("S1", ["A", "C"]), new StageDefinition("S2", ["B"])],
            Lanes =
            [
                IntersectionSamples.Approach("a"), IntersectionSamples.Approach("c"), IntersectionSamples.Approach("b"),
                Exit("outEast", east, "a", 350), Exit("outWest", west, "c", 350), IntersectionSamples.Exit("side"),
            ],
            Movements =
            [
                IntersectionSamples.Through("A1", "a", "outEast", "A"), IntersectionSamples.Through("C1", "c", "outWest", "C"),
                IntersectionSamples.Through("B1", "b", "side", "B"),
            ],
        };
        return new CorridorSite(Intersection.Create(definition), new MovementVolumes([600, 500, 300], []));
    }

    private static LaneDefinition Exit(string id, string next, string lane, double lengthM) =>
        IntersectionSamples.Exit(id) with
        {
            LengthM = lengthM,
            SpeedMps = SpeedMps,
            DownstreamIntersection = next,
            DownstreamLane = next.Length > 0 ? lane : "",
        };
}
