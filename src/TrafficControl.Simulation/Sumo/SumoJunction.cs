namespace TrafficControl.Simulation.Sumo;

/// <summary>A junction of a SUMO net with its table of right of way.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Type">SUMO's junction type, such as "traffic_light" or "priority".</param>
/// <param name="X">East, metres.</param>
/// <param name="Y">North, metres.</param>
/// <param name="IncomingLanes">Lanes that lead into it, in the order that numbers its links.</param>
/// <param name="Requests">One row per link, by index.</param>
public sealed record SumoJunction(
    string Id, string Type, double X, double Y, IReadOnlyList<string> IncomingLanes, IReadOnlyList<SumoRequest> Requests);
