namespace TrafficControl.Core.Planning;

/// <summary>A lane whose traffic goes before a movement that gives way.</summary>
/// <param name="Lane">Position of the lane among the planned lanes.</param>
/// <param name="Share">Share of that lane's vehicles that are in the way, 0 to 1.</param>
internal readonly record struct YieldFoe(int Lane, float Share);
