namespace TrafficControl.Load.Runs;

/// <summary>The median runs of one of those that are compared.</summary>
/// <param name="Paced">By p50.</param>
/// <param name="Saturated">By throughput.</param>
internal sealed record ComparedRuns(LoadReport Paced, LoadReport Saturated)
{
    /// <summary>Picks the medians of a target's runs.</summary>
    /// <param name="runs">Runs of any target.</param>
    /// <param name="target">The target.</param>
    internal static ComparedRuns Of(IReadOnlyList<LoadReport> runs, LoadTarget target)
    {
        ILookup<string, LoadReport> own = runs.Where(run => run.Target == target.Name).ToLookup(run => run.Load, StringComparer.Ordinal);
        return new ComparedRuns(
            Median.Of([.. own[LoadReport.Paced]], run => run.P50Ms),
            Median.Of([.. own[LoadReport.Saturated]], run => run.TicksPerSecond));
    }
}
