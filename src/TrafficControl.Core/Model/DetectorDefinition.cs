namespace TrafficControl.Core.Model;

/// <summary>One detector of an intersection file: a zone on a lane, or a push button.</summary>
public sealed record DetectorDefinition
{
    /// <summary>Identifier, unique among the file's detectors.</summary>
    public required string Id { get; init; }

    /// <summary>How it reports.</summary>
    public DetectorKind Kind { get; init; }

    /// <summary>
    /// Name of the physical device behind this detector, when one device sees traffic for several lanes: an upstream loop
    /// whose vehicles may still choose their lane. Detectors of one channel report the same events, one a lane. Empty: a
    /// device of its own.
    /// </summary>
    public string Channel { get; init; } = "";

    /// <summary>Lane it lies on; empty for a push button.</summary>
    public string Lane { get; init; } = "";

    /// <summary>
    /// Distance from the zone's downstream edge to the stop line in metres. 0 to 2 000. On an exit lane: from its
    /// start.
    /// </summary>
    public double DistanceM { get; init; }

    /// <summary>
    /// Length of the zone along the lane in metres. 0 (a point) to 500. Tracks: how far upstream it sees, 10 to 500; the
    /// way may go on over the lanes upstream of the lane's start, through nodes without signals.
    /// </summary>
    public double LengthM { get; init; } = 2;

    /// <summary>Classes it sees.</summary>
    public VehicleClasses Classes { get; init; } = VehicleClasses.All;

    /// <summary>
    /// Signal groups it calls and extends. Empty for one that only counts: on an exit lane, or on an approach whose groups
    /// are all called by other detectors of the lane or by a minimum or maximum recall.
    /// </summary>
    public IReadOnlyList<string> Calls { get; init; } = [];

    /// <summary>
    /// Time a presence must last before it calls (NTCIP 1202 vehicle detector delay), milliseconds. 0 to 255 000.
    /// </summary>
    public int DelayMs { get; init; }

    /// <summary>
    /// Time a presence goes on after the vehicle left (NTCIP 1202 vehicle detector extend), milliseconds. 0 to 25 500.
    /// </summary>
    public int ExtendMs { get; init; }
}
