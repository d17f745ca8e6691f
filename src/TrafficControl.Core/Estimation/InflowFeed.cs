namespace TrafficControl.Core.Estimation;

/// <summary>A way by which the traffic of an intersection upstream reaches one of our approach lanes.</summary>
/// <param name="Lane">Index of the approach lane the way becomes; its traffic may spread over the whole approach.</param>
/// <param name="TravelSeconds">Time from the stop line upstream to ours at the speed limit, seconds, 0 or more.</param>
public readonly record struct InflowFeed(int Lane, double TravelSeconds);
