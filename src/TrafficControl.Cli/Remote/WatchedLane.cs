namespace TrafficControl.Cli.Remote;

/// <summary>A lane in a line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Id">Identifier.</param>
/// <param name="QueueVehicles">Estimated queue, vehicles.</param>
/// <param name="QueueDeviationVehicles">Its standard deviation, vehicles; 0 for an exit lane.</param>
/// <param name="Evidence">
/// What the estimate rests on: tracks, advance-and-stop-bar, advance-only, stop-bar-only, neighbour, profile or call; empty for an
/// exit lane.
/// </param>
/// <param name="HeadwayMs">Learned time between vehicles that leave its queue in green, milliseconds; 0 for an exit lane.</param>
internal sealed record WatchedLane(string Id, double QueueVehicles, double QueueDeviationVehicles, string Evidence,
    int HeadwayMs);
