using System.Globalization;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Which detectors every approach lane gets: induction loops, and a camera or radar that tracks vehicles.</summary>
public sealed record DetectorLayout
{
    /// <summary>The layout meant when nothing is said: stop line, 40 m and 150 m.</summary>
    public const string DefaultText = "stopbar,advance:40,advance:150";

    private const double MinAdvanceM = 12;
    private const double MaxAdvanceM = 500;
    private const double MinTracksM = 20;
    private const double MaxTracksM = 500;

    /// <summary>True: a loop 3 m before the stop line.</summary>
    public bool StopBar { get; init; }

    /// <summary>Distances of the upstream loops from the stop line in metres, ascending. 12 to 500.</summary>
    public IReadOnlyList<double> AdvanceM { get; init; } = [];

    /// <summary>How far upstream vehicles are tracked, metres, 20 to 500; 0: not at all.</summary>
    public double TracksM { get; init; }

    /// <summary>Reads a layout such as <c>stopbar,advance:40,advance:150</c> or <c>tracks:200</c>.</summary>
    /// <param name="text">Items separated by commas; an empty text is a layout without detectors.</param>
    /// <exception cref="SumoException">An item is unknown or a distance out of range.</exception>
    public static DetectorLayout Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool stopBar = false;
        double tracks = 0;
        SortedSet<double> advance = [];
        foreach (string item in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (item == "stopbar")
            {
                stopBar = true;
            }
            else if (TryMetres(item, "advance:", out double distance) && distance is >= MinAdvanceM and <= MaxAdvanceM)
            {
                advance.Add(distance);
            }
            else if (TryMetres(item, "tracks:", out double reach) && reach is >= MinTracksM and <= MaxTracksM)
            {
                tracks = Math.Max(tracks, reach);
            }
            else
            {
                throw new SumoException(
                    $"Detector '{item}' is not known: use stopbar, advance:METRES with 12 to 500 metres,"
                    + " or tracks:METRES with 20 to 500 metres.");
            }
        }

        return new DetectorLayout { StopBar = stopBar, AdvanceM = [.. advance], TracksM = tracks };
    }

    private static bool TryMetres(string item, string kind, out double metres)
    {
        metres = 0;
        return item.StartsWith(kind, StringComparison.Ordinal)
            && double.TryParse(item.AsSpan(kind.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out metres);
    }
}
