namespace TrafficControl.Load.Runs;

/// <summary>What an intersection takes after some simulated time.</summary>
/// <param name="SimulatedMinutes">Minutes of event time that each has seen.</param>
/// <param name="LiveKib">Managed memory in use an intersection, all garbage collected, KiB.</param>
/// <param name="ResidentKib">Memory in RAM an intersection, KiB; null: not told apart from the generator's.</param>
/// <param name="Ticks">Ticks so far.</param>
/// <param name="Gen2Collections">Collections of generation 2 so far, without those that the measurement asked for.</param>
internal sealed record MemoryRow(double SimulatedMinutes, double LiveKib, double? ResidentKib, long Ticks, int Gen2Collections);
