using Perfolizer.Horology;
using TrafficControl.Benchmarks.Gate;

namespace TrafficControl.Benchmarks;

/// <summary>
/// The gate's clock for BenchmarkDotNet in this process, so that a busy machine does not show in the results.
/// </summary>
internal sealed class ProcessorClock : IClock
{
    /// <inheritdoc/>
    public string Title => ThreadClock.Name;

    /// <inheritdoc/>
    public bool IsAvailable => true;

    /// <inheritdoc/>
    public Frequency Frequency => new(1e9);

    /// <inheritdoc/>
    public long GetTimestamp() => ThreadClock.NowNs;
}
