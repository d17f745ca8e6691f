namespace TrafficControl.Core.Estimation;

/// <summary>
/// Vehicles on their way from one measuring point to the next, in one-second bins of the event time at which they are
/// expected there, and those that are overdue. Vehicles are a fluid: a loop that feeds several lanes gives each of them
/// a part.
/// </summary>
internal sealed class ArrivalPipeline
{
    /// <summary>Bins of one second; an arrival further ahead than this is put in the last one.</summary>
    internal const int HorizonSeconds = 64;

    private readonly double[] _bins = new double[HorizonSeconds];
    private long _second;

    /// <summary>Vehicles that should have reached the next measuring point already.</summary>
    internal double OverdueVehicles { get; set; }

    /// <summary>Adds vehicles expected at an event time; one in the past makes them overdue at once.</summary>
    internal void Add(double vehicles, long expectedMs)
    {
        long second = expectedMs / 1000;
        if (second < _second)
        {
            OverdueVehicles += vehicles;
            return;
        }

        _bins[Math.Min(second, _second + HorizonSeconds - 1) % HorizonSeconds] += vehicles;
    }

    /// <summary>Moves on to an event time: vehicles of the seconds that ended are overdue.</summary>
    internal void Advance(long timeMs)
    {
        long second = timeMs / 1000;
        long steps = Math.Min(second - _second, HorizonSeconds);
        for (long i = 0; i < steps; i++)
        {
            ref double bin = ref _bins[(_second + i) % HorizonSeconds];
            OverdueVehicles += bin;
            bin = 0;
        }

        _second = Math.Max(second, _second);
    }

    /// <summary>
    /// Takes out up to so many vehicles, the overdue first, then those expected soonest within some seconds.
    /// </summary>
    internal void Take(double vehicles, int withinSeconds)
    {
        double taken = Math.Min(vehicles, OverdueVehicles);
        OverdueVehicles -= taken;
        vehicles -= taken;
        for (int i = 0; i < withinSeconds && vehicles > 0; i++)
        {
            ref double bin = ref _bins[(_second + i) % HorizonSeconds];
            taken = Math.Min(vehicles, bin);
            bin -= taken;
            vehicles -= taken;
        }
    }

    /// <summary>
    /// Vehicles expected from one second to before another, counted from now; both within 0 to the horizon.
    /// </summary>
    internal double ExpectedVehicles(int fromSecond, int toSecond)
    {
        double sum = 0;
        int end = Math.Min(toSecond, HorizonSeconds);
        for (int i = Math.Max(0, fromSecond); i < end; i++)
        {
            sum += _bins[(_second + i) % HorizonSeconds];
        }

        return sum;
    }
}
