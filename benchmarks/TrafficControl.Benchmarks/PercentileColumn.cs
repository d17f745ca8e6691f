using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace TrafficControl.Benchmarks;

/// <summary>A percentile of the iterations, microseconds; BenchmarkDotNet's own columns stop at the 95th.</summary>
internal sealed class PercentileColumn(int percentile) : IColumn
{
    /// <inheritdoc/>
    public string Id => $"Percentile{percentile}";

    /// <inheritdoc/>
    public string ColumnName => $"P{percentile}";

    /// <inheritdoc/>
    public string Legend => $"Percentile {percentile} of the iterations";

    /// <inheritdoc/>
    public bool AlwaysShow => true;

    /// <inheritdoc/>
    public ColumnCategory Category => ColumnCategory.Statistics;

    /// <inheritdoc/>
    public int PriorityInCategory => 0;

    /// <inheritdoc/>
    public bool IsNumeric => true;

    /// <inheritdoc/>
    public UnitType UnitType => UnitType.Time;

    /// <inheritdoc/>
    public bool IsAvailable(Summary summary) => true;

    /// <inheritdoc/>
    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase]?.ResultStatistics is { } statistics
            ? TimeInterval.FromNanoseconds(statistics.Percentiles.Percentile(percentile)).ToMicroseconds()
                .ToString("N1", CultureInfo.InvariantCulture) + " μs"
            : "NA";

    /// <inheritdoc/>
    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);
}
