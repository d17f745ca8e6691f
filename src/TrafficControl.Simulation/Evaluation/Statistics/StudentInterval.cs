using MathNet.Numerics.Distributions;

namespace TrafficControl.Simulation.Evaluation.Statistics;

/// <summary>Confidence interval of a mean by Student's t distribution.</summary>
internal static class StudentInterval
{
    private const double TwoSided95 = 0.975;

    /// <summary>
    /// Half the width of the 95 % confidence interval of the mean: t(0.975, n - 1) s / sqrt(n). Null for fewer than two
    /// values, of which nothing can be said.
    /// </summary>
    /// <param name="values">A sample, in any order.</param>
    internal static double? HalfWidth95(IReadOnlyList<double> values) =>
        values.Count < 2
            ? null
            : StudentT.InvCDF(0, 1, values.Count - 1, TwoSided95) * StandardError(values);

    /// <summary>Standard error of the mean, s / sqrt(n) with n - 1 degrees of freedom in s.</summary>
    /// <param name="values">A sample of two or more.</param>
    internal static double StandardError(IReadOnlyList<double> values)
    {
        double mean = values.Average();
        double squares = values.Sum(value => (value - mean) * (value - mean));
        return Math.Sqrt(squares / (values.Count - 1) / values.Count);
    }
}
