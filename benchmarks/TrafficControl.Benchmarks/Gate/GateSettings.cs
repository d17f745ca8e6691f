namespace TrafficControl.Benchmarks.Gate;

/// <summary>How much is measured. The defaults keep the whole gate within three minutes on two noisy cores.</summary>
internal sealed record GateSettings
{
    /// <summary>Rounds of one measurement; the median of their ratios counts. At least 1.</summary>
    public int Rounds { get; init; } = 7;

    /// <summary>
    /// Slices of each round, of the operation and of its reference in turn; the fastest of each counts. At least 1.
    /// </summary>
    public int SlicesPerRound { get; init; } = 3;

    /// <summary>
    /// Least length of a slice, milliseconds: some windows of a record, which differ in traffic.
    /// </summary>
    public double SliceMs { get; init; } = 6;

    /// <summary>
    /// How long an operation runs before it is measured, so that it is compiled for good, milliseconds.
    /// </summary>
    public double WarmUpMs { get; init; } = 300;

    /// <summary>How often an operation is measured before it fails. At least 1.</summary>
    public int Attempts { get; init; } = 3;
}
