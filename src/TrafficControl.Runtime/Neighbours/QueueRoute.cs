using TrafficControl.Runtime.Engines;

namespace TrafficControl.Runtime.Neighbours;

/// <summary>Where the queue of one approach lane is reported to.</summary>
/// <param name="Lane">Index of the approach lane here.</param>
/// <param name="Upstream">The intersection upstream.</param>
/// <param name="ExitLane">Index of its exit lane that becomes our lane.</param>
internal sealed record QueueRoute(int Lane, IntersectionEngine Upstream, int ExitLane);
