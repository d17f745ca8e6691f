namespace TrafficControl.Core.Model;

/// <summary>The share of the cycle given to one stage, its clearance to the next one included.</summary>
/// <param name="Stage">Stage served.</param>
/// <param name="DurationMs">
/// From the moment the previous stage is told to end to the moment this one is, milliseconds. 1 000 to 600 000.
/// </param>
public sealed record SplitDefinition(string Stage, int DurationMs);
