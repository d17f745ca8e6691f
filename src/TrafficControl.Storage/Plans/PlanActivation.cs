namespace TrafficControl.Storage.Plans;

/// <summary>The plan an intersection is to run.</summary>
/// <param name="Key">The plan.</param>
/// <param name="Version">Its version; 0: as the intersection's file has it.</param>
/// <param name="Author">Who activated it.</param>
/// <param name="Reason">Why.</param>
/// <param name="ActivatedMs">When, Unix milliseconds.</param>
public sealed record PlanActivation(PlanKey Key, int Version, string Author, string Reason, long ActivatedMs);
