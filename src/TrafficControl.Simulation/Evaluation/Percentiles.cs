namespace TrafficControl.Simulation.Evaluation;

/// <summary>Percentiles by the nearest rank, always a value that occurred, and the median as usual.</summary>
internal static class Percentiles
{
    /// <summary>
    /// The smallest value that at least the given share of the values do not exceed; 0 for no values.
    /// </summary>
    internal static double Of(double[] values, double share)
    {
        if (values.Length == 0)
        {
            return 0;
        }

        Array.Sort(values);
        int rank = (int)Math.Ceiling(share * values.Length);
        return values[Math.Clamp(rank, 1, values.Length) - 1];
    }

    /// <summary>The median; of an even number of values the mean of the middle two, 0 of none.</summary>
    internal static double Median(IReadOnlyList<double> values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length == 0 ? 0
            : sorted.Length % 2 == 1 ? sorted[middle]
            : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
