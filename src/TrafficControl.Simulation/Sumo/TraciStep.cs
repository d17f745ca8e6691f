namespace TrafficControl.Simulation.Sumo;

/// <summary>What SUMO reported after a step. One instance per client, filled again by every step.</summary>
public sealed class TraciStep
{
    private readonly Dictionary<string, List<LoopPassage>> _loops = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SumoVehicle>> _vehicles = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _lights = new(StringComparer.Ordinal);

    /// <summary>Simulated time reached, seconds.</summary>
    public double TimeS { get; internal set; }

    /// <summary>
    /// Vehicles under way or waiting to be inserted, those of later departures included as far as SUMO has read them.
    /// </summary>
    public int ExpectedVehicles { get; internal set; }

    /// <summary>
    /// Vehicles on a subscribed loop in the last step, in SUMO's order; empty for one that is not subscribed.
    /// </summary>
    /// <param name="loop">Identifier of the loop.</param>
    public IReadOnlyList<LoopPassage> Passages(string loop) =>
        _loops.TryGetValue(loop, out List<LoopPassage>? passages) ? passages : [];

    /// <summary>
    /// Vehicles within the subscribed radius of a junction, in SUMO's order; empty for one that is not subscribed.
    /// </summary>
    /// <param name="junction">Identifier of the junction.</param>
    public IReadOnlyList<SumoVehicle> VehiclesAround(string junction) =>
        _vehicles.TryGetValue(junction, out List<SumoVehicle>? vehicles) ? vehicles : [];

    /// <summary>State string of a subscribed traffic light; empty for one that is not subscribed.</summary>
    /// <param name="light">Identifier of the traffic light.</param>
    public string LightState(string light) => _lights.TryGetValue(light, out string? state) ? state : "";

    internal List<LoopPassage> Refill(string loop)
    {
        if (!_loops.TryGetValue(loop, out List<LoopPassage>? passages))
        {
            _loops[loop] = passages = [];
        }

        passages.Clear();
        return passages;
    }

    internal List<SumoVehicle> RefillVehicles(string junction)
    {
        if (!_vehicles.TryGetValue(junction, out List<SumoVehicle>? vehicles))
        {
            _vehicles[junction] = vehicles = [];
        }

        vehicles.Clear();
        return vehicles;
    }

    /// <summary>SUMO may leave out a junction without vehicles near it.</summary>
    internal void ForgetVehicles()
    {
        foreach (List<SumoVehicle> vehicles in _vehicles.Values)
        {
            vehicles.Clear();
        }
    }

    internal void SetLight(string light, string state) => _lights[light] = state;
}
