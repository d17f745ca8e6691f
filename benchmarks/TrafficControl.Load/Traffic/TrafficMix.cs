namespace TrafficControl.Load.Traffic;

/// <summary>How much traffic a junction sees, and of what kind.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="EventsPerSecond">Detector transitions a second at one junction, on average.</param>
/// <param name="SpeedMps">Speed between detectors, metres a second.</param>
/// <param name="HeadwayMs">Time between two vehicles that leave a queue of one lane, milliseconds.</param>
/// <param name="PulseMs">Time a passing vehicle covers a detector, milliseconds.</param>
internal sealed record TrafficMix(string Name, double EventsPerSecond, double SpeedMps, int HeadwayMs, int PulseMs)
{
    /// <summary>Three in the morning: a vehicle every twenty seconds at the whole junction.</summary>
    internal static readonly TrafficMix Night = new("night", 0.3, 13.9, 2_000, 400);

    /// <summary>An ordinary hour: 1 800 vehicles at the whole junction.</summary>
    internal static readonly TrafficMix Normal = new("normal", 3, 11, 2_000, 400);

    /// <summary>
    /// The peak of a city of motorcycles: 48 transitions a second at every junction. Motorcycles leave a queue several
    /// abreast and cover a loop for a moment only.
    /// </summary>
    internal static readonly TrafficMix Motorcycle = new("motorcycle", 48, 8, 300, 120);

    /// <summary>All mixes.</summary>
    internal static readonly IReadOnlyList<TrafficMix> All = [Night, Normal, Motorcycle];
}
