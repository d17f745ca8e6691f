namespace TrafficControl.Storage.Audit;

/// <summary>What a row of the audit says of a change besides who and why; the fields are <see cref="AuditEntry"/>'s.</summary>
internal sealed record AuditNote(
    string Action, string IntersectionId, string PlanId, string OldValue, string NewValue, string Result);
