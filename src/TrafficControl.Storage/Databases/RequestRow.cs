namespace TrafficControl.Storage.Databases;

/// <summary>A request that has been carried out, so that its repetition is not.</summary>
internal sealed class RequestRow
{
    public required string RequestId { get; init; }

    /// <summary>SHA-256 of what was asked for.</summary>
    public required string Fingerprint { get; init; }

    public required string IntersectionId { get; init; }

    public required string PlanId { get; init; }

    public required int Version { get; init; }
}
