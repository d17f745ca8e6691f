using System.Diagnostics;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Load.Runs;

/// <summary>The figures of a run, as they are printed and written as JSON. Latencies are milliseconds.</summary>
internal sealed record LoadReport
{
    /// <summary>Latency counts from the moment a tick should have left.</summary>
    internal const string Paced = "paced";
    /// <summary>Latency counts from the moment a tick left.</summary>
    internal const string Saturated = "saturated";

    /// <summary>What was under load: engine, grpc-echo, kestrel-echo or attached.</summary>
    public required string Target { get; init; }

    /// <summary>"paced": latency from the moment a tick should have left; "saturated": from the moment it left.</summary>
    public required string Load { get; init; }

    public required int Controllers { get; init; }

    public required int Connections { get; init; }

    public required string Strategy { get; init; }

    public required string Mix { get; init; }

    public required string Pace { get; init; }

    public required string Client { get; init; }

    public required int Seconds { get; init; }

    public required int Seed { get; init; }

    public required double P50Ms { get; init; }

    public required double P99Ms { get; init; }

    public required double P999Ms { get; init; }

    public required double MaxMs { get; init; }

    public required long Ticks { get; init; }

    /// <summary>Answers a second.</summary>
    public required double TicksPerSecond { get; init; }

    /// <summary>Ticks answered after 100 ms, or never.</summary>
    public required long MissedDeadlines { get; init; }

    /// <summary>Directives that differ from those of the recorded engine; null: an echo was asked.</summary>
    public required long? WrongDirectives { get; init; }

    /// <summary>Processor time of the server, percent of one processor; null: not known.</summary>
    public required double? ServerCpuPercent { get; init; }

    public required double GeneratorCpuPercent { get; init; }

    /// <summary>Processor time of the server for a tick, microseconds; null: not known.</summary>
    public required double? ServerCpuPerTickUs { get; init; }

    public required double? AllocatedBytesPerTick { get; init; }

    public required int? Gen0Collections { get; init; }

    public required int? Gen1Collections { get; init; }

    public required int? Gen2Collections { get; init; }

    /// <summary>Time the server stood still for its collector in the measured time, milliseconds.</summary>
    public required double? GcPauseMs { get; init; }

    /// <summary>Managed memory in use once all garbage has been collected, sessions open; null: not known.</summary>
    public required double? LiveKibPerIntersection { get; init; }

    public required double? HeapKibPerIntersection { get; init; }

    public required double? ResidentKibPerIntersection { get; init; }

    /// <summary>Works the figures of a run out.</summary>
    /// <param name="target">What was under load.</param>
    /// <param name="shape">What was sent.</param>
    /// <param name="measured">What it gave.</param>
    internal static LoadReport Of(string target, LoadShape shape, LoadMeasurement measured)
    {
        RuntimeStats? before = measured.Before?.Runtime;
        RuntimeStats? after = measured.After?.Runtime;
        bool isKnown = before is not null && after is not null;
        double? serverCpuS = (measured.After?.Cpu - measured.Before?.Cpu)?.TotalSeconds;
        return new LoadReport
        {
            Target = target,
            Load = shape.IsSaturated ? Saturated : Paced,
            Controllers = shape.Controllers,
            Connections = shape.Connections,
            Strategy = shape.Strategy,
            Mix = shape.Mix.Name,
            Pace = shape.IsOnEvents ? "events" : "10hz",
            Client = shape.UsesGrpcClient ? "grpc" : "raw",
            Seconds = shape.Seconds,
            Seed = shape.Seed,
            P50Ms = Milliseconds(measured.Latencies.Quantile(0.5)),
            P99Ms = Milliseconds(measured.Latencies.Quantile(0.99)),
            P999Ms = Milliseconds(measured.Latencies.Quantile(0.999)),
            MaxMs = Milliseconds(measured.Latencies.Max),
            Ticks = measured.Sent,
            TicksPerSecond = measured.Finished / (double)shape.Seconds,
            MissedDeadlines = measured.Missed,
            WrongDirectives = target.EndsWith("echo", StringComparison.Ordinal) ? null : measured.Wrong,
            ServerCpuPercent = serverCpuS / Elapsed(measured).TotalSeconds * 100,
            GeneratorCpuPercent = measured.GeneratorCpu.TotalSeconds / shape.Seconds * 100,
            ServerCpuPerTickUs = serverCpuS * 1_000_000 / Math.Max(1, measured.Finished),
            AllocatedBytesPerTick = isKnown
                ? (after!.AllocatedBytes - before!.AllocatedBytes) / (double)Math.Max(1, after.Ticks - before.Ticks)
                : null,
            Gen0Collections = after?.Gen0Collections - before?.Gen0Collections,
            Gen1Collections = after?.Gen1Collections - before?.Gen1Collections,
            Gen2Collections = after?.Gen2Collections - before?.Gen2Collections,
            GcPauseMs = after?.PauseMs - before?.PauseMs,
            LiveKibPerIntersection = measured.Collected?.Runtime?.LiveBytes / 1024.0 / shape.Controllers,
            HeapKibPerIntersection = after?.HeapBytes / 1024.0 / shape.Controllers,
            ResidentKibPerIntersection = measured.After?.ResidentBytes / 1024.0 / shape.Controllers,
        };
    }

    private static double Milliseconds(long nanoseconds) => nanoseconds / 1_000_000.0;

    private static TimeSpan Elapsed(LoadMeasurement measured) => measured is { Before: { } before, After: { } after }
        ? Stopwatch.GetElapsedTime(before.At, after.At)
        : TimeSpan.Zero;
}
