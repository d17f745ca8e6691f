namespace TrafficControl.Simulation.Traffic;

/// <summary>A rate that holds from a moment until the next period starts.</summary>
/// <param name="StartMs">Start in milliseconds from the start of the simulation.</param>
/// <param name="RateVph">Vehicles (or people) per hour. 0 to 10 000.</param>
public readonly record struct DemandPeriod(int StartMs, double RateVph);
