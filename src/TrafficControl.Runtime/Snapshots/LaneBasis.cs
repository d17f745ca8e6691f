using TrafficControl.Core.Estimation;

namespace TrafficControl.Runtime.Snapshots;

/// <summary>What the estimate of a lane is made from.</summary>
/// <param name="Evidence">What it rests on; null for an exit lane.</param>
/// <param name="HeadwayMs">
/// Learned time between the vehicles that leave its queue in green, milliseconds, 1 400 to 2 800; 0 for an exit lane.
/// </param>
/// <param name="QueueDeviationVehicles">Standard deviation of its queue, vehicles; 0 for an exit lane.</param>
public readonly record struct LaneBasis(LaneEvidence? Evidence, int HeadwayMs, float QueueDeviationVehicles);
