namespace TrafficControl.Storage.Plans;

/// <summary>What a change did inside its transaction, and how the audit tells it.</summary>
internal sealed record PlanEdit(PlanChange Change, string OldValue = "", string NewValue = "")
{
    public static PlanEdit Refused(PlanOutcome outcome, string oldValue = "") => new(new PlanChange(outcome), oldValue);
}
