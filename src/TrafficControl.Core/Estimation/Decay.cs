namespace TrafficControl.Core.Estimation;

/// <summary>
/// A falling exponential that every machine computes to the same bit, which the mathematics library of the platform does not
/// promise.
/// </summary>
internal static class Decay
{
    // Beyond this it is nothing.
    private const double Longest = 40;

    /// <summary>About exp(-x), from the first terms of the series of exp(x/8); exact at 0, falling throughout.</summary>
    /// <param name="x">0 or more; less counts as 0.</param>
    internal static double Of(double x)
    {
        if (x <= 0)
        {
            return 1;
        }

        // exp(-x) = 1 / exp(x/8)^8, with the first terms of the series of exp.
        double y = Math.Min(x, Longest) / 8;
        double e = 1 + (y * (1 + (y / 2 * (1 + (y / 3 * (1 + (y / 4)))))));
        e *= e;
        e *= e;
        e *= e;
        return 1 / e;
    }
}
