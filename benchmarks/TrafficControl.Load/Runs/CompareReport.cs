namespace TrafficControl.Load.Runs;

/// <summary>The engine beside the echoes.</summary>
/// <param name="Engine">The median runs of the engine.</param>
/// <param name="GrpcEcho">Those of the plain gRPC echo.</param>
/// <param name="KestrelEcho">Those of the bare Kestrel echo.</param>
/// <param name="Runs">All runs, in their order.</param>
internal sealed record CompareReport(
    ComparedRuns Engine, ComparedRuns GrpcEcho, ComparedRuns KestrelEcho, IReadOnlyList<LoadReport> Runs)
{
    /// <summary>Latency of half the ticks, as a multiple of the gRPC echo's.</summary>
    public double PacedP50ToGrpc => Engine.Paced.P50Ms / GrpcEcho.Paced.P50Ms;

    /// <summary>Latency of half the ticks, as a multiple of the Kestrel echo's.</summary>
    public double PacedP50ToKestrel => Engine.Paced.P50Ms / KestrelEcho.Paced.P50Ms;

    /// <summary>Most answers a second, as a share of the gRPC echo's.</summary>
    public double ThroughputToGrpc => Engine.Saturated.TicksPerSecond / GrpcEcho.Saturated.TicksPerSecond;

    /// <summary>Most answers a second, as a share of the Kestrel echo's.</summary>
    public double ThroughputToKestrel => Engine.Saturated.TicksPerSecond / KestrelEcho.Saturated.TicksPerSecond;

    /// <summary>
    /// Processor time of the saturated server for a tick, as a multiple of the gRPC echo's; null: not known. Holds better than
    /// the others where somebody else uses the machine too.
    /// </summary>
    public double? CpuToGrpc => Engine.Saturated.ServerCpuPerTickUs / GrpcEcho.Saturated.ServerCpuPerTickUs;

    /// <summary>Processor time of the saturated server for a tick, as a multiple of the Kestrel echo's; null: not known.</summary>
    public double? CpuToKestrel => Engine.Saturated.ServerCpuPerTickUs / KestrelEcho.Saturated.ServerCpuPerTickUs;

    /// <summary>Compares the medians of runs.</summary>
    /// <param name="runs">Runs of all three, paced and saturated.</param>
    internal static CompareReport Of(IReadOnlyList<LoadReport> runs) => new(
        ComparedRuns.Of(runs, LoadTarget.Engine), ComparedRuns.Of(runs, LoadTarget.GrpcEcho),
        ComparedRuns.Of(runs, LoadTarget.KestrelEcho), runs);
}
