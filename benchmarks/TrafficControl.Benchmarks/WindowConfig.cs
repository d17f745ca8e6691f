using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;

namespace TrafficControl.Benchmarks;

/// <summary>
/// Many short iterations, since a record that starts anew between them leaves each a window: enough to replay it
/// several times, and for the code to be compiled for good before.
/// </summary>
internal sealed class WindowConfig : ManualConfig
{
    /// <summary>Creates the configuration; it changes whatever job the command line names.</summary>
    public WindowConfig()
    {
        AddJob(Job.Default
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(120)
            .WithIterationCount(300)
            .WithGcForce(false)
            .AsMutator());
    }
}
