namespace TrafficControl.Benchmarks.Gate;

/// <summary>A benchmark that found its own result wrong.</summary>
/// <param name="Benchmark">Class, method and parameters.</param>
/// <param name="Error">What it threw.</param>
internal sealed record BrokenBenchmark(string Benchmark, string Error);
