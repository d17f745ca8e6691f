namespace TrafficControl.Simulation.Sumo;

/// <summary>A state of the shipped program in which some signals are yellow.</summary>
/// <param name="Greens">
/// Mask of the groups that are green, those included that generated programs show yellow between two greens.
/// </param>
/// <param name="Yellows">Mask of the groups that are yellow and end.</param>
/// <param name="Letters">SUMO's state string.</param>
public sealed record SumoChange(ulong Greens, ulong Yellows, string Letters);
