namespace TrafficControl.Core.Estimation;

/// <summary>
/// A lane's flow, learned by exponential smoothing over event time. It remembers 20 s at first and 300 s once it has
/// seen as much, so that it is useful soon after start and calm later.
/// </summary>
internal sealed class ArrivalRate
{
    /// <summary>
    /// Flow assumed until something is known, and for ever on a lane without detectors: 180 vehicles per hour, enough
    /// that such a lane is always served and little enough that it does not outweigh a measured queue.
    /// </summary>
    internal const double AssumedVehiclesPerSecond = 0.05;

    private const double ShortestMemorySeconds = 20;
    private const double LongestMemorySeconds = 300;

    private double _ageSeconds;

    /// <summary>Vehicles per second.</summary>
    internal double VehiclesPerSecond { get; private set; } = AssumedVehiclesPerSecond;

    private double MemorySeconds => Math.Min(LongestMemorySeconds, ShortestMemorySeconds + _ageSeconds);

    internal void Advance(double seconds)
    {
        VehiclesPerSecond *= Math.Max(0, 1 - (seconds / MemorySeconds));
        _ageSeconds += seconds;
    }

    internal void Count(double vehicles) => VehiclesPerSecond += vehicles / MemorySeconds;
}
