namespace TrafficControl.Benchmarks.Gate;

/// <summary>What the gate found out.</summary>
/// <param name="Rows">The operations with a budget, in the order of the file.</param>
/// <param name="RanOnce">How many other benchmarks ran once and found their own result right.</param>
/// <param name="Broken">The others that did not, with what they threw.</param>
internal sealed record GateResult(
    IReadOnlyList<GateRow> Rows, int RanOnce, IReadOnlyList<BrokenBenchmark> Broken)
{
    /// <summary>The loads whose reports were given.</summary>
    public IReadOnlyList<LatencyRow> Latencies { get; init; } = [];

    /// <summary>True when nothing is over its budget and nothing is broken.</summary>
    public bool HasPassed => Broken.Count == 0 && Rows.All(row => row.Verdict == GateVerdict.Within)
        && Latencies.All(row => row.Over.Count == 0);
}
