using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;
using TrafficControl.Testing;

namespace TrafficControl.Simulation.Tests.Traffic;

[TestFixture]
public sealed class TrafficModelTests
{
    private static readonly SignalFrame Red = new(0, 0);
    private static readonly SignalFrame Green = new(0, 1);
    private static readonly SignalFrame Yellow = new(0, 0, 1);

    [Test]
    public void Step_RedForever_NobodyCrossesAndAllAreCounted()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(1_800));
        bench.Run(600_000, 0, Red);
        TrafficMeasures measures = bench.Model.Measure();
        Assert.That(measures.Finished, Is.Zero);
        Assert.That(bench.Model.Crossings(0, 0), Is.Zero);
        Assert.That(measures.Waiting, Is.GreaterThan(100), "the lane of 400 m is full");
        Assert.That(measures.Demanded, Is.EqualTo(measures.Running + measures.Waiting));
        Assert.That(bench.Model.QueueVehicles(0), Is.EqualTo(measures.Demanded).Within(2));
        Assert.That(measures.MeanDelayS, Is.GreaterThan(200), "those never let in wait too");
    }

    [Test]
    public void Step_GreenForever_DelayIsSmall()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(600));
        bench.Run(1_200_000, 0, Green);
        TrafficMeasures measures = bench.Model.Measure();
        Assert.That(measures.Finished, Is.GreaterThan(150));
        Assert.That(measures.MeanDelayS, Is.InRange(0, 8));
        Assert.That(measures.StopsPerVehicle, Is.LessThan(0.01));
        Assert.That(measures.Waiting, Is.LessThan(3));
    }

    [Test]
    public void Step_Cycles_NobodyCrossesAtRed()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(1_500, new VehicleMix(0.4, 0.05)), seed: 3);
        for (int cycle = 0; cycle < 100; cycle++)
        {
            // Lengths that no other part of the model repeats, so that yellow meets vehicles at every distance.
            bench.Run(17_000 + (cycle * 200), 0, Green);
            bench.Run(3_000, 0, Yellow);
            long before = bench.Model.Crossings(0, 0);
            bench.Run(20_000, 0, Red);
            Assert.That(bench.Model.Crossings(0, 0), Is.EqualTo(before), $"cycle {cycle}");
        }

        Assert.That(bench.Model.Measure().RedCrossings, Is.Zero);
        Assert.That(bench.Model.Measure().Finished, Is.GreaterThan(1_000));
    }

    [Test]
    public void Step_GreenEndsWithoutYellow_RedCrossingIsCounted()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(2_000), seed: 3);
        for (int cycle = 0; cycle < 20; cycle++)
        {
            bench.Run(20_000, 0, Green);
            bench.Run(10_000, 0, Red);
        }

        Assert.That(bench.Model.Measure().RedCrossings, Is.GreaterThan(0));
    }

    [Test]
    public void Step_Flash_ReleasesNobody()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(900));
        bench.Run(120_000, 0, new SignalFrame(0, 1) with { IsFlash = true });
        Assert.That(bench.Model.Crossings(0, 0), Is.Zero);
    }

    [Test]
    public void Step_MixedTraffic_VehiclesNeverOverlapAndCountsAgree()
    {
        TrafficBench bench = new(TwoInRow(300), seed: 5);
        for (int second = 0; second < 1_800; second++)
        {
            bool isGreen = second % 70 < 40;
            bool isYellow = second % 70 is >= 40 and < 43;
            bench.Model.SetSignals(0, isGreen ? Green : isYellow ? Yellow : Red);
            bench.Model.SetSignals(1, second % 70 < 20 ? Green : second % 70 < 23 ? Yellow : Red);
            bench.Run(1_000);
            int onLanes = AssertNoOverlap(bench.Model);
            TrafficMeasures measures = bench.Model.Measure();
            Assert.That(measures.Running, Is.EqualTo(onLanes));
            Assert.That(measures.Inserted, Is.EqualTo(measures.Finished + measures.Running));
            Assert.That(measures.Demanded, Is.EqualTo(measures.Inserted + measures.Waiting));
        }

        Assert.That(bench.Model.Measure().Finished, Is.GreaterThan(200));
    }

    [Test]
    public void Step_ExitLaneFull_BlocksTheMovementUpstream()
    {
        TrafficBench bench = new(TwoInRow(100), seed: 2);
        bench.Model.SetSignals(1, Red);
        bench.Run(600_000, 0, Green);
        long crossings = bench.Model.Crossings(0, 0);
        Assert.That(crossings, Is.InRange(8, 30), "only as many as the link holds");
        bench.Run(120_000);
        Assert.That(bench.Model.Crossings(0, 0), Is.EqualTo(crossings));
        RoadLane link = bench.Model.Map.Lanes[bench.Model.Map.LaneOf(1, 0)];
        Assert.That(link.OccupiedM, Is.InRange(80, 100));
        for (int i = link.Head; i >= 0; i = bench.Model.Vehicles[i].Behind)
        {
            Assert.That(bench.Model.Vehicles[i].Rear, Is.GreaterThan(-1), "nobody stands in the junction");
        }

        bench.Run(60_000, 1, Green);
        Assert.That(bench.Model.Crossings(0, 0), Is.GreaterThan(crossings), "room again");
    }

    [Test]
    public void Step_SharedLane_TurnsFollowTheShares()
    {
        TrafficBench bench = new(Fork(), seed: 11);
        bench.Run(7_200_000, 0, new SignalFrame(0, 1));
        double through = bench.Model.Crossings(0, 0);
        double right = bench.Model.Crossings(0, 1);
        double pocket = bench.Model.Crossings(0, 2);
        double all = through + right + pocket;
        Assert.That(all, Is.GreaterThan(1_000));
        // Three standard deviations of a share over some 1 200 vehicles are about 0.04.
        Assert.That(pocket / all, Is.EqualTo(0.2).Within(0.04));
        Assert.That(right / all, Is.EqualTo(0.8 * 0.25).Within(0.04));
    }

    [Test]
    public void Step_PocketBlocked_ThroughTrafficPassesUntilThePocketIsFull()
    {
        TrafficBench bench = new(Fork(separatePocketGroup: true), seed: 11);
        bench.Run(60_000, 0, Green);
        Assert.That(bench.Model.Crossings(0, 0), Is.GreaterThan(3), "a few left-turners do not block the lane");
        Assert.That(bench.Model.Crossings(0, 2), Is.Zero);
        bench.Run(1_200_000);
        long blocked = bench.Model.Crossings(0, 0);
        bench.Run(120_000);
        Assert.That(bench.Model.Crossings(0, 0), Is.EqualTo(blocked), "the pocket has spilled back");
    }

    [Test]
    public void Step_PermissiveTurn_GivesWayToOpposingTraffic()
    {
        TrafficNetwork network = Opposing(leftVph: 300, opposingVph: 1_700);
        TrafficBench busy = new(network, seed: 9);
        busy.Run(1_200_000, 0, new SignalFrame(0, 3));
        long leftAgainstFlow = busy.Model.Crossings(0, 0);

        TrafficBench free = new(Opposing(leftVph: 300, opposingVph: 0), seed: 9);
        free.Run(1_200_000, 0, new SignalFrame(0, 3));
        Assert.That(free.Model.Crossings(0, 0), Is.InRange(70, 130));
        Assert.That(leftAgainstFlow, Is.LessThan(free.Model.Crossings(0, 0) / 2));
    }

    [Test]
    public void Step_PermissiveTurnWaiting_GoesInYellowWhenOpposingTrafficStops()
    {
        TrafficBench bench = new(Opposing(leftVph: 600, opposingVph: 1_900), seed: 9);
        int cyclesWithSneaker = 0;
        for (int cycle = 0; cycle < 20; cycle++)
        {
            bench.Run(30_000, 0, new SignalFrame(0, 3));
            long before = bench.Model.Crossings(0, 0);
            bench.Run(3_000, 0, new SignalFrame(0, 0, 3));
            bench.Run(20_000, 0, Red);
            cyclesWithSneaker += bench.Model.Crossings(0, 0) > before ? 1 : 0;
            Assert.That(bench.Model.Crossings(0, 0), Is.LessThanOrEqualTo(before + 2));
        }

        Assert.That(cyclesWithSneaker, Is.GreaterThan(5));
        Assert.That(bench.Model.Measure().RedCrossings, Is.Zero);
    }

    [Test]
    public void Step_SameSeed_SameTrafficBitForBit()
    {
        string first = Fingerprint(4);
        string second = Fingerprint(4);
        Assert.That(second, Is.EqualTo(first));
        Assert.That(Fingerprint(5), Is.Not.EqualTo(first));
    }

    [Test]
    public void Step_OtherSignals_SameDemand()
    {
        TrafficBench red = new(TrafficBench.SingleLane(900), seed: 8);
        TrafficBench green = new(TrafficBench.SingleLane(900), seed: 8);
        red.Run(900_000, 0, Red);
        green.Run(900_000, 0, Green);
        Assert.That(red.Model.Demanded, Is.EqualTo(green.Model.Demanded));
    }

    [Test]
    public void Step_SteadyState_AllocatesNothing()
    {
        TrafficBench bench = new(TwoInRow(300), seed: 5);
        ControllerTick tick = new();
        bench.Model.SetSignals(1, Green);
        Run(bench.Model, tick, 600);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(bench.Model, tick, 600);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);

        static void Run(TrafficModel model, ControllerTick tick, int seconds)
        {
            for (int step = 0; step < seconds * 5; step++)
            {
                model.SetSignals(0, step % 300 < 150 ? Green : step % 300 < 165 ? Yellow : Red);
                model.Step(200);
                tick.Clear();
                model.DrainInto(0, tick);
                tick.Clear();
                model.DrainInto(1, tick);
            }
        }
    }

    [TestCase(0)]
    [TestCase(TrafficModel.MaxStepMs + 1)]
    public void Step_LengthOutOfRange_Throws(int stepMs)
    {
        TrafficModel model = new(TrafficBench.SingleLane(100), 1);
        Assert.That(() => model.Step(stepMs), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    /// <summary>Two junctions in a row, joined by a link of some length; the far one also turns traffic out.</summary>
    internal static TrafficNetwork TwoInRow(double linkM)
    {
        IntersectionDefinition first = OneGroup("first") with
        {
            Lanes =
            [
                TrafficBench.Approach("a", 300),
                TrafficBench.Exit("out", linkM) with { DownstreamIntersection = "second", DownstreamLane = "a" },
            ],
            Movements = [IntersectionSamples.Through("m", "a", "out", "A")],
            Detectors = [IntersectionSamples.StopBar("d", "a", "A")],
        };
        IntersectionDefinition second = OneGroup("second") with
        {
            Lanes = [TrafficBench.Approach("a", linkM), TrafficBench.Exit("out", 150)],
            Movements = [IntersectionSamples.Through("m", "a", "out", "A")],
            Detectors = [IntersectionSamples.StopBar("d", "a", "A")],
        };
        return new TrafficNetwork(
            [Intersection.Create(first), Intersection.Create(second)],
            [new TrafficEntry(0, "a", DemandProfile.Constant(1_500), new VehicleMix(0.4, 0.05))]);
    }

    /// <summary>One lane with a right turn and a left-turn pocket of 40 m.</summary>
    private static TrafficNetwork Fork(bool separatePocketGroup = false)
    {
        IntersectionDefinition definition = OneGroup("fork") with
        {
            SignalGroups = [IntersectionSamples.Vehicle("A"), IntersectionSamples.Vehicle("L")],
            Stages = [new StageDefinition("S", ["A", "L"])],
            Lanes =
            [
                TrafficBench.Approach("a", 300), TrafficBench.Approach("pocket", 40),
                TrafficBench.Exit("t", 200), TrafficBench.Exit("r", 200), TrafficBench.Exit("l", 200),
            ],
            Movements =
            [
                IntersectionSamples.Through("t", "a", "t", "A") with { Share = 0.75 },
                IntersectionSamples.Through("r", "a", "r", "A") with { Share = 0.25, Turn = TurnDirection.Right },
                IntersectionSamples.Through("l", "pocket", "l", separatePocketGroup ? "L" : "A") with
                {
                    Turn = TurnDirection.Left,
                },
            ],
            Detectors =
            [
                IntersectionSamples.StopBar("d", "a", "A"),
                IntersectionSamples.StopBar("p", "pocket", separatePocketGroup ? "L" : "A"),
            ],
        };
        return new TrafficNetwork(
            [Intersection.Create(definition)],
            [new TrafficEntry(0, "a", DemandProfile.Constant(600))],
            [new TurnPocket(0, "pocket", "a", 0.2)]);
    }

    /// <summary>A left turn (movement 0) that gives way to an opposing through movement (1).</summary>
    private static TrafficNetwork Opposing(double leftVph, double opposingVph)
    {
        IntersectionDefinition definition = OneGroup("opposing") with
        {
            SignalGroups = [IntersectionSamples.Vehicle("L"), IntersectionSamples.Vehicle("T")],
            Stages = [new StageDefinition("S", ["L", "T"])],
            Lanes =
            [
                TrafficBench.Approach("left", 200), TrafficBench.Approach("through", 200),
                TrafficBench.Exit("lo", 200), TrafficBench.Exit("to", 200),
            ],
            Movements =
            [
                IntersectionSamples.Through("l", "left", "lo", "L") with { Turn = TurnDirection.Left, YieldsTo = ["t"] },
                IntersectionSamples.Through("t", "through", "to", "T"),
            ],
            Detectors =
            [
                IntersectionSamples.StopBar("dl", "left", "L"), IntersectionSamples.StopBar("dt", "through", "T"),
            ],
        };
        return new TrafficNetwork(
            [Intersection.Create(definition)],
            [
                new TrafficEntry(0, "left", DemandProfile.Constant(leftVph)),
                new TrafficEntry(0, "through", DemandProfile.Constant(opposingVph)),
            ]);
    }

    private static IntersectionDefinition OneGroup(string id) => new()
    {
        Id = id,
        SignalGroups = [IntersectionSamples.Vehicle("A")],
        Stages = [new StageDefinition("S", ["A"])],
        Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated }],
    };

    private static int AssertNoOverlap(TrafficModel model)
    {
        int count = 0;
        foreach (RoadLane lane in model.Map.Lanes)
        {
            double rearAhead = double.PositiveInfinity;
            for (int i = lane.Head; i >= 0; i = model.Vehicles[i].Behind)
            {
                ref readonly Vehicle vehicle = ref model.Vehicles[i];
                Assert.That(vehicle.X, Is.LessThanOrEqualTo(lane.LengthM).And.LessThan(rearAhead));
                rearAhead = vehicle.Rear;
                count++;
            }
        }

        return count;
    }

    private static string Fingerprint(ulong seed)
    {
        TrafficBench bench = new(TwoInRow(250), seed);
        bench.Run(120_000, 0, Green);
        bench.Run(300_000, 1, Green);
        TrafficMeasures measures = bench.Model.Measure();
        return $"{BitConverter.DoubleToInt64Bits(bench.Model.TotalDelayS):x} {measures.Finished} "
            + string.Join(' ', bench.Transitions.Select(t => t.Transition.TimeMs));
    }
}
