namespace TrafficControl.Load.Runs;

/// <summary>Two numbers between which something becomes too much.</summary>
/// <param name="Below">The greatest number tried that was not; 0: none.</param>
/// <param name="Above">The least number tried that was; the most allowed when none was.</param>
internal readonly record struct Crossing(int Below, int Above)
{
    // Finer than a tenth says more about the machine's mood than about the server.
    private const double Resolution = 0.1;

    /// <summary>Doubles until it is too much, then halves the gap until it is a tenth.</summary>
    /// <param name="first">The first number to try, 1 or more.</param>
    /// <param name="most">The last number to try.</param>
    /// <param name="isTooMuch">Tries a number.</param>
    internal static async Task<Crossing> FindAsync(int first, int most, Func<int, Task<bool>> isTooMuch)
    {
        int below = 0;
        int above = Math.Min(first, most);
        while (!await isTooMuch(above).ConfigureAwait(false))
        {
            below = above;
            if (above == most)
            {
                return new Crossing(below, most);
            }

            above = Math.Min(above * 2, most);
        }

        while (above - below > Math.Max(1, above * Resolution))
        {
            int middle = below + ((above - below) / 2);
            (below, above) = await isTooMuch(middle).ConfigureAwait(false) ? (below, middle) : (middle, above);
        }

        return new Crossing(below, above);
    }
}
