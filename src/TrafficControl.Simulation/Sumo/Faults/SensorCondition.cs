namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>What is wrong with one loop or camera, all faults of the run taken together.</summary>
internal readonly record struct SensorCondition
{
    /// <summary>Dead, stuck on or stuck off; null: it works.</summary>
    internal DetectorFaultKind? Failure { get; init; }

    /// <summary>Share of vehicles missed, 0 to 1.</summary>
    internal double MissedShare { get; init; }

    /// <summary>Presences of nobody per vehicle, 0 to 1.</summary>
    internal double FalseShare { get; init; }

    /// <summary>Share of vehicles seen twice, 0 to 1.</summary>
    internal double DuplicatedShare { get; init; }

    /// <summary>How late it reports, milliseconds.</summary>
    internal int DelayMs { get; init; }

    /// <summary>How much its clock is ahead of the signals', milliseconds; below 0: behind.</summary>
    internal int SkewMs { get; init; }
}
