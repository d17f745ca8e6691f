namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>What faults did to the presences on loops, or to the observations of cameras.</summary>
/// <param name="Seen">Presences or observations there were.</param>
/// <param name="Missed">Of these, the ones not reported.</param>
/// <param name="Added">Presences, or objects, of nobody added.</param>
/// <param name="Duplicated">Presences, or objects, reported twice.</param>
internal readonly record struct FaultCounts(int Seen, int Missed, int Added, int Duplicated)
{
    public static FaultCounts operator +(FaultCounts a, FaultCounts b) =>
        new(a.Seen + b.Seen, a.Missed + b.Missed, a.Added + b.Added, a.Duplicated + b.Duplicated);
}
