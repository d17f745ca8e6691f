namespace TrafficControl.Optimization.FixedTime;

/// <summary>Cycle lengths by F. V. Webster, <i>Traffic Signal Settings</i>, Road Research Technical Paper 39, 1958.</summary>
public static class Webster
{
    /// <summary>Critical flow ratio from which on the formula has no use and the longest cycle is taken.</summary>
    public const double OversaturatedFlowRatio = 0.95;

    /// <summary>
    /// The cycle of least delay, seconds: (1.5 L + 5) / (1 - Y). Infinite from
    /// <see cref="OversaturatedFlowRatio"/> on.
    /// </summary>
    /// <param name="lostTimeS">Time lost in a cycle, L, seconds.</param>
    /// <param name="flowRatio">Sum of the critical flow ratios, Y.</param>
    public static double OptimalCycleS(double lostTimeS, double flowRatio) =>
        flowRatio < OversaturatedFlowRatio ? ((1.5 * lostTimeS) + 5) / (1 - flowRatio) : double.PositiveInfinity;

    /// <summary>
    /// Critical volume-to-capacity ratio of a cycle, Y C / (C - L) (HCM 2000 chapter 16); infinite when the cycle is all
    /// lost.
    /// </summary>
    /// <param name="cycleS">Cycle, C, seconds.</param>
    /// <param name="lostTimeS">Time lost in a cycle, L, seconds.</param>
    /// <param name="flowRatio">Sum of the critical flow ratios, Y.</param>
    public static double CriticalDegree(double cycleS, double lostTimeS, double flowRatio) =>
        cycleS > lostTimeS ? flowRatio * cycleS / (cycleS - lostTimeS) : double.PositiveInfinity;
}
