namespace TrafficControl.Simulation.Sumo;

/// <summary>A vehicle near a junction at the end of a step.</summary>
/// <param name="Id">Vehicle identifier.</param>
/// <param name="Lane">Lane it is on; empty while it is on none.</param>
/// <param name="PositionM">Its front, metres from the start of the lane.</param>
/// <param name="SpeedMps">Speed, metres per second; SUMO's mark for unknown is negative.</param>
/// <param name="VehicleClass">SUMO's name of its class, such as "passenger".</param>
public readonly record struct SumoVehicle(string Id, string Lane, double PositionM, double SpeedMps, string VehicleClass);
