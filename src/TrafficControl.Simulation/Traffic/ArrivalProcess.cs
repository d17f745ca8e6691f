namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Vehicles that want in at one entry. In each step one arrives with probability rate times step, so that arrivals are
/// those of a Poisson process seen at the step's resolution, and need no logarithm, which differs between machines.
/// Those that find no room wait outside in the order they came.
/// </summary>
internal sealed class ArrivalProcess
{
    private readonly TrafficEntry _entry;
    private SplitMix64 _random;
    private int _first = -1;
    private int _last = -1;

    internal ArrivalProcess(TrafficEntry entry, RoadLane lane, ulong seed)
    {
        _entry = entry;
        Lane = lane;
        _random = new SplitMix64(seed);
    }

    internal RoadLane Lane { get; }

    internal int Junction => _entry.Junction;

    /// <summary>Vehicles outside.</summary>
    internal int Waiting { get; private set; }

    /// <summary>Vehicles that the full pool turned away.</summary>
    internal long Refused { get; private set; }

    /// <summary>Vehicles that arrived, wherever they are now.</summary>
    internal long Demanded { get; private set; }

    /// <summary>Lets vehicles arrive during a step.</summary>
    /// <param name="vehicles">Pool they come from.</param>
    /// <param name="elapsedMs">Start of the step, from the start of the simulation.</param>
    /// <param name="stepMs">Length of the step.</param>
    internal void Arrive(VehiclePool vehicles, long elapsedMs, int stepMs)
    {
        double rateVph = _entry.Demand.RateVphAt(elapsedMs) * (_entry.Platoon?.FactorAt(elapsedMs) ?? 1);
        double expected = rateVph * stepMs / 3_600_000.0;
        // A rate above one a step brings its whole part for certain.
        while (expected > 0)
        {
            if (_random.NextUnit() < expected)
            {
                AddVehicle(vehicles);
            }

            expected -= 1;
        }
    }

    /// <summary>Index of the vehicle that waits longest, or -1.</summary>
    internal int First => _first;

    /// <summary>Takes the vehicle that waits longest out of the queue outside.</summary>
    internal void RemoveFirst(VehiclePool vehicles)
    {
        _first = vehicles[_first].Behind;
        if (_first < 0)
        {
            _last = -1;
        }

        Waiting--;
    }

    private void AddVehicle(VehiclePool vehicles)
    {
        Demanded++;
        // Drawn even when there is no place, so that the draws after it stay the same.
        VehicleType type = _entry.Mix.Pick(_random.NextUnit());
        double speedFactor = 0.92 + (0.16 * _random.NextUnit());
        SplitMix64 route = new(_random.Next());
        if (!vehicles.TryTake(out int index))
        {
            Refused++;
            return;
        }

        vehicles[index] = new Vehicle
        {
            LengthM = type.LengthM,
            MinGapM = type.MinGapM,
            HeadwayS = type.HeadwayS,
            AccelerationMps2 = type.AccelerationMps2,
            DecelerationMps2 = type.DecelerationMps2,
            BrakingTerm = 2 * Math.Sqrt(type.AccelerationMps2 * type.DecelerationMps2),
            SpeedFactor = speedFactor,
            BoxSpeedMps = double.PositiveInfinity,
            Route = route,
            Class = type.Class,
            Ahead = -1,
            Behind = -1,
            Movement = -1,
            RearLane = -1,
        };
        if (_last >= 0)
        {
            vehicles[_last].Behind = index;
        }
        else
        {
            _first = index;
        }

        _last = index;
        Waiting++;
    }
}
