namespace TrafficControl.Client.Link;

/// <summary>The engine tells the controller which plan to run by itself.</summary>
/// <param name="PlanId">Identifier of a plan of the intersection's file.</param>
/// <param name="IsLocalPlan">True: it is also the plan for times without a directive.</param>
public sealed record TimingPlanUpdate(string PlanId, bool IsLocalPlan);
