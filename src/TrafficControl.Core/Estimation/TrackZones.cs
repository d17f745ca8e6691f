using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Turns what tracks detectors see into the presence of a zone where they begin, at the stop line as a rule: on while
/// the front of an object is between 8 m before and 3 m past the detector's near edge. Calls and extensions then work
/// as from a loop. Allocates at construction only.
/// </summary>
internal sealed class TrackZones
{
    /// <summary>An object last seen in a zone stays there for this long unless it is seen elsewhere, ms.</summary>
    internal const int ForgetAfterMs = 1_000;

    // An observation older than this at its tick, or from the future, has a broken time.
    private const int MaxAgeMs = 10_000;

    // A car stops a few metres before the line; a loop 3 m before it lets a car go when its front is 2 m past it.
    private const float BeforeM = 8;
    private const float PastM = 3;

    // More than fit into 11 m of lane, motorcycles side by side included; who comes on top changes nothing.
    private const int ObjectsPerZone = 16;

    private readonly int[] _zoneOf;
    private readonly Detector[] _detectors;
    private readonly uint[] _ids;
    private readonly long[] _seenMs;
    private readonly int[] _counts;
    private readonly DetectorTransition[] _transitions;
    private int _transitionCount;

    internal TrackZones(Intersection intersection)
    {
        _detectors = [.. Array.FindAll(intersection.Detectors, d => d.Definition.Kind == DetectorKind.Tracks)];
        _zoneOf = new int[intersection.Detectors.Length];
        Array.Fill(_zoneOf, -1);
        for (int zone = 0; zone < _detectors.Length; zone++)
        {
            _zoneOf[_detectors[zone].Index] = zone;
        }

        _ids = new uint[_detectors.Length * ObjectsPerZone];
        _seenMs = new long[_ids.Length];
        _counts = new int[_detectors.Length];

        // An observation ends a presence and begins one at most, and the end of the tick ends one of each zone.
        _transitions = new DetectorTransition[
            _detectors.Length == 0 ? 0 : (2 * ControllerTick.MaxTracks) + _detectors.Length];
    }

    /// <summary>Changes of the zones in the last tick; in order of time for each detector, not over all of them.</summary>
    internal ReadOnlySpan<DetectorTransition> Transitions => _transitions.AsSpan(0, _transitionCount);

    /// <summary>Event time of an observation, Unix milliseconds; a broken one is brought near its tick.</summary>
    internal static long EventMs(in TrackObservation observation, long tickMs) =>
        Math.Clamp(observation.TimeMs, tickMs - MaxAgeMs, tickMs);

    internal void Update(ControllerTick tick)
    {
        _transitionCount = 0;
        if (_detectors.Length == 0)
        {
            return;
        }

        foreach (ref readonly TrackObservation observation in tick.Tracks)
        {
            int zone = _zoneOf[observation.Detector];
            if (zone >= 0)
            {
                long timeMs = EventMs(observation, tick.TimeMs);
                Forget(zone, timeMs, ForgetAfterMs + 1);
                Take(zone, observation, timeMs);
            }
        }

        for (int zone = 0; zone < _detectors.Length; zone++)
        {
            Forget(zone, tick.TimeMs, ForgetAfterMs);
        }
    }

    private void Take(int zone, in TrackObservation observation, long timeMs)
    {
        double fromEdgeM = observation.DistanceM - _detectors[zone].Definition.DistanceM;
        bool isInside = fromEdgeM is >= -PastM and <= BeforeM;
        int first = zone * ObjectsPerZone;
        int slot = _ids.AsSpan(first, _counts[zone]).IndexOf(observation.ObjectId);
        if (slot >= 0 && isInside)
        {
            _seenMs[first + slot] = timeMs;
        }
        else if (slot >= 0)
        {
            Remove(zone, slot);
            AddOffIfEmpty(zone, timeMs);
        }
        else if (isInside && _counts[zone] < ObjectsPerZone)
        {
            slot = _counts[zone]++;
            _ids[first + slot] = observation.ObjectId;
            _seenMs[first + slot] = timeMs;
            if (slot == 0)
            {
                Add(zone, timeMs, isOn: true);
            }
        }
    }

    /// <summary>Lets go the objects of a zone that have not been seen for a time, or only under another clock.</summary>
    private void Forget(int zone, long timeMs, int unseenMs)
    {
        int before = _counts[zone];
        long lastMs = timeMs - MaxAgeMs;
        for (int slot = before - 1; slot >= 0; slot--)
        {
            long seenMs = _seenMs[(zone * ObjectsPerZone) + slot];
            if (timeMs - seenMs >= unseenMs || timeMs - seenMs < -MaxAgeMs)
            {
                lastMs = Math.Max(lastMs, seenMs);
                Remove(zone, slot);
            }
        }

        if (_counts[zone] < before)
        {
            AddOffIfEmpty(zone, Math.Min(timeMs, lastMs + ForgetAfterMs));
        }
    }

    private void Remove(int zone, int slot)
    {
        int last = --_counts[zone];
        int first = zone * ObjectsPerZone;
        _ids[first + slot] = _ids[first + last];
        _seenMs[first + slot] = _seenMs[first + last];
    }

    private void AddOffIfEmpty(int zone, long timeMs)
    {
        if (_counts[zone] == 0)
        {
            Add(zone, timeMs, isOn: false);
        }
    }

    private void Add(int zone, long timeMs, bool isOn) =>
        _transitions[_transitionCount++] = new DetectorTransition(timeMs, (ushort)_detectors[zone].Index, isOn);
}
