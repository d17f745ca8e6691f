namespace TrafficControl.Core.Safety;

/// <summary>Comparisons of event times that hold for every value a message can carry.</summary>
internal static class EventTime
{
    /// <summary>The time of everything that happened before the monitor could see it.</summary>
    internal const long LongAgo = long.MinValue;

    /// <summary>
    /// Time from one event to a later one, milliseconds. Unsigned, so that it is exact for any two times in order and
    /// never overflows, <see cref="LongAgo"/> included.
    /// </summary>
    /// <param name="sinceMs">The earlier event time.</param>
    /// <param name="nowMs">The later event time.</param>
    internal static ulong ElapsedMs(long sinceMs, long nowMs) => unchecked((ulong)(nowMs - sinceMs));

    /// <summary>True when at least a duration has passed.</summary>
    /// <param name="sinceMs">The earlier event time.</param>
    /// <param name="nowMs">The later event time.</param>
    /// <param name="durationMs">The duration, 0 or more.</param>
    internal static bool HasPassed(long sinceMs, long nowMs, int durationMs) =>
        ElapsedMs(sinceMs, nowMs) >= (ulong)durationMs;
}
