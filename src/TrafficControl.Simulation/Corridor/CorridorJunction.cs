namespace TrafficControl.Simulation.Corridor;

/// <summary>One junction of the demo corridor, in the terms in which a traffic survey gives it.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="Name">The street that crosses the arterial.</param>
/// <param name="SpacingM">Distance to the next junction eastwards, metres.</param>
/// <param name="HasRings">True: runs by NEMA rings and barriers; false: by listed stages.</param>
/// <param name="SouthboundVph">Demand per lane of the northern side street before scaling.</param>
/// <param name="NorthboundVph">Demand per lane of the southern side street before scaling.</param>
/// <param name="SideLanes">Lanes of each side street: 1 or 2.</param>
internal sealed record CorridorJunction(
    string Id, string Name, double SpacingM, bool HasRings, double SouthboundVph, double NorthboundVph, int SideLanes);
