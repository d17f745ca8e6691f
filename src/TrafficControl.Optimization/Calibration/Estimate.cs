namespace TrafficControl.Optimization.Calibration;

/// <summary>An estimate with its 95 % confidence interval.</summary>
/// <param name="Value">The estimate.</param>
/// <param name="Lower">Lower end of the interval.</param>
/// <param name="Upper">Upper end of the interval.</param>
/// <param name="Samples">Independent samples it rests on.</param>
public readonly record struct Estimate(double Value, double Lower, double Upper, int Samples)
{
    /// <summary>Half the width of the interval.</summary>
    public double HalfWidth => (Upper - Lower) / 2;

    /// <summary>True when another value lies in the interval.</summary>
    /// <param name="value">The other value.</param>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>The estimate rounded to a number of digits.</summary>
    internal Estimate Round(int digits) => new(
        Math.Round(Value, digits), Math.Round(Lower, digits), Math.Round(Upper, digits), Samples);
}
