namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// The SplitMix64 generator (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
/// Used because its output is fixed by its description, which that of <see cref="Random"/> is not between versions of
/// .NET.
/// </summary>
internal struct SplitMix64
{
    private ulong _state;

    internal SplitMix64(ulong seed) => _state = seed;

    /// <summary>The next 64 random bits.</summary>
    internal ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15;
            ulong z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The next number from 0 to below 1, with 53 random bits: exact on every machine.</summary>
    internal double NextUnit() => (Next() >> 11) * (1.0 / (1UL << 53));
}
