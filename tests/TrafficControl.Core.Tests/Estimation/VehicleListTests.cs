using TrafficControl.Core.Estimation;

namespace TrafficControl.Core.Tests.Estimation;

/// <summary>What the list of vehicles keeps beside the vehicles must hold after every addition and removal.</summary>
[TestFixture]
public sealed class VehicleListTests
{
    [Test]
    public void TrackCount_AddedRemovedAndDisplaced_CountsThoseInTheList()
    {
        VehicleList list = new(lanes: 1, hasTracks: true);
        list.AddTrack(objectId: 7, timeMs: 1_000);
        list.Add(timeMs: 2_000);
        list.AddTrack(objectId: 8, timeMs: 3_000);
        Assert.That(list.TrackCount, Is.EqualTo(2));

        list.Remove(2);
        Assert.That(list.TrackCount, Is.EqualTo(1));

        for (int i = list.Count; i < list.Capacity; i++)
        {
            list.Add(timeMs: 4_000);
        }

        Assert.That(list.TrackCount, Is.EqualTo(1));

        list.Add(timeMs: 5_000);
        Assert.That(list.TrackCount, Is.Zero, "the oldest vehicle made room");
    }

    [Test]
    public void Add_MoreThanThereIsRoomFor_KeepsAllUpToTheCapacity()
    {
        VehicleList list = new(lanes: 24, hasTracks: true);
        for (int i = 0; i < list.Capacity + 1; i++)
        {
            list.AddTrack(objectId: (uint)i, timeMs: 1_000 + i);
        }

        Assert.That(list.Count, Is.EqualTo(512));
        Assert.That(list.FindTrack(0), Is.EqualTo(-1), "the oldest made room for the last");
        Assert.That(list[list.FindTrack(1)].BornMs, Is.EqualTo(1_001));
        Assert.That(list[list.FindTrack(512)].BornMs, Is.EqualTo(1_512));
    }

    [Test]
    public void IsAnyAtBar_VehicleMovedByRemoval_FindsItAndForgetsItWhenGone()
    {
        VehicleList list = new(lanes: 2, hasTracks: true);
        list.Add(timeMs: 1_000);
        list[list.Add(timeMs: 1_000)].BarLane = 1;
        Assert.That(list.IsAnyAtBar(1), Is.True);
        Assert.That(list.IsAnyAtBar(0), Is.False);

        list.Remove(0);
        Assert.That(list.IsAnyAtBar(1), Is.True, "it has another position now");

        list.Remove(0);
        Assert.That(list.IsAnyAtBar(1), Is.False);
    }

    [Test]
    public void IsWhole_OneToTheBit_OnlyThen()
    {
        TrackedVehicle vehicle = default;
        vehicle.PlaceOn(3);
        Assert.That(vehicle.IsWhole(), Is.True);
        Assert.That(vehicle.Left(), Is.EqualTo(1));

        vehicle.Sink = float.BitIncrement(0.1f);
        Assert.That(vehicle.IsWhole(), Is.False);
    }
}
