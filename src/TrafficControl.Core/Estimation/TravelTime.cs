namespace TrafficControl.Core.Estimation;

/// <summary>How long a vehicle takes to a point that nothing keeps it from.</summary>
internal static class TravelTime
{
    // Full acceleration of a passenger car in a city; SUMO's default for one.
    private const double AccelerationMps2 = 2.6;

    /// <summary>
    /// Seconds over a distance with full acceleration to the free speed (uniformly accelerated motion).
    /// </summary>
    /// <param name="distanceM">Metres; 0 or less takes no time.</param>
    /// <param name="speedMps">Speed now, m/s, 0 or more.</param>
    /// <param name="freeMps">Free speed, m/s, above 0.</param>
    internal static double Seconds(double distanceM, double speedMps, double freeMps)
    {
        if (distanceM <= 0)
        {
            return 0;
        }

        if (speedMps >= freeMps)
        {
            return distanceM / freeMps;
        }

        double reachM = ((freeMps * freeMps) - (speedMps * speedMps)) / (2 * AccelerationMps2);
        return reachM >= distanceM
            ? (Math.Sqrt((speedMps * speedMps) + (2 * AccelerationMps2 * distanceM)) - speedMps) / AccelerationMps2
            : ((freeMps - speedMps) / AccelerationMps2) + ((distanceM - reachM) / freeMps);
    }
}
