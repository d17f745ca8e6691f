namespace TrafficControl.Storage.Databases;

/// <summary>A plan of an intersection; its content is in its versions.</summary>
internal sealed class PlanRow
{
    public required string IntersectionId { get; init; }

    public required string PlanId { get; init; }

    /// <summary>The newest version, from 1. Goes on after a deletion, so that no version number is ever used twice.</summary>
    public int Version { get; set; }

    public bool IsDeleted { get; set; }
}
