using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class AdaptiveStrategyTests
{
    private const ulong A = 1;
    private const ulong B = 2;

    /// <summary>One parameter set for every place: a name may not change what is decided.</summary>
    [TestCase("cologne1")]
    [TestCase("ingolstadt7")]
    [TestCase("arterial-6")]
    public void Decide_IntersectionOfAnotherName_DecidesTheSame(string name)
    {
        List<ulong> usual = Drive(Sample("junction", "north"), seconds: 600);
        List<ulong> renamed = Drive(Sample(name, name), seconds: 600);

        Assert.That(renamed, Is.EqualTo(usual));
        Assert.That(usual, Has.Some.EqualTo(A).And.Some.EqualTo(B), "both stages must have been served");
    }

    [Test]
    public void Decide_SomebodyWaitsAtAnEmptyJunction_IsServedAtOnce()
    {
        Intersection intersection = Intersection.Create(Sample("junction", "north"));
        GuardedController controller = new(intersection);
        controller.StartIn(0, A);
        ControllerTick tick = new();
        SignalFrame frame = default;
        for (int ms = 100; ms <= 30_000; ms += 100)
        {
            tick.Clear();
            tick.TimeMs = ms;
            if (ms == 15_000)
            {
                tick.TryAdd(new DetectorTransition(ms, 1, true));
            }

            frame = controller.Advance(tick, null);
            if ((frame.Green & B) != 0)
            {
                break;
            }
        }

        long changeMs = intersection.IntergreenMs(0, 1);
        Assert.That(frame.Green & B, Is.EqualTo(B));
        Assert.That(frame.TimeMs, Is.LessThanOrEqualTo(15_000 + changeMs + 2_000));
    }

    /// <summary>Turning drivers get through only once the crossing is free, so it must clear while the green still runs.</summary>
    [TestCase("adaptive")]
    [TestCase("max-pressure")]
    public void Decide_OthersCallWhilePeopleWalk_TheCrossingClearsBesideTheGreen(string plan)
    {
        IntersectionDefinition definition = IntersectionSamples.TwoStage();
        definition = definition with
        {
            SignalGroups =
            [
                .. definition.SignalGroups.Select(group => group with { MinGreenMs = 20_000 }),
                IntersectionSamples.Pedestrian("P") with { RestsInWalk = true, Recall = RecallMode.Pedestrian },
            ],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("P", "B")),
            Stages = [new StageDefinition("S1", ["A", "P"]), new StageDefinition("S2", ["B"])],
            LocalPlan = plan,
            DefaultPlan = plan,
        };
        GuardedController controller = new(Intersection.Create(definition));
        controller.StartIn(0, A);
        ControllerTick tick = new();
        bool hasWalked = false;
        for (int ms = 100; ms <= 60_000; ms += 100)
        {
            tick.Clear();
            tick.TimeMs = ms;
            if (ms == 1_000)
            {
                tick.TryAdd(new DetectorTransition(ms, 1, true));
            }

            SignalFrame frame = controller.Advance(tick, null);
            hasWalked |= frame.Walk != 0;
            if (hasWalked && frame.PedClearance != 0)
            {
                Assert.That(frame.Green, Is.EqualTo(A), "vehicles still go while the crossing clears");
                return;
            }
        }

        Assert.Fail("the walk never ended");
    }

    private static IntersectionDefinition Sample(string id, string approach)
    {
        IntersectionDefinition definition = IntersectionSamples.TwoStage();
        return definition with
        {
            Id = id,
            Name = id,
            Lanes = [.. definition.Lanes.Select(lane => lane with { Approach = approach + lane.Id })],
            Detectors = [Loop("d0", "a", "A"), Loop("d1", "b", "B")],
            LocalPlan = "adaptive",
            DefaultPlan = "adaptive",
        };
    }

    private static DetectorDefinition Loop(string id, string lane, string group) =>
        new() { Id = id, Lane = lane, DistanceM = 1, LengthM = 2, Calls = [group] };

    /// <summary>What was green each second, under a fixed pattern of vehicles on both lanes.</summary>
    private static List<ulong> Drive(IntersectionDefinition definition, int seconds)
    {
        GuardedController controller = new(Intersection.Create(definition));
        controller.StartIn(0, A);
        ControllerTick tick = new();
        List<ulong> shown = [];
        for (int second = 1; second <= seconds; second++)
        {
            tick.Clear();
            tick.TimeMs = second * 1_000L;
            ushort detector = (ushort)(second / 7 % 2);
            tick.TryAdd(new DetectorTransition(tick.TimeMs, detector, second % 7 < 4));
            shown.Add(controller.Advance(tick, null).Green);
        }

        return shown;
    }
}
