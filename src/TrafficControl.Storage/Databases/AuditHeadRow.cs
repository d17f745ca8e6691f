namespace TrafficControl.Storage.Databases;

/// <summary>
/// The end of the audit's chain: one row. Every change locks it first, so that changes follow one another, on a server that
/// several engines share too.
/// </summary>
internal sealed class AuditHeadRow
{
    public required int Id { get; init; }

    public long Sequence { get; set; }

    public required string Hash { get; set; }
}
