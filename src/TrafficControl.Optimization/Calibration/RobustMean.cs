using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace TrafficControl.Optimization.Calibration;

/// <summary>
/// Location of samples of which some are wrong: Huber's M-estimate (P. J. Huber, <i>Robust Statistics</i>, 1981, sections
/// 4.5 and 6.6) by iterated reweighting, with the scale fixed at the normalised median absolute deviation.
/// </summary>
internal static class RobustMean
{
    /// <summary>Huber's constant for 95 % efficiency at the normal distribution.</summary>
    private const double Tuning = 1.345;

    /// <summary>Makes the median absolute deviation the standard deviation of a normal distribution.</summary>
    private const double MadToSigma = 1.4826;

    private const int MaxRounds = 100;

    /// <summary>Estimates; the interval is infinite for a single sample.</summary>
    /// <param name="values">Samples, one or more.</param>
    /// <param name="weights">Weight of each, above 0: a sample from more vehicles counts more.</param>
    internal static Estimate Of(IReadOnlyList<double> values, IReadOnlyList<double> weights)
    {
        double centre = values.Median();
        double sigma = Math.Max(1e-6, MadToSigma * values.Select(value => Math.Abs(value - centre)).Median());
        for (int round = 0; round < MaxRounds; round++)
        {
            double weighted = 0;
            double total = 0;
            for (int i = 0; i < values.Count; i++)
            {
                double residual = Math.Abs(values[i] - centre) / sigma;
                double weight = weights[i] * (residual <= Tuning ? 1 : Tuning / residual);
                weighted += weight * values[i];
                total += weight;
            }

            double next = weighted / total;
            bool isSettled = Math.Abs(next - centre) < 1e-9;
            centre = next;
            if (isSettled)
            {
                break;
            }
        }

        double half = HalfWidth(values, weights, centre, sigma);
        return new Estimate(centre, centre - half, centre + half, values.Count);
    }

    private static double HalfWidth(IReadOnlyList<double> values, IReadOnlyList<double> weights, double centre, double sigma)
    {
        if (values.Count < 2)
        {
            return double.PositiveInfinity;
        }

        double squares = 0;
        double slope = 0;
        for (int i = 0; i < values.Count; i++)
        {
            double residual = (values[i] - centre) / sigma;
            double influence = weights[i] * Math.Clamp(residual, -Tuning, Tuning);
            squares += influence * influence;
            slope += Math.Abs(residual) <= Tuning ? weights[i] : 0;
        }

        double error = sigma * Math.Sqrt(squares) / Math.Max(slope, 1e-9) * Math.Sqrt(values.Count / (values.Count - 1.0));
        return error * StudentT.InvCDF(0, 1, values.Count - 1, 0.975);
    }
}
