using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Tests.Sumo;

[TestFixture]
public sealed class TrackRecorderTests
{
    [Test]
    public void Record_OrderOfVehiclesDiffers_ReportsTheSame()
    {
        SumoVehicle[] vehicles =
        [
            new("b", "up", 40, 8, "passenger"), new("a", "up", 40, 8, "bicycle"), new("c", "stop", 90, 0, "truck"),
            new("d", "elsewhere", 1, 1, "passenger"), new("e", "", -1_073_741_824, -1_073_741_824, "passenger"),
        ];

        TrackObservation[] forward = Record(vehicles);
        TrackObservation[] backward = Record([.. vehicles.Reverse()]);

        Assert.That(backward, Is.EqualTo(forward));
        Assert.That(forward, Is.EqualTo(new[]
        {
            new TrackObservation(5_000, 1, 3, VehicleClasses.Truck, 10, 0, 100, Section: 3),
            new TrackObservation(5_000, 2, 3, VehicleClasses.Bicycle, 110, 8, 100, Section: 4),
            new TrackObservation(5_000, 3, 3, VehicleClasses.Car, 110, 8, 100, Section: 4),
            new TrackObservation(5_000, 2, 4, VehicleClasses.Bicycle, 130, 8, 100, Section: 4),
            new TrackObservation(5_000, 3, 4, VehicleClasses.Car, 130, 8, 100, Section: 4),
        }));
    }

    [TestCase("stop", 91.9, false)]
    [TestCase("stop", 92, true)]
    [TestCase("stop", 100, true)]
    [TestCase("past", 1, false)]
    [TestCase("stop", 20, false)]
    public void IsOccupied_VehicleSomewhere_IsTrueAtTheLineOnly(string lane, double positionM, bool occupied)
    {
        TrackRecorder recorder = new(Detectors());
        recorder.Record([new SumoVehicle("a", lane, positionM, 0, "passenger")], 0, new ControllerTick());

        Assert.That(recorder.IsOccupied(3), Is.EqualTo(occupied));
    }

    [TestCase("stop", 0, 1)]
    [TestCase("up", 0, 1)]
    [TestCase("up", 55, 2)]
    [TestCase("past", 35, 1)]
    [TestCase("past", 35.1, 0)]
    public void Record_VehicleAtTheBounds_IsSeenWithinTheReach(string lane, double positionM, int seen)
    {
        ControllerTick tick = new();
        new TrackRecorder(Detectors()).Record([new SumoVehicle("a", lane, positionM, 0, "passenger")], 0, tick);

        Assert.That(tick.Tracks.Length, Is.EqualTo(seen));
    }

    private static TrackObservation[] Record(SumoVehicle[] vehicles)
    {
        ControllerTick tick = new();
        new TrackRecorder(Detectors()).Record(vehicles, 5_000, tick);
        return tick.Tracks.ToArray();
    }

    /// <summary>The lane "up" of 50 m leads to the stop line of "stop" over 100 m, and to another over 120 m.</summary>
    private static SumoTracks[] Detectors() =>
    [
        new(3, 150, [new("stop", 100), new("up", 150), new("past", 0)]),
        new(4, 130, [new("other", 120), new("up", 170)]),
    ];
}
