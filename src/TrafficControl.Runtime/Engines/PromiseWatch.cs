using TrafficControl.Core.Estimation;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// Holds the committed ends that were sent against what then shows, and counts those that were not kept. One thread;
/// allocates at construction only.
/// </summary>
internal sealed class PromiseWatch
{
    private readonly LinkCounters _counters;
    private readonly long[] _promisedMs;
    private long _lastMs;
    private long _stepMs;

    internal PromiseWatch(int groupCount, LinkCounters counters)
    {
        _counters = counters;
        _promisedMs = new long[groupCount];
    }

    /// <summary>Begins a tick.</summary>
    internal void Begin(long nowMs)
    {
        _stepMs = nowMs - _lastMs;
        _lastMs = nowMs;
    }

    /// <summary>Looks at one group.</summary>
    /// <param name="signals">What shows.</param>
    /// <param name="group">Index of the group.</param>
    /// <param name="promisedMs">Committed end of its present state as it is sent now; 0: none.</param>
    internal void Check(SignalHistory signals, int group, long promisedMs)
    {
        long before = _promisedMs[group];
        bool hasStarted = (signals.Started >> group & 1) != 0;
        _promisedMs[group] = promisedMs;
        if (before == 0 || before == promisedMs)
        {
            return;
        }

        if (hasStarted || (signals.Ended >> group & 1) != 0)
        {
            // An end comes with the first tick at or after its time.
            long endMs = hasStarted ? signals.RightOfWayStartMs(group) : signals.RightOfWayEndMs(group);
            Count(endMs < before || endMs > before + _stepMs);
        }
        else if (_lastMs < before || _lastMs > before + (2 * _stepMs))
        {
            Count(isBroken: true);
        }
        else if (promisedMs == 0)
        {
            // It is due: what shows of it comes with the next tick.
            _promisedMs[group] = before;
        }
    }

    /// <summary>Drops what was promised: its times mean nothing any more.</summary>
    internal void Forget() => Array.Clear(_promisedMs);

    private void Count(bool isBroken)
    {
        if (isBroken)
        {
            _counters.CountBrokenPromise();
        }
    }
}
