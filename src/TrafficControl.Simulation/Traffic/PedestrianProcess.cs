using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// People who come to one crossing, press the button and wait for walk. A press is a pedestrian call of the tick, and
/// an on and off of every push button detector that calls the group.
/// </summary>
internal sealed class PedestrianProcess
{
    private readonly PedestrianDemand _demand;
    private readonly ulong _groupMask;
    private readonly int[] _buttons;
    private SplitMix64 _random;
    private bool _isPressed;

    internal PedestrianProcess(PedestrianDemand demand, Intersection junction, ulong seed)
    {
        _demand = demand;
        _groupMask = Array.Find(junction.Groups, group => group.Definition.Id == demand.SignalGroup)!.Mask;
        _buttons =
        [
            .. junction.Detectors
                .Where(detector => detector.Definition.Kind == DetectorKind.PushButton && (detector.Calls & _groupMask) != 0)
                .Select(detector => detector.Index),
        ];
        _random = new SplitMix64(seed);
    }

    internal int Junction => _demand.Junction;

    /// <summary>People who wait.</summary>
    internal int Waiting { get; private set; }

    /// <summary>People who came.</summary>
    internal long Demanded { get; private set; }

    /// <summary>Sum of the waits so far, seconds.</summary>
    internal double TotalWaitS { get; private set; }

    /// <summary>Moves on by a step.</summary>
    /// <param name="frame">What the junction shows during the step.</param>
    /// <param name="recorder">Takes the button's transitions.</param>
    /// <param name="nowMs">Start of the step, event time.</param>
    /// <param name="elapsedMs">Start of the step, from the start of the simulation.</param>
    /// <param name="stepMs">Length of the step.</param>
    /// <returns>The group's bit when the button was pressed, else 0.</returns>
    internal ulong Step(in SignalFrame frame, DetectorRecorder recorder, long nowMs, long elapsedMs, int stepMs)
    {
        if (_isPressed)
        {
            RecordButtons(recorder, nowMs, false);
            _isPressed = false;
        }

        bool isWalk = !frame.IsFlash && (frame.Walk & _groupMask) != 0;
        TotalWaitS += isWalk ? 0 : Waiting * stepMs / 1000.0;
        Waiting = isWalk ? 0 : Waiting;
        if (_random.NextUnit() >= _demand.Demand.RateVphAt(elapsedMs) * stepMs / 3_600_000.0)
        {
            return 0;
        }

        Demanded++;
        if (isWalk)
        {
            return 0;
        }

        Waiting++;
        _isPressed = true;
        RecordButtons(recorder, nowMs + 1, true);
        return _groupMask;
    }

    private void RecordButtons(DetectorRecorder recorder, long timeMs, bool isOn)
    {
        foreach (int button in _buttons)
        {
            recorder.Record(timeMs, button, isOn);
        }
    }
}
