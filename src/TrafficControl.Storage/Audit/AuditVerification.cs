namespace TrafficControl.Storage.Audit;

/// <summary>What a check of the audit's chain gave.</summary>
/// <param name="Rows">Lines looked at.</param>
/// <param name="HeadHash">
/// Hash of the newest line, which stands for all before it: who keeps it elsewhere can tell a chain that was made anew.
/// Empty when there is no line yet.
/// </param>
/// <param name="Faults">
/// What was changed or removed, one sentence each, at most <see cref="MaxFaults"/>; empty: the chain is whole.
/// </param>
public sealed record AuditVerification(long Rows, string HeadHash, IReadOnlyList<string> Faults)
{
    /// <summary>Most faults that are listed.</summary>
    public const int MaxFaults = 100;
}
