namespace TrafficControl.Optimization.FixedTime;

/// <summary>Capacity of a turn that gives way to a stream that is green with it.</summary>
internal static class PermissiveTurn
{
    /// <summary>Critical headway, seconds (HCM 7 chapter 31, permitted left turns).</summary>
    private const double CriticalHeadwayS = 4.5;

    /// <summary>Follow-up headway, seconds (HCM 7 chapter 31, permitted left turns).</summary>
    private const double FollowUpS = 2.5;

    /// <summary>Turns that complete at the end of a green from a lane of their own (HCM 7 chapter 31).</summary>
    private const double Sneakers = 2;

    /// <summary>
    /// Vehicles per second that find a gap in an opposing flow: v e^(-v tc) / (1 - e^(-v tf)) (Harders, 1968, the
    /// form of HCM chapter 31).
    /// </summary>
    /// <param name="opposingVps">Opposing flow while it does not discharge a queue, vehicles per second.</param>
    internal static double GapFlowVps(double opposingVps) => opposingVps < 1e-6
        ? 1 / FollowUpS
        : opposingVps * Math.Exp(-opposingVps * CriticalHeadwayS) / (1 - Math.Exp(-opposingVps * FollowUpS));

    /// <summary>
    /// Vehicles per green that turn although they found no gap: 1 + P, with P the share of turns in the lane, which is 2
    /// for a lane of their own.
    /// </summary>
    /// <param name="share">Share of the turns in their lane.</param>
    internal static double SneakersPerGreen(double share) => Sneakers / 2 * (1 + share);
}
