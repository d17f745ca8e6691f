namespace TrafficControl.Simulation.Sumo;

/// <summary>One phase of a SUMO signal program.</summary>
/// <param name="DurationMs">Duration in milliseconds.</param>
/// <param name="State">
/// One letter per link: G and g green with and without priority, y yellow, r red, u red and yellow, s stop and go.
/// </param>
/// <param name="MinDurationMs">
/// Shortest duration under an actuated program in milliseconds, or null when not given.
/// </param>
/// <param name="MaxDurationMs">
/// Longest duration under an actuated program in milliseconds, or null when not given.
/// </param>
public sealed record SumoPhase(int DurationMs, string State, int? MinDurationMs, int? MaxDurationMs);
