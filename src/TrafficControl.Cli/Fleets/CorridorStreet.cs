namespace TrafficControl.Cli.Fleets;

/// <summary>A junction of the corridor as the board names it.</summary>
/// <param name="Name">The street that crosses the arterial.</param>
/// <param name="GroupIds">Identifiers of its signal groups by index.</param>
internal sealed record CorridorStreet(string Name, IReadOnlyList<string> GroupIds);
