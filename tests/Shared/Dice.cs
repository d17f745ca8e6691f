namespace TrafficControl.Testing;

/// <summary>
/// A deterministic source of choices for tests (SplitMix64: Steele, Lea and Flood, OOPSLA 2014): the same seed gives
/// the same choices on every machine and runtime.
/// </summary>
internal sealed class Dice
{
    private ulong _state;

    public Dice(long seed)
    {
        _state = (ulong)seed;
    }

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        ulong bits = _state;
        bits = (bits ^ (bits >> 30)) * 0xBF58_476D_1CE4_E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D0_49BB_1331_11EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A number between two bounds, both possible.</summary>
    public int Between(int least, int most) => least + (int)(Bits() % (ulong)(most - least + 1));

    /// <summary>A multiple of 100 ms between two bounds, or one time in five any millisecond.</summary>
    public int Milliseconds(int leastMs, int mostMs) =>
        Chance(20) ? Between(leastMs, mostMs) : Between((leastMs + 99) / 100, mostMs / 100) * 100;

    /// <summary>True so many times in a hundred.</summary>
    public bool Chance(int percent) => Between(0, 99) < percent;

    /// <summary>One of several.</summary>
    public T Pick<T>(IReadOnlyList<T> choices) => choices[Between(0, choices.Count - 1)];

    /// <summary>The same elements in another order.</summary>
    public T[] Shuffle<T>(IEnumerable<T> elements)
    {
        T[] shuffled = [.. elements];
        for (int i = shuffled.Length - 1; i > 0; i--)
        {
            int other = Between(0, i);
            (shuffled[i], shuffled[other]) = (shuffled[other], shuffled[i]);
        }

        return shuffled;
    }
}
