using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.Events;

/// <summary>
/// Turns what passes between a controller and its detectors, step by step, into events. Signals that are on when the
/// recording begins are not reported as beginning. Class counts have no event code and are not recorded.
/// </summary>
public sealed class EventRecorder
{
    private const int NotFlashing = 2;
    private const int FlashedByFaultMonitor = 5;
    private readonly Intersection _intersection;
    private readonly Action<SignalEvent> _sink;
    private SignalFrame _shown;
    private bool _hasShown;

    /// <summary>Creates a recorder.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="sink">Receives the events in order of time.</param>
    public EventRecorder(Intersection intersection, Action<SignalEvent> sink)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(sink);
        _intersection = intersection;
        _sink = sink;
    }

    /// <summary>Records what detectors saw since the last step.</summary>
    /// <param name="transitions">Transitions in order of time.</param>
    public void Record(ReadOnlySpan<DetectorTransition> transitions)
    {
        foreach (DetectorTransition transition in transitions)
        {
            bool isButton = _intersection.Detectors[transition.Detector].Definition.Kind == DetectorKind.PushButton;
            EventCode code = (isButton, transition.IsOn) switch
            {
                (true, true) => EventCode.PedDetectorOn,
                (true, false) => EventCode.PedDetectorOff,
                (false, true) => EventCode.DetectorOn,
                (false, false) => EventCode.DetectorOff,
            };
            _sink(new SignalEvent(transition.TimeMs, code, transition.Detector + 1));
        }
    }

    /// <summary>Records what the signals show from a time on.</summary>
    /// <param name="frame">The signals, with the time they are shown from.</param>
    public void Record(in SignalFrame frame)
    {
        if (_hasShown && frame.IsFlash != _shown.IsFlash)
        {
            int status = frame.IsFlash ? FlashedByFaultMonitor : NotFlashing;
            _sink(new SignalEvent(frame.TimeMs, EventCode.UnitFlashStatus, status));
        }
        else if (_hasShown && !frame.IsFlash)
        {
            RecordChanges(frame);
        }

        _shown = frame;
        _hasShown = true;
    }

    private void RecordChanges(in SignalFrame frame)
    {
        Report(frame.TimeMs, EventCode.EndRedClearance, _shown.RedClearance & ~frame.RedClearance);
        Report(frame.TimeMs, EventCode.EndYellow, _shown.Yellow & ~frame.Yellow);
        Report(frame.TimeMs, EventCode.BeginRedClearance, frame.RedClearance & ~_shown.RedClearance);
        Report(frame.TimeMs, EventCode.GreenTermination, _shown.Green & ~frame.Green);
        Report(frame.TimeMs, EventCode.BeginYellow, frame.Yellow & ~_shown.Yellow);
        Report(frame.TimeMs, EventCode.BeginPedClearance, frame.PedClearance & ~_shown.PedClearance);
        ulong walking = _shown.Walk | _shown.PedClearance;
        Report(frame.TimeMs, EventCode.BeginDontWalk, walking & ~(frame.Walk | frame.PedClearance));
        Report(frame.TimeMs, EventCode.BeginGreen, frame.Green & ~_shown.Green);
        Report(frame.TimeMs, EventCode.BeginWalk, frame.Walk & ~_shown.Walk);
    }

    private void Report(long timeMs, EventCode code, ulong groups)
    {
        for (; groups != 0; groups &= groups - 1)
        {
            _sink(new SignalEvent(timeMs, code, BitOperations.TrailingZeroCount(groups) + 1));
        }
    }
}
