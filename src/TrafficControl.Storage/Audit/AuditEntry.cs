namespace TrafficControl.Storage.Audit;

/// <summary>One line of the audit.</summary>
/// <param name="Sequence">Number of the line, from 1 without gaps.</param>
/// <param name="TimeMs">When, Unix milliseconds of the server's clock.</param>
/// <param name="Author">Who.</param>
/// <param name="Address">From where.</param>
/// <param name="Action">What was asked for, such as "plan.update".</param>
/// <param name="IntersectionId">Intersection concerned.</param>
/// <param name="PlanId">Plan concerned.</param>
/// <param name="OldValue">What was there before; empty: nothing.</param>
/// <param name="NewValue">What was to be there after; empty: nothing.</param>
/// <param name="Reason">Why.</param>
/// <param name="RequestId">The request's own identifier; empty when it had none.</param>
/// <param name="Result">"done", or "refused: " and the reason.</param>
/// <param name="Hash">Hash of the line and of the hash before it, 64 hexadecimal digits.</param>
public sealed record AuditEntry(
    long Sequence, long TimeMs, string Author, string Address, string Action, string IntersectionId, string PlanId,
    string OldValue, string NewValue, string Reason, string RequestId, string Result, string Hash);
