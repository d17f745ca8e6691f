namespace TrafficControl.Simulation.Traffic;

/// <summary>What a simulation has measured at one junction since its start.</summary>
/// <param name="Id">Identifier of the junction.</param>
/// <param name="MeanQueueVehicles">
/// Time mean of the vehicles that stand or crawl on its approaches or wait outside them.
/// </param>
/// <param name="MaxQueueVehicles">Largest number of such vehicles.</param>
/// <param name="Discharged">Vehicles that have crossed its stop lines.</param>
public sealed record JunctionMeasures(string Id, double MeanQueueVehicles, int MaxQueueVehicles, long Discharged);
