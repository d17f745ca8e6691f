using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace TrafficControl.Benchmarks;

/// <summary>Times every invocation by itself, many of them, and shows how the slowest fare.</summary>
internal sealed class TailConfig : ManualConfig
{
    /// <summary>Creates the configuration; it changes whatever job the command line names.</summary>
    public TailConfig()
    {
        AddColumn(StatisticColumn.P50, StatisticColumn.P95, new PercentileColumn(99), StatisticColumn.Max);
        AddJob(Job.Default
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(500)
            .WithIterationCount(2_000)
            .WithGcForce(false)
            .AsMutator());
    }
}
