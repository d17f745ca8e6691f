namespace TrafficControl.Load.Runs;

/// <summary>Managed memory in use an intersection, without a server, KiB.</summary>
/// <param name="FileKib">Its file, read and compiled.</param>
/// <param name="EngineKib">Its engine before the first tick.</param>
/// <param name="EngineAfterTrafficKib">Its engine after some minutes of traffic, with its snapshot.</param>
internal sealed record EngineMemoryReport(double FileKib, double EngineKib, double EngineAfterTrafficKib);
