namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// One lane of road: an approach lane, an exit lane out of the model, or an exit lane and the approach lane it becomes.
/// </summary>
internal sealed class RoadLane
{
    internal RoadLane(int index, double lengthM, double speedMps)
    {
        Index = index;
        LengthM = lengthM;
        SpeedMps = speedMps;
    }

    internal int Index { get; }

    internal double LengthM { get; }

    internal double SpeedMps { get; }

    /// <summary>Junction whose stop line ends the lane, or -1 when it leads out of the model.</summary>
    internal int StopLineJunction { get; set; } = -1;

    /// <summary>Movements at the stop line, as indices of the road map.</summary>
    internal int[] Movements { get; set; } = [];

    /// <summary>Lane of the turn pocket that opens from this lane, or -1.</summary>
    internal int Pocket { get; set; } = -1;

    internal double PocketShare { get; set; }

    /// <summary>Position at which the pocket opens.</summary>
    internal double PocketEntryM { get; set; }

    internal DetectorZone[] Zones { get; set; } = [];

    /// <summary>Vehicle nearest to the end of the lane, or -1.</summary>
    internal int Head { get; set; } = -1;

    /// <summary>Vehicle nearest to the start of the lane, or -1.</summary>
    internal int Tail { get; set; } = -1;

    internal int Count { get; set; }

    /// <summary>Vehicles on the lane that stand or crawl.</summary>
    internal int StoppedCount { get; set; }

    /// <summary>Stops on the lane since the start.</summary>
    internal long Stops { get; set; }

    /// <summary>What the vehicles on the lane take up when they stand: lengths and gaps.</summary>
    internal double OccupiedM { get; set; }

    /// <summary>Step in which a vehicle was last let in: one a step, since the next one does not see it yet.</summary>
    internal long AdmittedStep { get; set; } = -1;

    /// <summary>Step in which a vehicle last left for the pocket.</summary>
    internal long AdmittedPocketStep { get; set; } = -1;

    internal void Append(VehiclePool vehicles, int index)
    {
        ref Vehicle vehicle = ref vehicles[index];
        vehicle.Lane = Index;
        vehicle.Ahead = Tail;
        vehicle.Behind = -1;
        if (Tail >= 0)
        {
            vehicles[Tail].Behind = index;
        }
        else
        {
            Head = index;
        }

        Tail = index;
        Count++;
        StoppedCount += vehicle.IsStopped ? 1 : 0;
        OccupiedM += vehicle.LengthM + vehicle.MinGapM;
    }

    internal void Remove(VehiclePool vehicles, int index)
    {
        ref Vehicle vehicle = ref vehicles[index];
        if (vehicle.Ahead >= 0)
        {
            vehicles[vehicle.Ahead].Behind = vehicle.Behind;
        }
        else
        {
            Head = vehicle.Behind;
        }

        if (vehicle.Behind >= 0)
        {
            vehicles[vehicle.Behind].Ahead = vehicle.Ahead;
        }
        else
        {
            Tail = vehicle.Ahead;
        }

        Count--;
        StoppedCount -= vehicle.IsStopped ? 1 : 0;
        // An empty lane has exactly nothing on it, whatever rounding left behind.
        OccupiedM = Count == 0 ? 0 : OccupiedM - vehicle.LengthM - vehicle.MinGapM;
    }
}
