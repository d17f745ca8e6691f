namespace TrafficControl.Core.Model;

/// <summary>What reading a plan document gave: a plan, or everything that is wrong with the document.</summary>
/// <param name="Plan">The plan, not yet held against an intersection; null when the document has any fault.</param>
/// <param name="Faults">All faults of the document's structure; empty when there are none.</param>
public sealed record TimingPlanParseResult(TimingPlanDefinition? Plan, IReadOnlyList<ModelFault> Faults);
