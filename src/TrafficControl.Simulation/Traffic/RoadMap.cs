using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>The network as road lanes and movements with flat indices. Built once.</summary>
internal sealed class RoadMap
{
    /// <summary>Width of a junction: from the stop line to the start of the exit lane, metres.</summary>
    internal const double BoxM = 15;

    /// <summary>
    /// Speed in a left turn of about 20 m radius and in a right turn of about 10 m, metres per second.
    /// </summary>
    private const double LeftTurnSpeedMps = 8;

    private const double RightTurnSpeedMps = 6;
    private const double UTurnSpeedMps = 4;

    /// <summary>
    /// Zones end this far before the end of their lane, so that a vehicle held at the end has entered them for good.
    /// </summary>
    private const double ZoneMarginM = 0.05;

    private readonly TrafficNetwork _network;
    private readonly int[][] _laneOf;
    private readonly List<RoadLane> _lanes = [];

    internal RoadMap(TrafficNetwork network)
    {
        _network = network;
        _laneOf = [.. network.Junctions.Select(junction => new int[junction.Lanes.Length])];
        MapApproaches();
        MapExits();
        Lanes = [.. _lanes];
        Movements = BuildMovements();
        OpenPockets();
        PlaceDetectors();
        ApproachLanes =
            [.. network.Junctions.Select((_, j) => Lanes.Where(lane => lane.StopLineJunction == j).ToArray())];
    }

    internal RoadLane[] Lanes { get; }

    internal RoadMovement[] Movements { get; }

    /// <summary>Road lanes that end at each junction's stop lines.</summary>
    internal RoadLane[][] ApproachLanes { get; }

    internal int LaneOf(int junction, int lane) => _laneOf[junction][lane];

    private void MapApproaches()
    {
        Dictionary<(int, int), double> lengths = [];
        foreach (Intersection junction in _network.Junctions)
        {
            foreach (Lane lane in junction.Lanes)
            {
                (int Junction, int Lane) target = _network.Downstream(lane.Definition);
                lengths[target] = lane.Definition.LengthM;
            }
        }

        for (int j = 0; j < _network.Junctions.Length; j++)
        {
            foreach (Lane lane in _network.Junctions[j].Lanes)
            {
                if (lane.Definition.Role == LaneRole.Approach)
                {
                    // The road is as long as the longer of the two: an approach may be drawn only near its stop line.
                    double length = Math.Max(lane.Definition.LengthM, lengths.GetValueOrDefault((j, lane.Index)));
                    _laneOf[j][lane.Index] = AddLane(length, lane.Definition.SpeedMps, j);
                }
            }
        }
    }

    private void MapExits()
    {
        for (int j = 0; j < _network.Junctions.Length; j++)
        {
            foreach (Lane lane in _network.Junctions[j].Lanes)
            {
                if (lane.Definition.Role == LaneRole.Exit)
                {
                    (int Junction, int Lane) target = _network.Downstream(lane.Definition);
                    _laneOf[j][lane.Index] = target.Junction >= 0
                        ? _laneOf[target.Junction][target.Lane]
                        : AddLane(lane.Definition.LengthM, lane.Definition.SpeedMps, -1);
                }
            }
        }
    }

    private int AddLane(double lengthM, double speedMps, int stopLineJunction)
    {
        _lanes.Add(new RoadLane(_lanes.Count, lengthM, speedMps) { StopLineJunction = stopLineJunction });
        return _lanes.Count - 1;
    }

    private RoadMovement[] BuildMovements()
    {
        List<RoadMovement> movements = [];
        for (int j = 0; j < _network.Junctions.Length; j++)
        {
            int first = movements.Count;
            foreach (Movement movement in _network.Junctions[j].Movements)
            {
                movements.Add(new RoadMovement
                {
                    Junction = j,
                    Movement = movement.Index,
                    Group = movement.Group,
                    GroupMask = 1UL << movement.Group,
                    FromLane = _laneOf[j][movement.FromLane],
                    ToLane = movement.ToLane < 0 ? -1 : _laneOf[j][movement.ToLane],
                    Share = movement.Definition.Share,
                    TurnSpeedMps = TurnSpeed(movement.Definition.Turn),
                    YieldsTo = [.. movement.YieldsTo.Select(other => first + other)],
                });
            }

            foreach (Lane lane in _network.Junctions[j].Lanes.Where(lane => lane.Definition.Role == LaneRole.Approach))
            {
                Lanes[_laneOf[j][lane.Index]].Movements = [.. lane.Movements.Select(movement => first + movement)];
            }
        }

        return [.. movements];
    }

    private static double TurnSpeed(TurnDirection turn) => turn switch
    {
        TurnDirection.Left => LeftTurnSpeedMps,
        TurnDirection.Right => RightTurnSpeedMps,
        TurnDirection.UTurn => UTurnSpeedMps,
        _ => double.PositiveInfinity,
    };

    private void OpenPockets()
    {
        foreach (TurnPocket pocket in _network.Pockets)
        {
            RoadLane from = Lanes[_laneOf[pocket.Junction][_network.LaneIndex(pocket.Junction, pocket.FromLane)]];
            from.Pocket = _laneOf[pocket.Junction][_network.LaneIndex(pocket.Junction, pocket.Lane)];
            from.PocketShare = pocket.Share;
            from.PocketEntryM = from.LengthM - Lanes[from.Pocket].LengthM;
        }
    }

    private void PlaceDetectors()
    {
        List<DetectorZone>[] zones = [.. Lanes.Select(_ => new List<DetectorZone>())];
        for (int j = 0; j < _network.Junctions.Length; j++)
        {
            foreach (Detector detector in _network.Junctions[j].Detectors)
            {
                if (detector.Definition.Kind != DetectorKind.Presence || detector.Lane < 0)
                {
                    continue;
                }

                RoadLane lane = Lanes[_laneOf[j][detector.Lane]];
                bool isExit = _network.Junctions[j].Lanes[detector.Lane].Definition.Role == LaneRole.Exit;
                double last = lane.LengthM - ZoneMarginM;
                double end = isExit
                    ? detector.Definition.DistanceM + detector.Definition.LengthM
                    : lane.LengthM - detector.Definition.DistanceM;
                end = Math.Clamp(end, 0, last);
                double start = Math.Clamp(end - detector.Definition.LengthM, 0, last);
                zones[lane.Index].Add(new DetectorZone(j, detector.Index, start, end, detector.Definition.Classes));
            }
        }

        for (int i = 0; i < Lanes.Length; i++)
        {
            Lanes[i].Zones = [.. zones[i]];
        }
    }
}
