namespace TrafficControl.Simulation.Traffic;

/// <summary>Demand that changes with time: a rate for each period, the last one for ever. Immutable.</summary>
public sealed class DemandProfile
{
    private readonly DemandPeriod[] _periods;

    /// <summary>Creates a profile.</summary>
    /// <param name="periods">Periods in order of time, the first from 0.</param>
    /// <exception cref="ArgumentException">
    /// No period, a first one that does not start at 0, starts that do not rise, or a rate out of range.
    /// </exception>
    public DemandProfile(params IReadOnlyList<DemandPeriod> periods)
    {
        ArgumentNullException.ThrowIfNull(periods);
        if (periods.Count == 0 || periods[0].StartMs != 0)
        {
            throw new ArgumentException("A demand profile needs a first period that starts at 0.", nameof(periods));
        }

        for (int i = 0; i < periods.Count; i++)
        {
            if (i > 0 && periods[i].StartMs <= periods[i - 1].StartMs)
            {
                throw new ArgumentException($"periods[{i}].StartMs: must be later than the period before.", nameof(periods));
            }

            if (periods[i].RateVph is not (>= 0 and <= 10_000))
            {
                throw new ArgumentException($"periods[{i}].RateVph: must be 0 to 10 000.", nameof(periods));
            }
        }

        _periods = [.. periods];
    }

    /// <summary>The same rate at all times.</summary>
    /// <param name="rateVph">Vehicles (or people) per hour. 0 to 10 000.</param>
    public static DemandProfile Constant(double rateVph) => new([new DemandPeriod(0, rateVph)]);

    /// <summary>The rate at a moment, per hour.</summary>
    /// <param name="elapsedMs">Milliseconds from the start of the simulation.</param>
    public double RateVphAt(long elapsedMs)
    {
        int last = _periods.Length - 1;
        while (last > 0 && _periods[last].StartMs > elapsedMs)
        {
            last--;
        }

        return _periods[last].RateVph;
    }
}
