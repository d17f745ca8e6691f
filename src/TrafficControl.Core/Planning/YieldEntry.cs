namespace TrafficControl.Core.Planning;

/// <summary>A movement that gives way in a stage: it goes only in the gaps of its foes.</summary>
/// <param name="Lane">Position of its lane among the planned lanes.</param>
/// <param name="Group">The signal group that releases it.</param>
/// <param name="Share">Share of the lane's vehicles that make it, 0 to 1.</param>
/// <param name="FirstFoe">Position of its first foe.</param>
/// <param name="FoeCount">Number of its foes.</param>
internal readonly record struct YieldEntry(int Lane, int Group, float Share, int FirstFoe, int FoeCount);
