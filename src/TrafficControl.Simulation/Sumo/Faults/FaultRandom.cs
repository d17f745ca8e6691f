using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>
/// A random sequence of its own for every kind of fault at every place, all from the run's seed: what strikes one loop
/// depends neither on the other loops, nor on the order in which they are asked, nor on other faults.
/// </summary>
internal static class FaultRandom
{
    /// <summary>The sequence of one kind of fault at one place.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="kind">Kind of fault.</param>
    /// <param name="place">Identifier of the loop or the light.</param>
    internal static SplitMix64 For(int seed, DetectorFaultKind kind, string place)
    {
        // FNV-1a over the name (Fowler, Noll and Vo), since string.GetHashCode differs from run to run.
        ulong hash = 0xCBF29CE484222325;
        foreach (char letter in place)
        {
            hash = unchecked((hash ^ letter) * 0x100000001B3);
        }

        SplitMix64 mixer = new(unchecked(hash + ((ulong)seed << 8) + (ulong)kind));
        return new SplitMix64(mixer.Next());
    }
}
