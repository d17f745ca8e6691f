namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// Time from handing a tick to a junction's seat to having its signals, in microseconds: through gRPC when the seat is
/// behind it. 0 for SUMO's own controllers, which decide inside SUMO.
/// </summary>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
public sealed record DecisionTime(double P50, double P99);
