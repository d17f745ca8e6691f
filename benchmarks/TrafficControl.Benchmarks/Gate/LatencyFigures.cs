using System.Text.Json.Serialization;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>Percentiles of a latency, milliseconds, above 0 and none below the one before it.</summary>
internal sealed record LatencyFigures
{
    /// <summary>Median.</summary>
    public required double P50 { get; init; }

    /// <summary>99th percentile.</summary>
    public required double P99 { get; init; }

    /// <summary>99.9th percentile.</summary>
    [JsonPropertyName("p99.9")]
    public required double P999 { get; init; }

    /// <summary>The slowest.</summary>
    public required double Max { get; init; }

    /// <summary>All four with their names, in rising order.</summary>
    public IEnumerable<(string Name, double Ms)> All() => [("p50", P50), ("p99", P99), ("p99.9", P999), ("max", Max)];
}
