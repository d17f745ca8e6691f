using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Reports the vehicles that tracks detectors see at the moment: on the lane of the stop line, and before a turn pocket
/// on the lane it opens from, where a vehicle may still take either and is reported under both.
/// </summary>
internal sealed class TrackReporter
{
    private readonly VehiclePool _vehicles;
    private readonly TrackView[][] _views;

    internal TrackReporter(TrafficNetwork network, RoadMap map, VehiclePool vehicles)
    {
        _vehicles = vehicles;
        _views = [.. network.Junctions.Select((junction, j) => Views(junction, j, map))];
    }

    /// <summary>Adds what a junction's detectors see, each from its stop line upstream.</summary>
    internal void ReportInto(int junction, long nowMs, ControllerTick tick)
    {
        foreach (ref readonly TrackView view in _views[junction].AsSpan())
        {
            Report(view, view.Lane, view.Lane.LengthM, nowMs, tick);
            if (view.Feeder is { } feeder)
            {
                Report(view, feeder, feeder.PocketEntryM, nowMs, tick);
            }
        }
    }

    private static TrackView[] Views(Intersection junction, int index, RoadMap map)
    {
        List<TrackView> views = [];
        foreach (Detector detector in junction.Detectors)
        {
            DetectorDefinition definition = detector.Definition;
            if (definition.Kind == DetectorKind.Tracks)
            {
                RoadLane lane = map.Lanes[map.LaneOf(index, detector.Lane)];
                views.Add(new TrackView(
                    detector.Index, lane, map.Lanes.FirstOrDefault(feeder => feeder.Pocket == lane.Index),
                    definition.DistanceM, definition.DistanceM + definition.LengthM, definition.Classes));
            }
        }

        return [.. views];
    }

    /// <summary>A pocket ends where its feeder does, so the distance to the line is the same on both.</summary>
    private void Report(in TrackView view, RoadLane lane, double endM, long nowMs, ControllerTick tick)
    {
        for (int index = lane.Head; index >= 0; index = _vehicles[index].Behind)
        {
            ref readonly Vehicle vehicle = ref _vehicles[index];
            double distanceM = lane.LengthM - vehicle.X;
            if (distanceM > view.FarM)
            {
                return;
            }

            if (distanceM >= view.NearM && vehicle.X <= endM && (view.Classes & vehicle.Class) != 0)
            {
                // A place in the pool is free again only when its vehicle has left the model, far from this line.
                tick.TryAdd(new TrackObservation(
                    nowMs, (uint)index + 1, (ushort)view.Detector, vehicle.Class, (float)distanceM, (float)vehicle.V, 100));
            }
        }
    }
}
