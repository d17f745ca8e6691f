using MathNet.Numerics.Distributions;

namespace TrafficControl.Simulation.Evaluation.Statistics;

/// <summary>Two controllers under the same seeds, compared seed by seed.</summary>
/// <param name="MeanDifference">Mean of first less second.</param>
/// <param name="HalfWidth95">Half the width of its 95 % confidence interval; null for fewer than two pairs.</param>
/// <param name="TTestP">Two-sided p-value of the paired t test; null for fewer than two pairs.</param>
/// <param name="SignedRankP">Two-sided p-value of Wilcoxon's signed-rank test; null for fewer than two pairs.</param>
internal sealed record PairedTest(double MeanDifference, double? HalfWidth95, double? TTestP, double? SignedRankP)
{
    /// <summary>Compares two samples, pair by pair.</summary>
    /// <param name="first">One value per seed.</param>
    /// <param name="second">The other's values for the same seeds, in the same order.</param>
    /// <exception cref="ArgumentException">The samples differ in length, or are empty.</exception>
    internal static PairedTest Of(IReadOnlyList<double> first, IReadOnlyList<double> second)
    {
        if (first.Count != second.Count || first.Count == 0)
        {
            throw new ArgumentException($"{first.Count} and {second.Count} values are no pairs.", nameof(second));
        }

        double[] differences = [.. first.Zip(second, (a, b) => a - b)];
        double mean = differences.Average();
        if (differences.Length < 2)
        {
            return new PairedTest(mean, null, null, null);
        }

        double error = StudentInterval.StandardError(differences);

        // Every difference the same: certain when there is one, and no difference at all when it is zero.
        double p = error > 0 ? 2 * StudentT.CDF(0, 1, differences.Length - 1, -Math.Abs(mean / error))
            : mean == 0 ? 1
            : 0;
        return new PairedTest(mean, StudentInterval.HalfWidth95(differences), p, SignedRankTest.PValue(differences));
    }
}
