namespace TrafficControl.Storage.Plans;

/// <summary>Names a plan.</summary>
/// <param name="IntersectionId">Its intersection.</param>
/// <param name="PlanId">Its identifier among that intersection's plans.</param>
public readonly record struct PlanKey(string IntersectionId, string PlanId);
