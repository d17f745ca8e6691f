namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>One fault: a kind with its share, its time, or the detectors it strikes.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Text">The item as it was written, such as <c>missed:0.05</c>.</param>
public sealed record DetectorFault(DetectorFaultKind Kind, string Text)
{
    /// <summary>Share of the vehicles struck, 0 to 1; 0 for kinds without a share.</summary>
    public double Share { get; init; }

    /// <summary>Delay or skew in milliseconds; 0 for kinds without a time. A skew below 0 stamps too early.</summary>
    public int TimeMs { get; init; }

    /// <summary>
    /// Detectors struck: an identifier, the beginning of some with <c>*</c> behind it, <c>#</c> and an index, or
    /// <c>random</c>. Empty for kinds that strike all.
    /// </summary>
    public string Target { get; init; } = "";
}
