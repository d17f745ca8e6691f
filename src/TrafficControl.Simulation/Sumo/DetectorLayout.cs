using System.Globalization;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Which induction loops every approach lane gets.</summary>
public sealed record DetectorLayout
{
    /// <summary>The layout meant when nothing is said: stop line, 40 m and 150 m.</summary>
    public const string DefaultText = "stopbar,advance:40,advance:150";

    private const double MinAdvanceM = 12;
    private const double MaxAdvanceM = 500;

    /// <summary>True: a loop 3 m before the stop line.</summary>
    public bool StopBar { get; init; }

    /// <summary>Distances of the upstream loops from the stop line in metres, ascending. 12 to 500.</summary>
    public IReadOnlyList<double> AdvanceM { get; init; } = [];

    /// <summary>Reads a layout such as <c>stopbar,advance:40,advance:150</c>.</summary>
    /// <param name="text">Items separated by commas; an empty text is a layout without loops.</param>
    /// <exception cref="SumoException">An item is unknown or a distance out of range.</exception>
    public static DetectorLayout Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool stopBar = false;
        SortedSet<double> advance = [];
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (item == "stopbar")
            {
                stopBar = true;
            }
            else if (item.StartsWith("advance:", StringComparison.Ordinal)
                && double.TryParse(item.AsSpan(8), NumberStyles.Float, CultureInfo.InvariantCulture, out double distance)
                && distance is >= MinAdvanceM and <= MaxAdvanceM)
            {
                advance.Add(distance);
            }
            else
            {
                throw new SumoException(
                    $"Detector '{item}' is not known: use stopbar, or advance:METRES with 12 to 500 metres.");
            }
        }

        return new DetectorLayout { StopBar = stopBar, AdvanceM = [.. advance] };
    }
}
