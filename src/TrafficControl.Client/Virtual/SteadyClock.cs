namespace TrafficControl.Client.Virtual;

/// <summary>
/// Event time for a controller that runs in real time: starts at the wall clock, runs with the monotonic one, and
/// drifts towards the wall clock by at most one per cent when that is set. Intervals therefore last what they should,
/// and the engine never sees a step.
/// </summary>
internal sealed class SteadyClock
{
    // One millisecond in a hundred: a minimum green of 5 s is off by 50 ms at the most.
    private const double MaxDrift = 0.01;

    private readonly TimeProvider _time;
    private long _readAt;
    private double _nowMs;

    internal SteadyClock(TimeProvider time)
    {
        _time = time;
        _readAt = time.GetTimestamp();
        _nowMs = time.GetUtcNow().ToUnixTimeMilliseconds();
    }

    /// <summary>Event time, Unix milliseconds; never before the last one read.</summary>
    internal long NowMs()
    {
        long timestamp = _time.GetTimestamp();
        double elapsed = _time.GetElapsedTime(_readAt, timestamp).TotalMilliseconds;
        double behind = _time.GetUtcNow().ToUnixTimeMilliseconds() - (_nowMs + elapsed);
        _readAt = timestamp;
        _nowMs += elapsed + Math.Clamp(behind, -MaxDrift * elapsed, MaxDrift * elapsed);
        return (long)_nowMs;
    }
}
