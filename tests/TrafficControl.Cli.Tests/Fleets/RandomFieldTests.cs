using TrafficControl.Cli.Fleets;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Cli.Tests.Fleets;

[TestFixture]
public sealed class RandomFieldTests
{
    private static readonly Intersection TwoStage = Intersection.Create(IntersectionSamples.TwoStage());

    [Test]
    public void Read_Red_VehiclesStandAndHoldTheDetectorOn()
    {
        RandomField field = new(TwoStage, flowVph: 900, seed: 1);

        int transitions = Run(field, minutes: 5, green: 0);

        Assert.That(field.Standing, Is.GreaterThan(50));
        Assert.That(transitions, Is.InRange(2, 20), "once a queue stands, nothing moves over the loops");
    }

    [Test]
    public void Read_Green_VehiclesLeave()
    {
        RandomField field = new(TwoStage, flowVph: 900, seed: 1);

        int transitions = Run(field, minutes: 5, green: TwoStage.AllGroups);

        Assert.That(field.Standing, Is.LessThan(10));
        Assert.That(transitions, Is.GreaterThan(100));
    }

    [Test]
    public void Read_NoFlow_NothingSeen()
    {
        Assert.That(Run(new RandomField(TwoStage, flowVph: 0, seed: 1), minutes: 5, green: 0), Is.Zero);
    }

    [Test]
    public void Read_TracksDetector_FollowsEachVehicleToTheLine()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        Intersection tracked = Intersection.Create(two with
        {
            Detectors = [two.Detectors[0] with { Kind = DetectorKind.Tracks, DistanceM = 0, LengthM = 80 }, two.Detectors[1]],
        });
        RandomField field = new(tracked, flowVph: 300, seed: 1);
        ControllerTick tick = new();
        Dictionary<uint, float> lastM = [];
        int seen = 0;
        for (long timeMs = 0; timeMs < 120_000; timeMs += 100)
        {
            tick.Clear();
            tick.TimeMs = timeMs;
            field.Read(tick, new SignalFrame(timeMs, 0));
            foreach (TrackObservation observation in tick.Tracks)
            {
                Assert.That(observation.DistanceM, Is.LessThanOrEqualTo(lastM.GetValueOrDefault(observation.ObjectId, 80)));
                lastM[observation.ObjectId] = observation.DistanceM;
                seen++;
            }
        }

        Assert.That(lastM, Has.Count.InRange(3, 15), "some 10 vehicles in two minutes");
        Assert.That(seen, Is.GreaterThan(300));
        Assert.That(tick.Transitions.Length, Is.Zero);
    }

    private static int Run(RandomField field, int minutes, ulong green)
    {
        ControllerTick tick = new();
        int transitions = 0;
        for (long timeMs = 0; timeMs < minutes * 60_000; timeMs += 100)
        {
            tick.Clear();
            tick.TimeMs = timeMs;
            field.Read(tick, new SignalFrame(timeMs, green));
            transitions += tick.Transitions.Length;
        }

        return transitions;
    }
}
