namespace TrafficControl.Storage.Databases;

/// <summary>A row of the audit. Never changed or removed.</summary>
internal sealed class AuditRow
{
    public required long Sequence { get; init; }

    public required long TimeMs { get; init; }

    public required string Author { get; set; }

    public required string Origin { get; init; }

    public required string Action { get; init; }

    public required string IntersectionId { get; init; }

    public required string PlanId { get; init; }

    public required string OldValue { get; init; }

    public required string NewValue { get; init; }

    public required string Reason { get; init; }

    public required string RequestId { get; init; }

    public required string Result { get; init; }

    public required string PreviousHash { get; init; }

    public string Hash { get; set; } = "";
}
