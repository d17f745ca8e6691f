using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>How far the engine's forecasts of the ends of green and red could be relied on.</summary>
/// <param name="Promises">Ends that were committed.</param>
/// <param name="BrokenPromises">Of these, ends that were not kept; must be 0.</param>
/// <param name="CalibrationError">
/// Mean distance between the confidence said and the share that was right, over ten bins of confidence, 0 to 1.
/// </param>
/// <param name="Bands">By what ends and lead time.</param>
public sealed record ForecastQuality(
    int Promises, int BrokenPromises, double CalibrationError, IReadOnlyList<ForecastBand> Bands)
{
    /// <summary>The quality over several runs; null when none of them had forecasts.</summary>
    /// <param name="tallies">Their tallies; null for a run without.</param>
    public static ForecastQuality? Of(IEnumerable<ForecastTally?> tallies)
    {
        ForecastTally sum = new();
        bool isAny = false;
        foreach (ForecastTally tally in tallies.OfType<ForecastTally>())
        {
            sum.Add(tally);
            isAny = true;
        }

        return isAny
            ? new ForecastQuality(
                sum.Promises, sum.BrokenPromises, Math.Round(sum.CalibrationError(), 4),
                [.. BandsOf(sum, isGreen: true), .. BandsOf(sum, isGreen: false)])
            : null;
    }

    private static IEnumerable<ForecastBand> BandsOf(ForecastTally tally, bool isGreen) =>
        ForecastTally.LeadLimitsS.Select((toS, band) =>
        {
            (long count, double errorS, long right, double confidence) = tally.Band(isGreen, band);
            double each = Math.Max(1, count);
            return new ForecastBand(
                isGreen ? "green" : "red", band == 0 ? 0 : ForecastTally.LeadLimitsS[band - 1], toS, count,
                Math.Round(errorS / each, 3), Math.Round(right / each, 4), Math.Round(confidence / each, 4));
        });
}
