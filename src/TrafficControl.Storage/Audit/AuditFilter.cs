namespace TrafficControl.Storage.Audit;

/// <summary>Which lines of the audit are wanted, newest first.</summary>
/// <param name="IntersectionId">Only those of this intersection; empty: of all.</param>
/// <param name="PlanId">Only those of the plans with this identifier; empty: of all.</param>
/// <param name="Before">Only those with a smaller number; 0: from the newest on.</param>
/// <param name="Size">Most lines, 1 or more.</param>
public sealed record AuditFilter(string IntersectionId, string PlanId, long Before, int Size);
