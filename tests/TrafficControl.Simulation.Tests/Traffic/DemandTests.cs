using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Tests.Traffic;

[TestFixture]
public sealed class DemandTests
{
    [Test]
    public void SplitMix64_SeedZero_GivesTheReferenceSequence()
    {
        // First outputs of the authors' splitmix64.c for seed 0.
        SplitMix64 random = new(0);
        Assert.That(random.Next(), Is.EqualTo(0xE220A8397B1DCDAFUL));
        Assert.That(random.Next(), Is.EqualTo(0x6E789E6AA1B965F4UL));
        Assert.That(random.Next(), Is.EqualTo(0x06C45D188009454FUL));
    }

    [Test]
    public void RateVphAt_Periods_HoldUntilTheNext()
    {
        DemandProfile profile = new(new DemandPeriod(0, 100), new DemandPeriod(900_000, 400), new DemandPeriod(1_800_000, 50));
        Assert.That(profile.RateVphAt(0), Is.EqualTo(100));
        Assert.That(profile.RateVphAt(899_999), Is.EqualTo(100));
        Assert.That(profile.RateVphAt(900_000), Is.EqualTo(400));
        Assert.That(profile.RateVphAt(long.MaxValue), Is.EqualTo(50));
    }

    [Test]
    public void DemandProfile_BadPeriods_Throws()
    {
        Assert.That(() => new DemandProfile(), Throws.ArgumentException);
        Assert.That(() => new DemandProfile(new DemandPeriod(5, 1)), Throws.ArgumentException);
        Assert.That(() => new DemandProfile(new DemandPeriod(0, -1)), Throws.ArgumentException);
        Assert.That(() => new DemandProfile(new DemandPeriod(0, 1), new DemandPeriod(0, 1)), Throws.ArgumentException);
    }

    [Test]
    public void Arrivals_Profile_BringItsRatesInEachPeriod()
    {
        DemandProfile profile = new(new DemandPeriod(0, 300), new DemandPeriod(3_600_000, 900));
        TrafficBench bench = new(With(profile, null), seed: 21);
        bench.Run(3_600_000, 0, new SignalFrame(0, 1));
        long first = bench.Model.Demanded;
        bench.Run(3_600_000);
        // Three standard deviations of a Poisson count.
        Assert.That(first, Is.EqualTo(300).Within(52));
        Assert.That(bench.Model.Demanded - first, Is.EqualTo(900).Within(90));
    }

    [Test]
    public void Arrivals_Platoon_BunchInTheWindowAtTheSameMeanRate()
    {
        ArrivalPlatoon platoon = new(60_000, 10_000, 15_000, 0.8);
        TrafficBench bench = new(With(DemandProfile.Constant(600), platoon), seed: 21);
        bench.Model.SetSignals(0, new SignalFrame(0, 1));
        long inWindow = 0;
        for (int second = 0; second < 7_200; second++)
        {
            long before = bench.Model.Demanded;
            bench.Run(1_000);
            inWindow += second % 60 is >= 10 and < 25 ? bench.Model.Demanded - before : 0;
        }

        Assert.That(bench.Model.Demanded, Is.EqualTo(1_200).Within(104));
        Assert.That((double)inWindow / bench.Model.Demanded, Is.EqualTo(0.8).Within(0.04));
    }

    [Test]
    public void TrafficNetwork_NamesThatDoNotFit_Throws()
    {
        Intersection junction = TrafficBench.SingleLane(1).Junctions[0];
        DemandProfile demand = DemandProfile.Constant(1);
        Assert.That(() => new TrafficNetwork([junction, junction], []), Throws.ArgumentException);
        Assert.That(() => new TrafficNetwork([junction], [new TrafficEntry(0, "x", demand)]), Throws.ArgumentException);
        Assert.That(() => new TrafficNetwork([junction], [new TrafficEntry(1, "a", demand)]), Throws.ArgumentException);
        Assert.That(() => new TrafficNetwork([junction], [new TrafficEntry(0, "out", demand)]), Throws.ArgumentException);
        Assert.That(
            () => new TrafficNetwork([junction], [new TrafficEntry(0, "a", demand), new TrafficEntry(0, "a", demand)]),
            Throws.ArgumentException);
        Assert.That(
            () => new TrafficNetwork([junction], [new TrafficEntry(0, "a", demand, new VehicleMix(0.9, 0.2))]),
            Throws.ArgumentException);
        Assert.That(
            () => new TrafficNetwork([junction], [], [new TurnPocket(0, "a", "a", 0.1)]), Throws.ArgumentException);
        Assert.That(
            () => new TrafficNetwork([junction], [], pedestrians: [new PedestrianDemand(0, "A", demand)]),
            Throws.ArgumentException);
    }

    private static TrafficNetwork With(DemandProfile profile, ArrivalPlatoon? platoon) =>
        new(TrafficBench.SingleLane(0).Junctions, [new TrafficEntry(0, "a", profile, default, platoon)]);
}
