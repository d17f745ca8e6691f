namespace TrafficControl.Load.Runs;

/// <summary>Of several runs alike, the one in the middle: on a shared machine a mean is of the disturbances.</summary>
internal static class Median
{
    /// <summary>The run whose figure has as many below it as above; of an even number, the lower of the two.</summary>
    /// <param name="runs">The runs; one or more.</param>
    /// <param name="figure">The figure to order them by.</param>
    internal static LoadReport Of(IReadOnlyList<LoadReport> runs, Func<LoadReport, double> figure) =>
        runs.OrderBy(figure).ElementAt((runs.Count - 1) / 2);
}
