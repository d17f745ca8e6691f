namespace TrafficControl.Cli.Remote;

/// <summary>A version of a plan in the JSON of <c>trafficctl plan</c>.</summary>
/// <param name="Intersection">Identifier of the intersection.</param>
/// <param name="Plan">Identifier of the plan.</param>
/// <param name="Version">From 1; 0: as in the intersection's file.</param>
/// <param name="Active">True: the intersection is to run it.</param>
/// <param name="Strategy">The strategy.</param>
/// <param name="CycleMs">Cycle length, milliseconds; 0: none.</param>
/// <param name="Etag">For the next change.</param>
/// <param name="Checksum">SHA-256 of the content.</param>
/// <param name="Author">Who made it.</param>
/// <param name="Reason">Why.</param>
/// <param name="Created">When; null: it is the file's.</param>
internal sealed record PlanLine(
    string Intersection, string Plan, int Version, bool Active, string Strategy, int CycleMs, string Etag, string Checksum,
    string Author, string Reason, DateTimeOffset? Created);
