namespace TrafficControl.Optimization.Corridors;

/// <summary>
/// How a platoon spreads on its way (D. I. Robertson, <i>TRANSYT: A Traffic Network Study Tool</i>, RRL Report LR 253,
/// 1969): arrivals t seconds later are F of the departures and 1 - F of the arrivals a second before, with
/// F = 1 / (1 + a b T), t = b T, T the cruise time, a = 0.35, b = 0.8.
/// </summary>
internal static class PlatoonDispersion
{
    private const double Friction = 0.35;
    private const double LeadFactor = 0.8;

    /// <summary>Passes over the cycle until what came before the first one has faded.</summary>
    private const int Passes = 4;

    /// <summary>Smoothing factor F of a cruise time.</summary>
    internal static double Factor(double cruiseS) => 1 / (1 + (Friction * LeadFactor * cruiseS));

    /// <summary>Arrivals at the end of a link in the time of its start, cyclic, vehicles per second.</summary>
    internal static double[] Disperse(double[] departures, double cruiseS)
    {
        int cycle = departures.Length;
        int lead = (int)Math.Round(LeadFactor * cruiseS);
        double factor = Factor(cruiseS);
        double[] arrivals = new double[cycle];
        double last = departures.Average();
        for (int step = 0; step < Passes * cycle; step++)
        {
            last = (factor * departures[step % cycle]) + ((1 - factor) * last);
            arrivals[(step + lead) % cycle] = last;
        }

        return arrivals;
    }
}
