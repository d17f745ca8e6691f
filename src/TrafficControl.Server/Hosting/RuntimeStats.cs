namespace TrafficControl.Server.Hosting;

/// <summary>What a process has asked of its runtime since it started.</summary>
/// <param name="Ticks">Ticks taken in.</param>
/// <param name="AllocatedBytes">Bytes allocated on the managed heap.</param>
/// <param name="HeapBytes">Bytes on the managed heap now.</param>
/// <param name="Gen0Collections">Collections of generation 0 and above.</param>
/// <param name="Gen1Collections">Collections of generation 1 and above.</param>
/// <param name="Gen2Collections">Collections of generation 2 that no measurement asked for.</param>
/// <param name="PauseMs">Time all threads stood still for the collector, milliseconds.</param>
/// <param name="LiveBytes">Bytes that were in use after the last full collection a measurement asked for; 0 before the first.</param>
/// <param name="AskedCollections">Full collections that measurements asked for.</param>
public sealed record RuntimeStats(
    long Ticks, long AllocatedBytes, long HeapBytes, int Gen0Collections, int Gen1Collections, int Gen2Collections, double PauseMs,
    long LiveBytes, int AskedCollections);
