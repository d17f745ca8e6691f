using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;
using TrafficControl.Testing;

namespace TrafficControl.Simulation.Tests.Traffic;

[TestFixture]
public sealed class DetectorTests
{
    [Test]
    public void Transitions_LongRun_AlternatePerDetectorInOrderOfTime()
    {
        TrafficBench bench = new(TrafficModelTests.TwoInRow(200), seed: 6);
        for (int cycle = 0; cycle < 30; cycle++)
        {
            bench.Run(20_000, 0, new SignalFrame(0, 1));
            bench.Run(15_000, 1, new SignalFrame(0, 1));
            bench.Run(3_000, 0, new SignalFrame(0, 0, 1));
            bench.Run(10_000, 0, new SignalFrame(0, 0));
            bench.Run(3_000, 1, new SignalFrame(0, 0, 1));
            bench.Run(3_000, 1, new SignalFrame(0, 0));
        }

        for (int junction = 0; junction < 2; junction++)
        {
            DetectorTransition[] all = [.. bench.Transitions.Where(t => t.Junction == junction).Select(t => t.Transition)];
            Assert.That(all, Has.Length.GreaterThan(100));
            Assert.That(all.Select(t => t.TimeMs), Is.Ordered);
            foreach (IGrouping<ushort, DetectorTransition> detector in all.GroupBy(t => t.Detector))
            {
                Assert.That(
                    detector.Select(t => t.IsOn), Is.EqualTo(detector.Select((_, i) => i % 2 == 0)), "on, off, on, ...");
            }
        }
    }

    [Test]
    public void Transitions_FreeFlow_OnePresenceOfTheRightLengthPerVehicle()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(300), seed: 6);
        bench.Run(1_200_000, 0, new SignalFrame(0, 1));
        DetectorTransition[] advance = [.. bench.Transitions.Select(t => t.Transition).Where(t => t.Detector == 1)];
        long vehicles = bench.Model.Crossings(0, 0);
        Assert.That(advance.Count(t => t.IsOn), Is.InRange(vehicles, vehicles + 12));
        // 2 m zone and 4.5 m car at 12.7 to 15.1 m/s: 430 to 512 ms; the times lie between the steps of 200 ms.
        long[] presences = [.. advance.Zip(advance.Skip(1)).Where(p => p.First.IsOn).Select(p => p.Second.TimeMs - p.First.TimeMs)];
        Assert.That(presences.Order().ElementAt(presences.Length / 2), Is.InRange(430, 520));
        Assert.That(presences.Distinct().Count(), Is.GreaterThan(20));
    }

    [Test]
    public void Transitions_QueueAtRed_StopBarStaysOn()
    {
        TrafficBench bench = new(TrafficBench.SingleLane(900), seed: 6);
        bench.Run(180_000, 0, new SignalFrame(0, 0));
        Assert.That(
            bench.Transitions.Where(t => t.Transition.Detector == 0).Select(t => t.Transition.IsOn),
            Is.EqualTo(new[] { true }));
    }

    [Test]
    public void PedestrianCalls_Presses_AreDrainedOnceWithButtonTransitions()
    {
        TrafficModel model = new(WithCrossing(), seed: 3);
        ControllerTick tick = new();
        int calls = 0;
        List<DetectorTransition> button = [];
        for (int step = 0; step < 5 * 600; step++)
        {
            model.Step(200);
            tick.Clear();
            model.DrainInto(0, tick);
            Assert.That(tick.TimeMs, Is.EqualTo(model.NowMs));
            calls += tick.PedestrianCalls == 2 ? 1 : 0;
            button.AddRange(tick.Transitions.ToArray());
        }

        Assert.That(calls, Is.InRange(30, 75), "300 an hour, for 10 minutes");
        Assert.That(button.Count(t => t.IsOn), Is.EqualTo(calls));
        Assert.That(model.Measure().MeanPedestrianWaitS, Is.GreaterThan(100), "walk never came");
    }

    [Test]
    public void PedestrianCalls_WalkShown_NobodyWaits()
    {
        TrafficModel model = new(WithCrossing(), seed: 3);
        model.SetSignals(0, new SignalFrame(0, 0, Walk: 2));
        ControllerTick tick = new();
        for (int step = 0; step < 5 * 600; step++)
        {
            model.Step(200);
        }

        model.DrainInto(0, tick);
        Assert.That(tick.PedestrianCalls, Is.Zero);
        Assert.That(model.Measure().MeanPedestrianWaitS, Is.Zero);
    }

    private static TrafficNetwork WithCrossing()
    {
        IntersectionDefinition definition = new()
        {
            Id = "crossing",
            SignalGroups = [IntersectionSamples.Vehicle("A"), IntersectionSamples.Pedestrian("P")],
            Conflicts = IntersectionSamples.Symmetric(("A", "P")),
            Stages = [new StageDefinition("S1", ["A"]), new StageDefinition("S2", ["P"])],
            Lanes = [TrafficBench.Approach("a", 100), TrafficBench.Exit("out", 100)],
            Movements = [IntersectionSamples.Through("m", "a", "out", "A")],
            Detectors =
            [
                IntersectionSamples.StopBar("d", "a", "A"),
                new() { Id = "b", Kind = DetectorKind.PushButton, Calls = ["P"] },
            ],
            Plans = [new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated }],
        };
        return new TrafficNetwork(
            [Intersection.Create(definition)], [], pedestrians: [new PedestrianDemand(0, "P", DemandProfile.Constant(300))]);
    }
}
