namespace TrafficControl.Core.Controller;

/// <summary>
/// What all signal groups show at one moment, as masks of groups. A group in no mask shows red; a vehicle group is in
/// at most one of green, yellow, red clearance, a pedestrian group in at most one of walk, pedestrian clearance.
/// </summary>
/// <param name="TimeMs">Event time, Unix milliseconds of the controller's clock.</param>
/// <param name="Green">Vehicle groups that show green.</param>
/// <param name="Yellow">Vehicle groups that show yellow.</param>
/// <param name="RedClearance">Vehicle groups that show red and still time their clearance.</param>
/// <param name="Walk">Pedestrian groups that show walk.</param>
/// <param name="PedClearance">Pedestrian groups that show pedestrian clearance.</param>
/// <param name="IsFlash">True: the intersection flashes and the masks mean nothing.</param>
public readonly record struct SignalFrame(
    long TimeMs,
    ulong Green,
    ulong Yellow = 0,
    ulong RedClearance = 0,
    ulong Walk = 0,
    ulong PedClearance = 0,
    bool IsFlash = false)
{
    /// <summary>Groups with right of way: green or walk.</summary>
    public ulong RightOfWay => Green | Walk;

    /// <summary>Groups that give up right of way: yellow, or pedestrian clearance.</summary>
    public ulong Ending => Yellow | PedClearance;

    /// <summary>True when both frames show the same, whatever their times.</summary>
    /// <param name="other">Frame to compare with.</param>
    public bool ShowsSameAs(in SignalFrame other) => this == other with { TimeMs = TimeMs };
}
