namespace TrafficControl.Core.Estimation;

/// <summary>
/// The vehicles that are followed: one list for the whole junction, because vehicles change lanes between detectors.
/// Its order says nothing. Allocates at construction only.
/// </summary>
internal sealed class VehicleList
{
    // A lane of 170 m holds 24 standing vehicles at 7 m; small junctions get room for queues that reach back further,
    // and large ones are bounded because every detection looks through the list.
    private const int VehiclesPerLane = 24;
    private const int LeastRoom = 64;
    private const int MostRoom = 512;

    // Where an object was found last, by the end of its number; a power of two as large as the longest list.
    private const int TrackSlots = 512;

    private readonly TrackedVehicle[] _vehicles;
    private readonly short[] _slotOfTrack;
    private readonly short[] _slotAtBar;
    private int _serial;

    /// <summary>Creates an empty list.</summary>
    /// <param name="lanes">Number of approach lanes.</param>
    /// <param name="hasTracks">True when a tracking sensor may add vehicles.</param>
    internal VehicleList(int lanes, bool hasTracks)
    {
        _vehicles = new TrackedVehicle[Math.Clamp(lanes * VehiclesPerLane, LeastRoom, MostRoom)];
        _slotOfTrack = hasTracks ? new short[TrackSlots] : [];
        _slotAtBar = new short[lanes];
    }

    /// <summary>Vehicles followed.</summary>
    internal int Count { get; private set; }

    /// <summary>How many of them a tracking sensor saw.</summary>
    internal int TrackCount { get; private set; }

    /// <summary>Most vehicles that can be followed.</summary>
    internal int Capacity => _vehicles.Length;

    /// <summary>
    /// One of them, by its position, which holds until the next removal.</summary>
    internal ref TrackedVehicle this[int i] => ref _vehicles[i];

    /// <summary>
    /// Adds a vehicle that is on no lane yet, in place of the oldest one if the list is full. Returns its position.
    /// </summary>
    internal int Add(long timeMs)
    {
        int i = Count < _vehicles.Length ? Count++ : Oldest();
        ref TrackedVehicle vehicle = ref _vehicles[i];
        TrackCount -= vehicle.Track != 0 ? 1 : 0;
        vehicle = default;
        vehicle.Serial = _serial = _serial == int.MaxValue ? 1 : _serial + 1;
        vehicle.BornMs = timeMs;
        vehicle.SeenMs = timeMs;
        vehicle.Channel = -1;
        vehicle.BarLane = -1;
        return i;
    }

    /// <summary>Adds a vehicle that a tracking sensor sees for the first time. Returns its position.</summary>
    internal int AddTrack(uint objectId, long timeMs)
    {
        int i = Add(timeMs);
        TrackCount++;
        _vehicles[i].Track = objectId + 1L;
        _vehicles[i].SeenMs = timeMs - 1;
        _slotOfTrack[objectId % TrackSlots] = (short)i;
        return i;
    }

    /// <summary>Removes a vehicle; the last one takes its position.</summary>
    internal void Remove(int i)
    {
        TrackCount -= _vehicles[i].Track != 0 ? 1 : 0;
        _vehicles[i] = _vehicles[--Count];
        _vehicles[Count].Track = 0;
    }

    /// <summary>Position of an object of a tracking sensor, or -1.</summary>
    internal int FindTrack(uint objectId)
    {
        if (TrackCount == 0)
        {
            return -1;
        }

        int hint = _slotOfTrack[objectId % TrackSlots];
        if (hint < Count && _vehicles[hint].Track == objectId + 1L)
        {
            return hint;
        }

        for (int i = 0; i < Count; i++)
        {
            if (_vehicles[i].Track == objectId + 1L)
            {
                _slotOfTrack[objectId % TrackSlots] = (short)i;
                return i;
            }
        }

        return -1;
    }

    /// <summary>True when a vehicle is at the stop bar of a lane: where it was last, as a rule.</summary>
    internal bool IsAnyAtBar(int lane)
    {
        int hint = _slotAtBar[lane];
        if (hint < Count && _vehicles[hint].BarLane == lane)
        {
            return true;
        }

        int i = AtBar(lane);
        _slotAtBar[lane] = (short)Math.Max(0, i);
        return i >= 0;
    }

    /// <summary>Position of the vehicle at the stop bar of a lane, or -1.</summary>
    internal int AtBar(int lane)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_vehicles[i].BarLane == lane)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Position of the vehicle known from loops that could first be at the line of a lane, before a time and not at the
    /// stop bar yet; -1 if there is none.
    /// </summary>
    internal int Earliest(int lane, long beforeMs)
    {
        int best = -1;
        for (int i = 0; i < Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.EtaMs < beforeMs && vehicle.BarLane < 0 && vehicle.Track == 0 && vehicle.On(lane) > 0)
            {
                best = i;
                beforeMs = vehicle.EtaMs;
            }
        }

        return best;
    }

    private int Oldest()
    {
        int oldest = 0;
        for (int i = 1; i < Count; i++)
        {
            oldest = _vehicles[i].BornMs < _vehicles[oldest].BornMs ? i : oldest;
        }

        return oldest;
    }
}
