namespace TrafficControl.Simulation.Evaluation;

/// <summary>Percentiles by the nearest rank: always a value that occurred.</summary>
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
}
