namespace TrafficControl.Simulation.Sumo;

/// <summary>How a net becomes intersection files.</summary>
public sealed record SumoImportOptions
{
    /// <summary>Traffic lights to import; empty: all.</summary>
    public IReadOnlyList<string> Lights { get; init; } = [];

    /// <summary>Where yellow and red clearance come from.</summary>
    public SumoIntergreen Intergreen { get; init; }

    /// <summary>Which loops the approach lanes get.</summary>
    public DetectorLayout Detectors { get; init; } = DetectorLayout.Parse(DetectorLayout.DefaultText);

    /// <summary>Simulated step in milliseconds; computed clearances are rounded up to it. 100 to 1 000.</summary>
    public int StepMs { get; init; } = 1_000;
}
