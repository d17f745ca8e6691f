namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Storage of all vehicles. Grows by doubling up to a limit, so it allocates only while the traffic still builds up.
/// </summary>
internal sealed class VehiclePool
{
    internal const int MaxVehicles = 65_536;

    private Vehicle[] _vehicles = new Vehicle[1_024];
    private int _firstFree = -1;
    private int _used;

    /// <summary>The vehicle at an index. The reference holds until the next <see cref="TryTake"/>.</summary>
    internal ref Vehicle this[int index] => ref _vehicles[index];

    /// <summary>Takes a place for a vehicle. False at the limit.</summary>
    internal bool TryTake(out int index)
    {
        index = _firstFree;
        if (index >= 0)
        {
            _firstFree = _vehicles[index].Behind;
            return true;
        }

        if (_used == MaxVehicles)
        {
            return false;
        }

        if (_used == _vehicles.Length)
        {
            Array.Resize(ref _vehicles, _vehicles.Length * 2);
        }

        index = _used++;
        return true;
    }

    internal void Release(int index)
    {
        _vehicles[index].Behind = _firstFree;
        _firstFree = index;
    }
}
