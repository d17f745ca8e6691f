namespace TrafficControl.Cli.Remote;

/// <summary>A lane in a line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="QueueVehicles">Estimated queue, vehicles.</param>
internal sealed record WatchedLane(string Id, double QueueVehicles);
