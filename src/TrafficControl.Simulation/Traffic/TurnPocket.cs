namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// A short lane that opens beside another one before the stop line. Its length is that of its lane definition.
/// </summary>
/// <param name="Junction">Index of the junction in the network.</param>
/// <param name="Lane">Identifier of the approach lane that is the pocket.</param>
/// <param name="FromLane">Identifier of the approach lane it is reached from; longer than the pocket.</param>
/// <param name="Share">Share of that lane's vehicles that turn into the pocket, 0 to 1.</param>
public sealed record TurnPocket(int Junction, string Lane, string FromLane, double Share);
