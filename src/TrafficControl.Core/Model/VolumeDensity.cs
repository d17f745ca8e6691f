namespace TrafficControl.Core.Model;

/// <summary>
/// Volume-density timing of a signal group (FHWA Signal Timing Manual): an initial green that grows
/// with the vehicles waiting, and a passage time that shrinks with the time others have waited. Times in milliseconds.
/// </summary>
/// <param name="AddedInitialMs">
/// Initial green added per vehicle counted during yellow and red. 0 switches it off; up to 25 500.
/// </param>
/// <param name="MaxInitialMs">Upper bound of the initial green. At least the minimum green; up to 255 000.</param>
/// <param name="TimeBeforeReductionMs">
/// Time after the first conflicting call before the gap starts to shrink. 0 to 255 000.
/// </param>
/// <param name="TimeToReduceMs">
/// Time over which the gap shrinks linearly from passage to minimum gap. 0 to 255 000.
/// </param>
/// <param name="MinGapMs">Smallest gap. 0 to the passage time.</param>
public sealed record VolumeDensity(
    int AddedInitialMs, int MaxInitialMs, int TimeBeforeReductionMs, int TimeToReduceMs, int MinGapMs);
