namespace TrafficControl.Simulation.Traffic;

/// <summary>People who press the button of a crossing.</summary>
/// <param name="Junction">Index of the junction in the network.</param>
/// <param name="SignalGroup">Identifier of the pedestrian group.</param>
/// <param name="Demand">People per hour over time.</param>
public sealed record PedestrianDemand(int Junction, string SignalGroup, DemandProfile Demand);
