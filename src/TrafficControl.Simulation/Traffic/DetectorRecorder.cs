using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// Turns vehicles that enter and leave the zones of one junction into on and off transitions in order of time. Vehicles
/// are moved lane by lane, so their events come unordered within a step and are sorted at its end.
/// </summary>
internal sealed class DetectorRecorder
{
    /// <summary>Most events a step can have: far above what 256 detectors see in a fraction of a second.</summary>
    private const int MaxEvents = 4_096;

    private readonly (long TimeMs, int Detector, bool IsEntry)[] _events = new (long, int, bool)[MaxEvents];
    private readonly DetectorTransition[] _transitions = new DetectorTransition[ControllerTick.MaxTransitions];
    private readonly int[] _vehiclesInZone;
    private int _eventCount;
    private int _transitionCount;

    internal DetectorRecorder(int detectorCount) => _vehiclesInZone = new int[detectorCount];

    internal bool IsOccupied(int detector) => _vehiclesInZone[detector] > 0;

    /// <summary>
    /// Records that a vehicle entered or left. Keeps the events of the step sorted by time, entries first.
    /// </summary>
    internal void Record(long timeMs, int detector, bool isEntry)
    {
        int at = _eventCount++;
        for (; at > 0 && IsAfter(_events[at - 1], timeMs, isEntry); at--)
        {
            _events[at] = _events[at - 1];
        }

        _events[at] = (timeMs, detector, isEntry);
    }

    /// <summary>Turns the events of the step into transitions.</summary>
    internal void EndStep()
    {
        for (int i = 0; i < _eventCount; i++)
        {
            (long timeMs, int detector, bool isEntry) = _events[i];
            int before = _vehiclesInZone[detector];
            _vehiclesInZone[detector] += isEntry ? 1 : -1;
            if ((before == 0 || _vehiclesInZone[detector] == 0) && _transitionCount < _transitions.Length)
            {
                _transitions[_transitionCount++] = new DetectorTransition(timeMs, (ushort)detector, isEntry);
            }
        }

        _eventCount = 0;
    }

    /// <summary>Moves the transitions since the last drain into a tick.</summary>
    internal void DrainInto(ControllerTick tick)
    {
        for (int i = 0; i < _transitionCount; i++)
        {
            tick.TryAdd(_transitions[i]);
        }

        _transitionCount = 0;
    }

    // At the same moment entries come first: two vehicles nose to tail are one presence, not two.
    private static bool IsAfter((long TimeMs, int Detector, bool IsEntry) other, long timeMs, bool isEntry) =>
        other.TimeMs > timeMs || (other.TimeMs == timeMs && isEntry && !other.IsEntry);
}
