namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Arrivals bunched by a signal outside the model: in every cycle, a share of the vehicles arrives within one window.
/// The mean rate stays that of the demand profile.
/// </summary>
/// <param name="CycleMs">Cycle of the signal upstream, milliseconds. At least 1 000.</param>
/// <param name="StartMs">Start of the window in the cycle, milliseconds. 0 to below the cycle.</param>
/// <param name="LengthMs">Length of the window, milliseconds. More than 0 and less than the cycle.</param>
/// <param name="Share">Share of the vehicles that arrive within the window, 0 to 1.</param>
public sealed record ArrivalPlatoon(int CycleMs, int StartMs, int LengthMs, double Share)
{
    /// <summary>True when all values are within their ranges.</summary>
    public bool IsValid =>
        CycleMs >= 1_000 && StartMs >= 0 && StartMs < CycleMs && LengthMs > 0 && LengthMs < CycleMs && Share is >= 0 and <= 1;

    /// <summary>Factor on the mean rate at a moment.</summary>
    /// <param name="elapsedMs">Milliseconds from the start of the simulation.</param>
    public double FactorAt(long elapsedMs)
    {
        long position = (elapsedMs - StartMs) % CycleMs;
        position += position < 0 ? CycleMs : 0;
        return position < LengthMs
            ? Share * CycleMs / LengthMs
            : (1 - Share) * CycleMs / (CycleMs - LengthMs);
    }
}
