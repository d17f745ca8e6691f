namespace TrafficControl.Simulation.Sumo;

/// <summary>The circle in which SUMO reports the vehicles of a light.</summary>
/// <param name="Junction">Junction in its centre.</param>
/// <param name="RadiusM">Radius, metres.</param>
public sealed record SumoTrackArea(string Junction, double RadiusM);
