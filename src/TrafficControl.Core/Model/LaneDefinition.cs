namespace TrafficControl.Core.Model;

/// <summary>One lane of an intersection file.</summary>
public sealed record LaneDefinition
{
    /// <summary>Identifier, unique among the file's lanes.</summary>
    public required string Id { get; init; }

    /// <summary>Approach or exit.</summary>
    public LaneRole Role { get; init; }

    /// <summary>Name of the approach (arm) the lane belongs to, such as "north". May be empty.</summary>
    public string Approach { get; init; } = "";

    /// <summary>
    /// Length in metres: to the stop line for an approach; for an exit to the next stop line, or to where it leaves
    /// the model. 1 to 10 000.
    /// </summary>
    public double LengthM { get; init; } = 100;

    /// <summary>Speed limit in metres per second. 1 to 60.</summary>
    public double SpeedMps { get; init; } = 13.89;

    /// <summary>For an exit lane: the intersection downstream. Empty: not under control.</summary>
    public string DownstreamIntersection { get; init; } = "";

    /// <summary>
    /// For an exit lane: the approach lane of <see cref="DownstreamIntersection"/> it becomes. Empty: none.
    /// </summary>
    public string DownstreamLane { get; init; } = "";
}
