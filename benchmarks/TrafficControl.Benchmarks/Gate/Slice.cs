namespace TrafficControl.Benchmarks.Gate;

/// <summary>Some invocations of a benchmark in a row.</summary>
/// <param name="ElapsedNs">Time they took, nanoseconds.</param>
/// <param name="AllocatedBytes">Bytes they allocated.</param>
/// <param name="Operations">Operations they did.</param>
internal readonly record struct Slice(long ElapsedNs, long AllocatedBytes, long Operations)
{
    /// <summary>Time of one operation, nanoseconds.</summary>
    public double NsPerOperation => (double)ElapsedNs / Operations;
}
