namespace TrafficControl.Benchmarks.Gate;

/// <summary>What was measured of an operation.</summary>
/// <param name="Nanoseconds">Time of one operation on this machine; for people.</param>
/// <param name="Ratio">Its time over that of one operation of its reference.</param>
/// <param name="AllocatedBytes">Bytes that one operation allocated, the mean over all that were measured.</param>
internal sealed record Measurement(double Nanoseconds, double Ratio, double AllocatedBytes);
