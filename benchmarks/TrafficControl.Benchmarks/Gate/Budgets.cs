namespace TrafficControl.Benchmarks.Gate;

/// <summary>The budgets file.</summary>
internal sealed record Budgets
{
    /// <summary>What operations may cost; at least one.</summary>
    public required IReadOnlyList<OperationBudget> Operations { get; init; }

    /// <summary>What latency under load may be; empty until a load has been measured.</summary>
    public IReadOnlyList<LatencyBudget> Latencies { get; init; } = [];
}
