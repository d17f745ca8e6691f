namespace TrafficControl.Cli.Remote;

/// <summary>A stage the engine looked at, in a line of <c>trafficctl watch --json</c>.</summary>
/// <param name="Stage">Identifier of the stage.</param>
/// <param name="CostVehicleSeconds">Predicted cost of going there, vehicle seconds of waiting.</param>
internal sealed record WatchedCost(string Stage, double CostVehicleSeconds);
