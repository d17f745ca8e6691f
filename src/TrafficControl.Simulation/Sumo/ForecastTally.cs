using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// How far forecasts of the end of green and red were from what then showed, by how far ahead they looked, and how many
/// committed ends were not kept. Sums, so that several lights and runs add up. One thread.
/// </summary>
public sealed class ForecastTally
{
    private const int RightWithinMs = 2_000;
    private const int ConfidenceBins = 10;

    private readonly Sums[] _byLead = new Sums[2 * LeadLimitsS.Count];
    private readonly Sums[] _byConfidence = new Sums[ConfidenceBins];

    /// <summary>Ends of the bands of lead time, seconds; each begins where the one before ends, the first at 0.</summary>
    public static IReadOnlyList<int> LeadLimitsS { get; } = [5, 10, 20, 40];

    /// <summary>Ends that were committed.</summary>
    public int Promises { get; private set; }

    /// <summary>Of these, ends that came at another time, or whose commitment was moved or taken back.</summary>
    public int BrokenPromises { get; private set; }

    /// <summary>Forecasts of a band, and sums over them.</summary>
    /// <param name="isGreen">True: ends of green or walk; false: ends of red.</param>
    /// <param name="band">Index of the band.</param>
    public (long Count, double AbsoluteErrorS, long Right, double Confidence) Band(bool isGreen, int band)
    {
        Sums sums = _byLead[Cell(isGreen, band)];
        return (sums.Count, sums.ErrorMs / 1000.0, sums.Right, sums.Percent / 100.0);
    }

    /// <summary>
    /// Expected calibration error: mean distance between the confidence said and the share that was right, over ten bins of
    /// confidence weighted by their forecasts, 0 to 1.
    /// </summary>
    public double CalibrationError()
    {
        long count = _byConfidence.Sum(bin => bin.Count);
        return count == 0 ? 0 : _byConfidence.Sum(bin => Math.Abs((bin.Percent / 100.0) - bin.Right)) / count;
    }

    /// <summary>Adds another tally.</summary>
    /// <param name="other">The other.</param>
    public void Add(ForecastTally other)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (int i = 0; i < _byLead.Length; i++)
        {
            _byLead[i].Add(other._byLead[i]);
        }

        for (int i = 0; i < _byConfidence.Length; i++)
        {
            _byConfidence[i].Add(other._byConfidence[i]);
        }

        Promises += other.Promises;
        BrokenPromises += other.BrokenPromises;
    }

    internal void CountPromise(bool isBroken)
    {
        Promises++;
        BrokenPromises += isBroken ? 1 : 0;
    }

    /// <summary>Judges a forecast; one that looked further than the last band, or not ahead at all, does not count.</summary>
    internal void Judge(bool isGreen, in GroupForecast forecast, long saidMs, long endMs)
    {
        long leadMs = forecast.LikelyEndMs - saidMs;
        int band = 0;
        while (band < LeadLimitsS.Count && leadMs >= LeadLimitsS[band] * 1_000L)
        {
            band++;
        }

        if (leadMs <= 0 || band == LeadLimitsS.Count)
        {
            return;
        }

        long errorMs = Math.Abs(endMs - forecast.LikelyEndMs);
        Sums one = new(1, errorMs, errorMs <= RightWithinMs ? 1 : 0, forecast.ConfidencePercent);
        _byLead[Cell(isGreen, band)].Add(one);
        _byConfidence[Math.Min(ConfidenceBins - 1, forecast.ConfidencePercent * ConfidenceBins / 100)].Add(one);
    }

    private static int Cell(bool isGreen, int band) => band + (isGreen ? 0 : LeadLimitsS.Count);

    private record struct Sums(long Count, long ErrorMs, long Right, long Percent)
    {
        public void Add(in Sums other)
        {
            Count += other.Count;
            ErrorMs += other.ErrorMs;
            Right += other.Right;
            Percent += other.Percent;
        }
    }
}
