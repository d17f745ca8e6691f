using TrafficControl.Core.Controller;

namespace TrafficControl.Runtime.Engines;

/// <summary>
/// Decides whether a tick may be taken in, by its sequence number and its time. A session starts a new sequence; its
/// first tick sets the clock.
/// </summary>
internal sealed class SequenceGuard
{
    /// <summary>
    /// A clock may be set back by this much without ending the session; such ticks are ignored as late.
    /// </summary>
    internal const long MaxBackwardMs = 1_000;

    /// <summary>A clock may jump ahead by this much between two ticks of a session.</summary>
    internal const long MaxForwardMs = 5_000;

    private readonly LinkCounters _counters;
    private bool _hasTick;
    private long _lastSequence;
    private long _lastTimeMs;

    internal SequenceGuard(LinkCounters counters)
    {
        _counters = counters;
    }

    /// <summary>Ticks missing right before the one last accepted.</summary>
    internal long Gap { get; private set; }

    internal void BeginSession() => _hasTick = false;

    internal TickVerdict Admit(ControllerTick tick)
    {
        Gap = 0;
        if (_hasTick)
        {
            if (tick.Sequence <= _lastSequence)
            {
                _counters.CountDuplicateTick();
                return TickVerdict.Duplicate;
            }

            if (tick.TimeMs < _lastTimeMs - MaxBackwardMs || tick.TimeMs > _lastTimeMs + MaxForwardMs)
            {
                _counters.CountClockStep();
                return TickVerdict.ClockStep;
            }

            Gap = tick.Sequence - _lastSequence - 1;
            _lastSequence = tick.Sequence;
            if (tick.TimeMs < _lastTimeMs)
            {
                _counters.CountLateTick();
                return TickVerdict.Late;
            }
        }

        _counters.CountMissingTicks(Gap);
        _counters.CountTick();
        _hasTick = true;
        _lastSequence = tick.Sequence;
        _lastTimeMs = tick.TimeMs;
        return TickVerdict.Accepted;
    }
}
