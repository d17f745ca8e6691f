namespace TrafficControl.Storage.Databases;

/// <summary>The plan an intersection is to run.</summary>
internal sealed class ActivationRow
{
    public required string IntersectionId { get; init; }

    public required string PlanId { get; set; }

    /// <summary>The version; 0: as in the intersection's file.</summary>
    public int Version { get; set; }

    public required string Author { get; set; }

    public required string Reason { get; set; }

    public long ActivatedMs { get; set; }
}
