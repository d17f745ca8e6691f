namespace TrafficControl.Storage.Databases;

/// <summary>What a plan was from one change to the next. Never changed or removed.</summary>
internal sealed class PlanVersionRow
{
    public required string IntersectionId { get; init; }

    public required string PlanId { get; init; }

    public required int Version { get; init; }

    public required string Document { get; init; }

    public required string Checksum { get; init; }

    public required string Author { get; init; }

    public required string Reason { get; init; }

    public required long CreatedMs { get; init; }
}
