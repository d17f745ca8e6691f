namespace TrafficControl.Core.Model;

/// <summary>
/// One signal group of an intersection file: heads that always show the same colour. Times in milliseconds.
/// </summary>
public sealed record SignalGroupDefinition
{
    /// <summary>Most characters of a signal group's identifier.</summary>
    public const int MaxIdLength = 64;

    /// <summary>
    /// Identifier, unique in the file: 1 to 64 printable characters without spaces, usually the number on the cabinet
    /// drawing.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>What the group controls.</summary>
    public SignalGroupKind Kind { get; init; }

    /// <summary>
    /// Minimum green, or minimum walk of a pedestrian group (7 000 by MUTCD 4E.06, 4 000 at the least). 1 000 to 255
    /// 000.
    /// </summary>
    public int MinGreenMs { get; init; } = 5_000;

    /// <summary>Max green 1, from the first conflicting call. At least the minimum green; up to 6 000 000.</summary>
    public int MaxGreenMs { get; init; } = 40_000;

    /// <summary>Max green 2, used when a plan selects it. At least the minimum green; up to 6 000 000.</summary>
    public int MaxGreen2Ms { get; init; } = 60_000;

    /// <summary>Yellow change. 3 000 to 25 500 for vehicles (MUTCD 4D.26); 0 for pedestrians.</summary>
    public int YellowMs { get; init; } = 3_000;

    /// <summary>Red clearance shown after yellow. 0 to 25 500 for vehicles; 0 for pedestrians.</summary>
    public int RedClearanceMs { get; init; }

    /// <summary>Shortest red before the group may be green again (NTCIP 1202 red revert). 0 to 25 500.</summary>
    public int RedRevertMs { get; init; } = 2_000;

    /// <summary>
    /// Pedestrian clearance (flashing don't walk) after walk. 0 for vehicles, 3 000 to 255 000 for pedestrians.
    /// </summary>
    public int PedClearanceMs { get; init; }

    /// <summary>
    /// Longest red while the group has a call; exceeding it is a safety breach. 10 000 to 900 000, and
    /// at least twice the time of one rotation through all stages at minimum service.
    /// </summary>
    public int MaxRedMs { get; init; } = 300_000;

    /// <summary>Passage time (vehicle extension): the gap between vehicles that ends the green. 0 to 25 500.</summary>
    public int PassageMs { get; init; } = 3_000;

    /// <summary>A call without a detector.</summary>
    public RecallMode Recall { get; init; }

    /// <summary>True: a call during yellow or red is remembered when the vehicle leaves (locking memory).</summary>
    public bool LocksCalls { get; init; }

    /// <summary>True: the group is served with the other ring's phase although nobody calls it (dual entry).</summary>
    public bool DualEntry { get; init; }

    /// <summary>True: the group must have gapped out at the same moment as its partner to cross the barrier.</summary>
    public bool SimultaneousGapOut { get; init; } = true;

    /// <summary>True: a pedestrian group stays in walk while its stage is green and nobody conflicting calls.</summary>
    public bool RestsInWalk { get; init; }

    /// <summary>
    /// For a pedestrian group: the vehicle group it walks beside, whose green lasts through its clearance. Empty: none.
    /// </summary>
    public string ConcurrentWith { get; init; } = "";

    /// <summary>Volume-density timing; null when the group does not use it, and for pedestrians.</summary>
    public VolumeDensity? VolumeDensity { get; init; }
}
