namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// When the queue of an overload has gone: the last time that more than 20 vehicles per controlled light stood or waited to
/// enter. Fewer stand at any red of a junction that keeps up with its demand.
/// </summary>
public static class QueueClearing
{
    /// <summary>More vehicles than this, per light, are a queue that a red alone does not explain.</summary>
    public const int MostVehiclesPerLight = 20;

    /// <summary>Time from the first sample to the end of the last queue, seconds; 0 when there never was one.</summary>
    /// <param name="series">State of the traffic, in the order of time.</param>
    /// <param name="lights">Controlled lights, 1 or more.</param>
    public static double ClearedS(IReadOnlyList<TrafficSample> series, int lights)
    {
        ArgumentNullException.ThrowIfNull(series);
        double clearedS = 0;
        for (int i = 0; i < series.Count; i++)
        {
            if (series[i].Standing + series[i].NotInserted > MostVehiclesPerLight * lights)
            {
                clearedS = series[Math.Min(i + 1, series.Count - 1)].TimeS - series[0].TimeS;
            }
        }

        return clearedS;
    }
}
