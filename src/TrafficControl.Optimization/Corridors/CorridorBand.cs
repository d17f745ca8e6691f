namespace TrafficControl.Optimization.Corridors;

/// <summary>The green wave of one direction.</summary>
/// <param name="Intersections">Identifiers in the order they are driven.</param>
/// <param name="BandwidthS">
/// How long in each cycle one can pass the first so that all others are green at the speed limit, seconds.
/// </param>
/// <param name="Efficiency">Bandwidth per cycle, 0 to 1.</param>
public sealed record CorridorBand(IReadOnlyList<string> Intersections, double BandwidthS, double Efficiency);
