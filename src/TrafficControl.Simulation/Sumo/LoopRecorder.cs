namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Turns the vehicles SUMO saw on one loop into on and off transitions with their time within the step. Vehicles that
/// overlap on the loop, as when one changes lane onto it, are one presence.
/// </summary>
internal sealed class LoopRecorder
{
    private readonly HashSet<string> _present = new(StringComparer.Ordinal);
    private readonly List<(long TimeMs, int Change)> _changes = [];
    private readonly List<string> _gone = [];
    private int _count;

    /// <summary>True while a vehicle is on the loop.</summary>
    internal bool IsOccupied => _count > 0;

    /// <summary>Adds the transitions of a step in order of time.</summary>
    /// <param name="passages">Vehicles on the loop in the step.</param>
    /// <param name="fromMs">Start of the step.</param>
    /// <param name="toMs">End of the step.</param>
    /// <param name="transitions">Receives time and state.</param>
    internal void Record(
        IReadOnlyList<LoopPassage> passages, long fromMs, long toMs, List<(long TimeMs, bool IsOn)> transitions)
    {
        _changes.Clear();
        FindVanished(passages, fromMs);
        foreach (LoopPassage passage in passages)
        {
            if (!_present.Contains(passage.Vehicle))
            {
                _present.Add(passage.Vehicle);
                _changes.Add((Within(passage.EntryS, fromMs, toMs), 1));
            }

            if (passage.LeaveS >= 0)
            {
                _present.Remove(passage.Vehicle);
                _changes.Add((Within(passage.LeaveS, fromMs, toMs), -1));
            }
        }

        // At the same moment the vehicle ahead leaves before the next one comes, unless that would be its own passage.
        _changes.Sort(static (a, b) => a.TimeMs != b.TimeMs ? a.TimeMs.CompareTo(b.TimeMs) : a.Change.CompareTo(b.Change));
        foreach ((long time, int change) in _changes)
        {
            bool before = _count > 0;
            _count += change;
            if (before != (_count > 0))
            {
                transitions.Add((time, _count > 0));
            }
        }
    }

    // A vehicle that was taken off the loop otherwise than by driving, such as a teleport, is not reported as leaving.
    private void FindVanished(IReadOnlyList<LoopPassage> passages, long fromMs)
    {
        if (_present.Count == 0)
        {
            return;
        }

        _gone.Clear();
        foreach (string vehicle in _present)
        {
            bool isSeen = false;
            foreach (LoopPassage passage in passages)
            {
                isSeen |= passage.Vehicle == vehicle;
            }

            if (!isSeen)
            {
                _gone.Add(vehicle);
            }
        }

        foreach (string vehicle in _gone)
        {
            _present.Remove(vehicle);
            _changes.Add((fromMs, -1));
        }
    }

    // Never at the start itself: transitions of the step before may carry that time.
    private static long Within(double seconds, long fromMs, long toMs) =>
        Math.Clamp((long)Math.Round(seconds * 1000), fromMs, toMs);
}
