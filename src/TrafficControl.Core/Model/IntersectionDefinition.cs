namespace TrafficControl.Core.Model;

/// <summary>
/// An intersection file as written: everything the engine needs to know of one signalised junction. Immutable.
/// <see cref="IntersectionFile"/> reads and writes it, <see cref="IntersectionValidator"/> lists its faults,
/// <see cref="Intersection"/> is its compiled form.
/// </summary>
public sealed record IntersectionDefinition
{
    /// <summary>The version of the file format that this code reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>Most characters of an identifier or a name; a signal group's has its own limit.</summary>
    public const int MaxIdLength = 256;

    /// <summary>Version of the file format: 1.</summary>
    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Identifier, unique in the city: 1 to 256 printable characters without spaces.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people: 0 to 256 printable characters and spaces.</summary>
    public string Name { get; init; } = "";

    /// <summary>Latitude in degrees (WGS 84), or null when unknown. -90 to 90.</summary>
    public double? LatitudeDeg { get; init; }

    /// <summary>Longitude in degrees (WGS 84), or null when unknown. -180 to 180.</summary>
    public double? LongitudeDeg { get; init; }

    /// <summary>All-red at start-up and after flash, milliseconds. 0 to 60 000.</summary>
    public int StartUpAllRedMs { get; init; } = 3_000;

    /// <summary>Signal groups, 1 to 64. Their order gives the bit of each in a mask.</summary>
    public IReadOnlyList<SignalGroupDefinition> SignalGroups { get; init; } = [];

    /// <summary>For each group, the groups that may never be green with it. Must be symmetric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Conflicts { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>
    /// Intergreens of ordered pairs; a conflicting pair without one has the clearance intervals of the ending group.
    /// </summary>
    public IReadOnlyList<IntergreenDefinition> Intergreens { get; init; } = [];

    /// <summary>
    /// Stages in sequence, 0 to 64. Empty: derived from the rings, or as the maximal conflict-free sets.
    /// </summary>
    public IReadOnlyList<StageDefinition> Stages { get; init; } = [];

    /// <summary>The ring-and-barrier policy, or null when the junction runs by stages.</summary>
    public RingBarrierDefinition? RingBarrier { get; init; }

    /// <summary>Lanes, 0 to 128.</summary>
    public IReadOnlyList<LaneDefinition> Lanes { get; init; } = [];

    /// <summary>Movements, 0 to 256.</summary>
    public IReadOnlyList<MovementDefinition> Movements { get; init; } = [];

    /// <summary>Detectors, 0 to 256. Their order gives the index in a tick.</summary>
    public IReadOnlyList<DetectorDefinition> Detectors { get; init; } = [];

    /// <summary>Timing plans, 1 to 64.</summary>
    public IReadOnlyList<TimingPlanDefinition> Plans { get; init; } = [];

    /// <summary>Plan the engine runs from the start. Empty: the first.</summary>
    public string DefaultPlan { get; init; } = "";

    /// <summary>Plan the controller runs by itself when no directive is valid. Empty: the first.</summary>
    public string LocalPlan { get; init; } = "";
}
