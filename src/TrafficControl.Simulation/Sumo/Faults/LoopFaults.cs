using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>
/// One faulty loop: turns the transitions there were into those that are reported. What it reports is in order of time
/// and alternates between on and off, as a real loop's report does: presences that overlap, true or not, are one.
/// </summary>
internal sealed class LoopFaults
{
    /// <summary>How long a presence of nobody lasts: a car of 5 m at 60 km/h.</summary>
    internal const int ShortPresenceMs = 300;

    /// <summary>Time from the end of a vehicle's presence to its second one.</summary>
    internal const int DuplicateGapMs = 200;

    /// <summary>
    /// A presence of nobody comes at a time drawn evenly within this time after the vehicle it is counted by.
    /// </summary>
    internal const int FalseWithinMs = 60_000;

    private readonly SensorCondition _condition;
    private readonly List<(long TimeMs, int Change)> _pending = [];
    private SplitMix64 _missed;
    private SplitMix64 _false;
    private SplitMix64 _duplicated;
    private FaultCounts _counts;
    private bool _isMissing;
    private bool _hasStarted;
    private int _present;

    /// <summary>Creates a faulty loop.</summary>
    /// <param name="condition">What is wrong with it.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="loop">Identifier of the loop.</param>
    internal LoopFaults(in SensorCondition condition, int seed, string loop)
    {
        _condition = condition;
        _missed = FaultRandom.For(seed, DetectorFaultKind.Missed, loop);
        _false = FaultRandom.For(seed, DetectorFaultKind.False, loop);
        _duplicated = FaultRandom.For(seed, DetectorFaultKind.Duplicated, loop);
    }

    /// <summary>What it did so far.</summary>
    internal FaultCounts Counts => _counts;

    /// <summary>Replaces the transitions of a step by those reported at its end.</summary>
    /// <param name="transitions">What there was, in order of time; then what is reported.</param>
    /// <param name="fromMs">Start of the step.</param>
    /// <param name="toMs">End of the step, which is the time of the tick that reports it.</param>
    internal void Apply(List<(long TimeMs, bool IsOn)> transitions, long fromMs, long toMs)
    {
        foreach ((long time, bool isOn) in transitions)
        {
            if (isOn)
            {
                TakeOn(time);
            }
            else
            {
                TakeOff(time);
            }
        }

        transitions.Clear();
        if (_condition.Failure is null)
        {
            Report(transitions, toMs);
        }
        else if (_condition.Failure == DetectorFaultKind.StuckOn && !_hasStarted)
        {
            transitions.Add((fromMs, true));
        }

        _hasStarted = true;
    }

    private void TakeOn(long timeMs)
    {
        _counts += new FaultCounts(1, 0, 0, 0);
        _isMissing = _condition.Failure is not null || _missed.NextUnit() < _condition.MissedShare;
        if (_isMissing)
        {
            _counts += new FaultCounts(0, 1, 0, 0);
        }
        else
        {
            Schedule(timeMs, 1);
        }

        // Both are drawn for every vehicle, so that the times of the others do not depend on the share.
        double draw = _false.NextUnit();
        long after = (long)(_false.NextUnit() * FalseWithinMs);
        if (_condition.Failure is null && draw < _condition.FalseShare)
        {
            _counts += new FaultCounts(0, 0, 1, 0);
            ScheduleShort(timeMs + after);
        }
    }

    private void TakeOff(long timeMs)
    {
        bool isDuplicated = _duplicated.NextUnit() < _condition.DuplicatedShare;
        if (_isMissing)
        {
            _isMissing = false;
            return;
        }

        Schedule(timeMs, -1);
        if (isDuplicated)
        {
            _counts += new FaultCounts(0, 0, 0, 1);
            ScheduleShort(timeMs + DuplicateGapMs);
        }
    }

    private void ScheduleShort(long timeMs)
    {
        Schedule(timeMs, 1);
        Schedule(timeMs + ShortPresenceMs, -1);
    }

    // Kept in order of time; of equal times in the order of coming, so that a presence of no length stays one.
    private void Schedule(long timeMs, int change)
    {
        long due = timeMs + _condition.DelayMs;
        int at = _pending.Count;
        while (at > 0 && _pending[at - 1].TimeMs > due)
        {
            at--;
        }

        _pending.Insert(at, (due, change));
    }

    private void Report(List<(long TimeMs, bool IsOn)> transitions, long toMs)
    {
        int due = 0;
        while (due < _pending.Count && _pending[due].TimeMs <= toMs)
        {
            (long time, int change) = _pending[due++];
            bool wasOn = _present > 0;
            _present += change;
            if (wasOn != (_present > 0))
            {
                // A tick cannot report the future: a clock ahead of the tick's is cut to it, as a controller does.
                transitions.Add((Math.Clamp(time + _condition.SkewMs, 0, toMs), _present > 0));
            }
        }

        _pending.RemoveRange(0, due);
    }
}
