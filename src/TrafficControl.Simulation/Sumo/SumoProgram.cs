namespace TrafficControl.Simulation.Sumo;

/// <summary>A signal program of a SUMO net (<c>tlLogic</c>).</summary>
/// <param name="TrafficLight">Traffic light it belongs to.</param>
/// <param name="Id">Program identifier.</param>
/// <param name="Type">"static", "actuated", "delay_based" and so on.</param>
/// <param name="OffsetMs">
/// Simulated time at which a cycle starts, milliseconds: the position at time t is (t - offset) modulo the cycle.
/// </param>
/// <param name="Phases">Phases in sequence.</param>
public sealed record SumoProgram(
    string TrafficLight, string Id, string Type, long OffsetMs, IReadOnlyList<SumoPhase> Phases)
{
    /// <summary>Sum of the durations in milliseconds.</summary>
    public long CycleMs
    {
        get
        {
            long cycle = 0;
            foreach (SumoPhase phase in Phases)
            {
                cycle += phase.DurationMs;
            }

            return cycle;
        }
    }

    /// <summary>Index of the phase that runs at a simulated time.</summary>
    /// <param name="timeMs">Simulated time in milliseconds.</param>
    public int PhaseAt(long timeMs)
    {
        long position = (timeMs - OffsetMs) % CycleMs;
        position = position < 0 ? position + CycleMs : position;
        int phase = 0;
        while (position >= Phases[phase].DurationMs)
        {
            position -= Phases[phase].DurationMs;
            phase++;
        }

        return phase;
    }
}
