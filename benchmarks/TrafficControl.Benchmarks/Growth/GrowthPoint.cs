namespace TrafficControl.Benchmarks.Growth;

/// <summary>One result of BenchmarkDotNet.</summary>
/// <param name="Benchmark">Class and method.</param>
/// <param name="Parameters">Parameters by name.</param>
/// <param name="MedianNs">Median time of one operation, nanoseconds.</param>
internal sealed record GrowthPoint(
    string Benchmark, IReadOnlyDictionary<string, string> Parameters, double MedianNs);
