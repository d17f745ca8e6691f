namespace TrafficControl.Simulation.Sumo;

/// <summary>A connection of a SUMO net: where a lane leads.</summary>
/// <param name="FromLane">Lane it starts from.</param>
/// <param name="ToLane">Lane it leads to.</param>
/// <param name="Via">First internal lane on the way; empty when there is none.</param>
/// <param name="TrafficLight">Traffic light that controls it; empty when none does.</param>
/// <param name="LinkIndex">Position in the state strings of the traffic light, or -1.</param>
/// <param name="Direction">
/// SUMO's letter: s straight, l left, r right, L and R partially so, t turn, others none.
/// </param>
public sealed record SumoConnection(
    string FromLane, string ToLane, string Via, string TrafficLight, int LinkIndex, char Direction);
