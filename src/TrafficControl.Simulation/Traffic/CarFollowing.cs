namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// The Intelligent Driver Model (Treiber, Hennecke and Helbing, "Congested traffic states in empirical observations and
/// microscopic simulations", Physical Review E 62, 1805, 2000), equations 2 and 3 without the s1 term: acceleration a
/// [1 - (v/v0)^4 - (s*/s)^2] with s* = s0 + v T + v dv / (2 sqrt(a b)). Only the four basic operations and the square
/// root are used here and wherever state depends on the result, since those are exact on every machine.
/// </summary>
internal static class CarFollowing
{
    /// <summary>Strongest braking a vehicle is capable of, metres per second squared.</summary>
    internal const double MaxBrakingMps2 = 9;

    /// <summary>Smallest gap in the model's denominator, metres.</summary>
    private const double LeastGapM = 0.1;

    /// <summary>The interaction term (s*/s)^2 with something ahead.</summary>
    /// <param name="me">The vehicle behind.</param>
    /// <param name="gapM">From its front to the rear of what is ahead.</param>
    /// <param name="leaderMps">Speed of what is ahead.</param>
    internal static double Interaction(in Vehicle me, double gapM, double leaderMps)
    {
        double dynamicGap = me.V * (me.HeadwayS + ((me.V - leaderMps) / me.BrakingTerm));
        double ratio = (me.MinGapM + Math.Max(0, dynamicGap)) / Math.Max(LeastGapM, gapM);
        return ratio * ratio;
    }

    /// <summary>The acceleration for a desired speed and the largest interaction term.</summary>
    internal static double Acceleration(in Vehicle me, double desiredMps, double interaction)
    {
        double ratio = me.V / desiredMps;
        ratio *= ratio;
        // Where the limit drops, the free term alone must not brake harder than is comfortable.
        double free = Math.Max(1 - (ratio * ratio), -me.DecelerationMps2 / me.AccelerationMps2);
        return Math.Max(me.AccelerationMps2 * (free - interaction), -MaxBrakingMps2);
    }
}
