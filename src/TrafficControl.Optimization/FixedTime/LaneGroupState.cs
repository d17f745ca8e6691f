namespace TrafficControl.Optimization.FixedTime;

/// <summary>How a lane group fares under a plan.</summary>
/// <param name="ServiceVps">Most departures in each second of the cycle, vehicles per second.</param>
/// <param name="CapacityVph">Capacity, vehicles per hour, at least 1.</param>
/// <param name="Degree">Volume-to-capacity ratio.</param>
/// <param name="UniformDelayS">Uniform delay of arrivals without a pattern, seconds per vehicle.</param>
/// <param name="IncrementalDelayS">Incremental delay, seconds per vehicle.</param>
internal sealed record LaneGroupState(
    double[] ServiceVps, double CapacityVph, double Degree, double UniformDelayS, double IncrementalDelayS)
{
    internal double DelayS => UniformDelayS + IncrementalDelayS;
}
