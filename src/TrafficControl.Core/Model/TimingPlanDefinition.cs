namespace TrafficControl.Core.Model;

/// <summary>
/// A timing plan of an intersection file: the operator's parameters for one strategy. Times in milliseconds.
/// </summary>
public sealed record TimingPlanDefinition
{
    /// <summary>Most splits of a plan.</summary>
    public const int MaxSplits = 64;

    /// <summary>Longest time ahead that a change of stage can be announced, milliseconds.</summary>
    public const int MaxCommitmentMs = 30_000;

    /// <summary>Identifier, unique among the file's plans.</summary>
    public required string Id { get; init; }

    /// <summary>The strategy that runs.</summary>
    public StrategyKind Strategy { get; init; }

    /// <summary>
    /// Cycle length: the sum of the splits. 0 for a plan without one (actuated free, max pressure); otherwise 10 000 to
    /// 600 000.
    /// </summary>
    public int CycleMs { get; init; }

    /// <summary>
    /// Offset of the cycle's start from event time 0 (the Unix epoch). 0 to below the cycle; 0 without one.
    /// </summary>
    public int OffsetMs { get; init; }

    /// <summary>
    /// Stages in sequence with their splits, at most 64. Needed by fixed time and by coordinated actuated, where the
    /// first is the coordinated stage.
    /// </summary>
    public IReadOnlyList<SplitDefinition> Splits { get; init; } = [];

    /// <summary>
    /// Which max green of the groups an actuated or adaptive plan keeps: 1 or 2; 0, adaptive only: none.
    /// </summary>
    public int MaxGreenSet { get; init; } = 1;

    /// <summary>
    /// Max pressure: the advantage another stage must have before the signal switches, in vehicles served. 0 to 100.
    /// </summary>
    public double SwitchingCostVehicles { get; init; } = 2;

    /// <summary>Max pressure: a waiting movement is served at the latest after this red. 10 000 to 900 000.</summary>
    public int MaxRedMs { get; init; } = 120_000;

    /// <summary>
    /// Adaptive: a change of stage is announced this long ahead and then kept, so that countdown displays and vehicles can
    /// count on it. 0 to 30 000; 0: a change is decided the moment it comes.
    /// </summary>
    public int CommitmentMs { get; init; }
}
