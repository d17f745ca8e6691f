using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Corridor;
using TrafficControl.Simulation.Tests.Traffic;
using TrafficControl.Simulation.Traffic;
using TrafficControl.Testing;

namespace TrafficControl.Simulation.Tests.Corridor;

/// <summary>
/// The saturation flows and lost time that the corridor's timing rests on, measured in the traffic model.
/// </summary>
[TestFixture]
public sealed class CorridorFlowsTests
{
    private const double ArterialMps = 13.89;
    private const double SideMps = 11.11;

    [TestCase(0.0, 0.0, ArterialMps, CorridorFlows.ThroughVph)]
    [TestCase(1.0, 0.0, ArterialMps, CorridorFlows.LeftVph)]
    [TestCase(0.0, 1.0, ArterialMps, CorridorFlows.RightVph)]
    [TestCase(0.0, 0.0, SideMps, CorridorFlows.SideVph)]
    [TestCase(0.0, CorridorFlows.SideRightShare, SideMps, CorridorFlows.SideVph)]
    public void SaturationFlow_MixedTraffic_IsThatOfThePlan(double leftShare, double rightShare, double speedMps, double planVph)
    {
        double shortGreen = CrossingsPerCycle(leftShare, rightShare, speedMps, 8_000);
        double longGreen = CrossingsPerCycle(leftShare, rightShare, speedMps, 20_000);
        double perSecond = (longGreen - shortGreen) / 12;
        double lostS = 20 - (longGreen / perSecond);
        TestContext.Out.WriteLine($"saturation flow {perSecond * 3_600:F0} veh/h, lost green {lostS:F2} s");
        Assert.That(perSecond * 3_600, Is.EqualTo(planVph).Within(3).Percent);
        Assert.That(lostS, Is.InRange(0.5, 2.8));
    }

    [Test]
    public void Splits_EveryJunction_FillTheCycleAndStayBelow90PercentInThePeakQuarter()
    {
        CorridorScenario scenario = new();
        for (int j = 0; j < scenario.Definitions.Count; j++)
        {
            (int mainMs, int sideMs, int leftMs) = scenario.Flows.Splits(j);
            Assert.That(mainMs + sideMs + leftMs, Is.EqualTo(CorridorFlows.CycleMs));
            Assert.That(scenario.Flows.Saturation(j) * 1.05, Is.LessThan(0.9));
        }
    }

    private static double CrossingsPerCycle(double leftShare, double rightShare, double speedMps, int greenMs)
    {
        const int Cycles = 200;
        MovementDefinition through = IntersectionSamples.Through("t", "a", "x", "A");
        IntersectionDefinition definition = new()
        {
            Id = "lane",
            SignalGroups = [IntersectionSamples.Vehicle("A")],
            Stages = [new StageDefinition("S", ["A"])],
            Lanes =
            [
                TrafficBench.Approach("a", 300) with { SpeedMps = speedMps },
                TrafficBench.Exit("x", 300) with { SpeedMps = speedMps },
                TrafficBench.Exit("y", 300) with { SpeedMps = speedMps },
            ],
            Movements =
            [
                through with { Share = 1 - leftShare - rightShare },
                through with { Id = "l", ToLane = "y", Share = leftShare, Turn = TurnDirection.Left },
                through with { Id = "r", ToLane = "y", Share = rightShare, Turn = TurnDirection.Right },
            ],
            Detectors = [new DetectorDefinition { Id = "bar", Lane = "a", Calls = ["A"] }],
            Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated }],
        };
        TrafficEntry entry = new(0, "a", DemandProfile.Constant(6_000), CorridorScenario.Mix);
        TrafficBench bench = new(new TrafficNetwork([Intersection.Create(definition)], [entry]), seed: 7);
        // The first cycles fill the lane.
        long before = 0;
        for (int cycle = -5; cycle < Cycles; cycle++)
        {
            before = cycle == 0 ? Crossings(bench) : before;
            bench.Run(60_000, 0, new SignalFrame(0, 0));
            bench.Run(greenMs, 0, new SignalFrame(0, 1));
            bench.Run(3_000, 0, new SignalFrame(0, 0, 1));
        }

        return (Crossings(bench) - before) / (double)Cycles;
    }

    private static long Crossings(TrafficBench bench) => Enumerable.Range(0, 3).Sum(movement => bench.Model.Crossings(0, movement));
}
