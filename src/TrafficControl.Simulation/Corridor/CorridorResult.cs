using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Corridor;

/// <summary>What a run came to.</summary>
/// <param name="Traffic">Delay, stops, queues, throughput, vehicles.</param>
/// <param name="SafetyViolations">Frames of any junction to which the runner's own safety monitors objected.</param>
public sealed record CorridorResult(TrafficMeasures Traffic, int SafetyViolations);
