namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// A vertical queue over one cycle in steps of a second: incremental queue accumulation, the area under the queue (HCM
/// 7 chapter 19, uniform delay of any signal sequence), for arrivals that repeat from cycle to cycle.
/// </summary>
internal static class QueueProfile
{
    /// <summary>
    /// Runs the queue into its periodic state and measures one cycle. Arrivals above capacity are scaled down to it.
    /// </summary>
    /// <param name="arrivals">Vehicles per second in each step.</param>
    /// <param name="service">Most vehicles per second that can depart in each step.</param>
    /// <param name="departures">Receives vehicles per second that depart in each step; empty: not wanted.</param>
    /// <returns>
    /// Delay in vehicle seconds, and vehicles that had to stop because they met a queue or a red, in one cycle.
    /// </returns>
    internal static (double DelayVehS, double Stops) Run(double[] arrivals, double[] service, Span<double> departures)
    {
        double scale = Math.Min(1, Sum(service) / Math.Max(1e-9, Sum(arrivals)));
        double queue = 0;

        // With arrivals within capacity one cycle from an empty queue ends in the periodic state.
        for (int step = 0; step < arrivals.Length; step++)
        {
            queue = Math.Max(0, queue + (arrivals[step] * scale) - service[step]);
        }

        double delay = 0;
        double stops = 0;
        for (int step = 0; step < arrivals.Length; step++)
        {
            double arriving = arrivals[step] * scale;
            double net = arriving - service[step];
            double after = Math.Max(0, queue + net);

            // The queue is a straight line in a step, or a triangle where it empties within.
            double emptyAfterS = queue + net < 0 ? queue / -net : 1;
            delay += (queue + after) / 2 * emptyAfterS;
            stops += queue > 1e-9 ? arriving * emptyAfterS : Math.Max(0, net);
            if (departures.Length > 0)
            {
                departures[step] = queue + arriving - after;
            }

            queue = after;
        }

        return (delay, stops);
    }

    internal static double Sum(double[] values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }
}
