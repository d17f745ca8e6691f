namespace TrafficControl.Simulation.Sumo;

/// <summary>An edge of a SUMO net: a directed stretch of road, or a part of a junction's inside.</summary>
/// <param name="Id">Identifier; begins with a colon inside a junction.</param>
/// <param name="Function">Empty for a road, else "internal", "crossing", "walkingarea" or "connector".</param>
/// <param name="FromJunction">Junction it starts at; empty inside a junction.</param>
/// <param name="ToJunction">Junction it ends at; empty inside a junction.</param>
/// <param name="Lanes">Lanes, rightmost first.</param>
public sealed record SumoEdge(
    string Id, string Function, string FromJunction, string ToJunction, IReadOnlyList<SumoLane> Lanes)
{
    /// <summary>True inside a junction: internal lanes, crossings, walking areas.</summary>
    public bool IsInternal => Id.StartsWith(':');
}
