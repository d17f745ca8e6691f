namespace TrafficControl.Core.Strategies;

/// <summary>A change of stage that a strategy expects.</summary>
/// <param name="ChangeMs">Event time at which the greens before it are told to end, Unix milliseconds.</param>
/// <param name="Stage">Index of the stage it leads to.</param>
public readonly record struct PlannedChange(long ChangeMs, int Stage);
