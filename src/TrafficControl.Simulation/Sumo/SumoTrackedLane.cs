namespace TrafficControl.Simulation.Sumo;

/// <summary>A lane on the way to a stop line, or just past it.</summary>
/// <param name="Lane">Identifier of the lane.</param>
/// <param name="StartM">Distance from its start to the stop line along the way, metres; negative or 0 past the line.</param>
public sealed record SumoTrackedLane(string Lane, double StartM);
