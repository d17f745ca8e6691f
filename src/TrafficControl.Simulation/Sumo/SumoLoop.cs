namespace TrafficControl.Simulation.Sumo;

/// <summary>An induction loop (E1) to install in SUMO.</summary>
/// <param name="Id">Identifier, unique in the run.</param>
/// <param name="Lane">Lane it lies on.</param>
/// <param name="PositionM">Distance from the start of the lane in metres.</param>
public sealed record SumoLoop(string Id, string Lane, double PositionM);
