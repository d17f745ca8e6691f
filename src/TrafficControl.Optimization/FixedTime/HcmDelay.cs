namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// Control delay at signals by the <i>Highway Capacity Manual</i>, 6th and 7th edition, chapter 19 (in form as in
/// HCM 2000, chapter 16).
/// </summary>
public static class HcmDelay
{
    /// <summary>k of a pretimed signal (HCM chapter 19).</summary>
    private const double PretimedK = 0.5;

    /// <summary>
    /// Uniform delay d1, seconds per vehicle, for one green a cycle and random arrivals:
    /// 0.5 C (1 - g/C)^2 / (1 - min(1, X) g/C).
    /// </summary>
    /// <param name="cycleS">Cycle, seconds.</param>
    /// <param name="greenS">Effective green, seconds, at most the cycle.</param>
    /// <param name="degree">Volume-to-capacity ratio X.</param>
    public static double UniformS(double cycleS, double greenS, double degree)
    {
        double ratio = greenS / cycleS;
        double used = Math.Min(1, degree) * ratio;
        return used >= 1 ? 0 : 0.5 * cycleS * (1 - ratio) * (1 - ratio) / (1 - used);
    }

    /// <summary>
    /// Incremental delay d2, seconds per vehicle, of randomness and oversaturation:
    /// 900 T ((X - 1) + sqrt((X - 1)^2 + 8 k I X / (c T))) with k = 0.5 (pretimed).
    /// </summary>
    /// <param name="degree">Volume-to-capacity ratio X.</param>
    /// <param name="capacityVph">Capacity c, vehicles per hour, above 0.</param>
    /// <param name="periodH">Analysis period T, hours.</param>
    /// <param name="filtering">Upstream filtering I: 1 for an isolated signal.</param>
    public static double IncrementalS(double degree, double capacityVph, double periodH, double filtering = 1)
    {
        double over = degree - 1;
        return 900 * periodH
            * (over + Math.Sqrt((over * over) + (8 * PretimedK * filtering * degree / (capacityVph * periodH))));
    }

    /// <summary>Level of service, A to F (HCM Exhibit 19-8): F from 80 s or above capacity.</summary>
    /// <param name="delayS">Control delay, seconds per vehicle.</param>
    /// <param name="degree">Volume-to-capacity ratio; 0 to ignore it, as for an intersection.</param>
    public static char LevelOfService(double delayS, double degree) => (delayS, degree) switch
    {
        (_, > 1) => 'F',
        ( <= 10, _) => 'A',
        ( <= 20, _) => 'B',
        ( <= 35, _) => 'C',
        ( <= 55, _) => 'D',
        ( <= 80, _) => 'E',
        _ => 'F',
    };
}
