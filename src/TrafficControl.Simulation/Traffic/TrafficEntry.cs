namespace TrafficControl.Simulation.Traffic;

/// <summary>Where vehicles come into the model: the start of one approach lane.</summary>
/// <param name="Junction">Index of the junction in the network.</param>
/// <param name="Lane">Identifier of an approach lane that no exit lane leads to and that is no turn pocket.</param>
/// <param name="Demand">Vehicles per hour over time.</param>
/// <param name="Mix">Vehicle classes.</param>
/// <param name="Platoon">Bunching of the arrivals, or null for arrivals independent of each other.</param>
public sealed record TrafficEntry(
    int Junction, string Lane, DemandProfile Demand, VehicleMix Mix = default, ArrivalPlatoon? Platoon = null);
