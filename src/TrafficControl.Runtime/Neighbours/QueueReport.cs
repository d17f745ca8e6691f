namespace TrafficControl.Runtime.Neighbours;

/// <summary>What a downstream intersection tells of the lane one of our exit lanes becomes.</summary>
/// <param name="TimeMs">Event time of the report, Unix milliseconds of the reporting controller's clock.</param>
/// <param name="QueueVehicles">Queue on the downstream lane, vehicles.</param>
internal readonly record struct QueueReport(long TimeMs, double QueueVehicles) : INeighbourReport;
