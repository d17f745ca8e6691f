using MathNet.Numerics.Statistics;

namespace TrafficControl.Optimization.Calibration;

/// <summary>
/// Saturation headway, start-up lost time and end gain from the discharge of queues. In each cycle the headway is the
/// Theil-Sen slope (Sen, 1968) of crossing time against position, from the fourth vehicle on as in the HCM's field
/// procedure; the cycles, which are independent of each other, are joined by a robust mean. A Kalman filter follows slow
/// change.
/// </summary>
internal static class SaturationEstimator
{
    /// <summary>The vehicle from which headways are those of saturation (HCM: after the fourth).</summary>
    private const int LastStartingVehicle = 4;

    /// <summary>Fewest vehicles of a discharge that is used: the HCM's field procedure asks for more than eight.</summary>
    internal const int LeastQueue = 8;

    private const int LongestQueue = 30;

    /// <summary>How much the true headway of a lane may drift from cycle to cycle, standard deviation, seconds.</summary>
    private const double DriftS = 0.005;

    /// <summary>Estimates of one lane; null with fewer than two usable cycles, which have no interval.</summary>
    internal static (Estimate HeadwayS, Estimate StartUpLostS, Estimate? EndGainS, Estimate LatestHeadwayS)? Of(
        IReadOnlyList<DischargeCycle> cycles)
    {
        List<double> headways = [];
        List<double> weights = [];
        List<double> fourth = [];
        foreach (DischargeCycle cycle in cycles)
        {
            // The last vehicle may have come to a queue that was gone, unless the end of green cut the queue.
            int usable = Math.Min(LongestQueue, InGreen(cycle) - (cycle.IsQueuedAtEnd ? 0 : 1));
            if (usable >= LeastQueue)
            {
                headways.Add(TheilSen(cycle.CrossingsS, LastStartingVehicle - 1, usable));
                weights.Add(usable - LastStartingVehicle);
                fourth.Add(cycle.CrossingsS[LastStartingVehicle - 1]);
            }
        }

        if (headways.Count < 2)
        {
            return null;
        }

        Estimate headway = RobustMean.Of(headways, weights);
        return (headway, StartUp(fourth, headway), EndGain(cycles, headway.Value), Track(headways, weights));
    }

    private static int InGreen(DischargeCycle cycle) => cycle.CrossingsS.Count(crossing => crossing <= cycle.GreenS + 1);

    private static double TheilSen(double[] crossings, int first, int end)
    {
        List<double> slopes = [];
        for (int i = first; i < end; i++)
        {
            for (int j = i + 1; j < end; j++)
            {
                slopes.Add((crossings[j] - crossings[i]) / (j - i));
            }
        }

        return slopes.Median();
    }

    /// <summary>Time of the fourth vehicle less four saturation headways (HCM chapter 19).</summary>
    private static Estimate StartUp(List<double> fourth, Estimate headway)
    {
        Estimate time = RobustMean.Of(fourth, [.. fourth.Select(_ => 1.0)]);
        double half = Math.Sqrt(
            (time.HalfWidth * time.HalfWidth) + Math.Pow(LastStartingVehicle * headway.HalfWidth, 2));
        double lost = time.Value - (LastStartingVehicle * headway.Value);
        return new Estimate(lost, lost - half, lost + half, time.Samples);
    }

    /// <summary>
    /// Use of the yellow: vehicles that cross in it while the queue lasts, times the headway. Null when no two queues lasted.
    /// </summary>
    private static Estimate? EndGain(IReadOnlyList<DischargeCycle> cycles, double headwayS)
    {
        double[] gains = [.. cycles
            .Where(cycle => cycle.IsQueuedAtEnd && cycle.CrossingsS.Length >= LeastQueue)
            .Select(cycle => headwayS * cycle.CrossingsS.Count(crossing => crossing > cycle.GreenS))];
        if (gains.Length < 2)
        {
            return null;
        }

        // Counts of none, one or two are no matter of outliers: their mean.
        double mean = gains.Mean();
        double half = 1.96 * gains.StandardDeviation() / Math.Sqrt(gains.Length);
        return new Estimate(mean, mean - half, mean + half, gains.Length);
    }

    /// <summary>
    /// The headway at the end of the log: a Kalman filter with a random walk (R. E. Kalman, 1960). A cycle further than three
    /// standard deviations from what is expected is left out.
    /// </summary>
    private static Estimate Track(List<double> headways, List<double> weights)
    {
        double scatter = 1.4826 * headways.Select(value => Math.Abs(value - headways.Median())).Median();
        double perVehicle = Math.Max(1e-4, scatter * scatter) * weights.Average();
        double value = headways.Median();
        double variance = perVehicle / weights[0];
        for (int i = 0; i < headways.Count; i++)
        {
            variance += DriftS * DriftS;
            double noise = perVehicle / weights[i];
            double innovation = headways[i] - value;
            if (innovation * innovation > 9 * (variance + noise))
            {
                continue;
            }

            double gain = variance / (variance + noise);
            value += gain * innovation;
            variance *= 1 - gain;
        }

        double half = 1.96 * Math.Sqrt(variance);
        return new Estimate(value, value - half, value + half, headways.Count);
    }
}
