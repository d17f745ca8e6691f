namespace TrafficControl.Benchmarks.Gate;

/// <summary>What the gate found out about one load.</summary>
/// <param name="Budget">Its budget.</param>
/// <param name="MeasuredMs">What the load program measured, milliseconds.</param>
internal sealed record LatencyRow(LatencyBudget Budget, LatencyFigures MeasuredMs)
{
    /// <summary>The percentiles that are above their limit; empty: within budget.</summary>
    public IReadOnlyList<string> Over =>
    [
        .. Budget.LimitMs.All().Zip(MeasuredMs.All())
            .Where(pair => pair.Second.Ms > pair.First.Ms)
            .Select(pair => pair.First.Name),
    ];
}
