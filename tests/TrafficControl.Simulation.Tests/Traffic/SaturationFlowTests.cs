using TrafficControl.Core.Controller;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Tests.Traffic;

/// <summary>Queue discharge against the figures of the Highway Capacity Manual.</summary>
[TestFixture]
public sealed class SaturationFlowTests
{
    [TestCase(100)]
    [TestCase(200)]
    public void Discharge_QueueOfCars_HasHeadwayAndLostTimeOfTheHcm(int stepMs)
    {
        (double headwayS, double lostTimeS) = Discharge(VehicleMix.CarsOnly, stepMs);
        TestContext.Out.WriteLine($"{stepMs} ms: headway {headwayS:F3} s, lost time {lostTimeS:F3} s");
        Assert.That(headwayS, Is.InRange(1.8, 2.0));
        Assert.That(lostTimeS, Is.InRange(1.6, 2.4));
    }

    [Test]
    public void Discharge_QueueOfMotorcycles_HasAboutHalfTheHeadway()
    {
        (double headwayS, _) = Discharge(new VehicleMix(1, 0), TrafficBench.StepMs);
        TestContext.Out.WriteLine($"headway {headwayS:F3} s");
        Assert.That(headwayS, Is.InRange(0.8, 1.1));
    }

    /// <summary>
    /// Mean saturation headway of the 4th to 12th vehicle, and start-up lost time, over 40 cycles (HCM 2010, chapter
    /// 31).
    /// </summary>
    private static (double HeadwayS, double LostTimeS) Discharge(VehicleMix mix, int stepMs)
    {
        TrafficBench bench = new(TrafficBench.SingleLane(4_000, mix), seed: 7, stepMs);
        double headways = 0;
        double lost = 0;
        const int Cycles = 40;
        for (int cycle = 0; cycle < Cycles; cycle++)
        {
            bench.Run(60_000, 0, new SignalFrame(0, 0));
            long green = bench.Model.NowMs;
            bench.Transitions.Clear();
            bench.Run(40_000, 0, new SignalFrame(0, 1));
            bench.Run(3_000, 0, new SignalFrame(0, 0, 1));
            // A vehicle counts when its rear has left the detector before the line.
            long[] off = [.. bench.Transitions.Where(t => t.Transition is { Detector: 0, IsOn: false })
                .Select(t => t.Transition.TimeMs - green)];
            double headway = (off[11] - off[3]) / 8000.0;
            headways += headway;
            lost += (off[3] / 1000.0) - (4 * headway);
        }

        return (headways / Cycles, lost / Cycles);
    }
}
