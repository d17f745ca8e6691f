using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Controller;

/// <summary>
/// Times the intervals of every signal group and lets none start or end before it may: min green, yellow, red
/// clearance, intergreens, walk, pedestrian clearance, red revert, start-up, flash. Whatever a command holds, the
/// signals stay legal. One thread; allocates at construction only; never throws for what a command holds.
/// </summary>
/// <remarks>
/// An interval lasts from the advance that shows it to the first advance at or after its end; an advance changes each
/// group at most once, so a coarse step makes intervals longer and never shorter.
/// </remarks>
public sealed class SignalController
{
    // Far enough back for every interval to be over, far enough from the limits to add a duration to it.
    private const long LongAgo = long.MinValue / 4;

    private readonly Intersection _intersection;
    private readonly SignalGroup[] _groups;
    private readonly ulong[] _intergreenFrom;
    private readonly long[] _sinceMs;
    private readonly long[] _rightOfWayEndMs;
    private readonly long[] _redSinceMs;
    private readonly int _startUpAllRedMs;
    private ulong _green;
    private ulong _yellow;
    private ulong _redClearance;
    private ulong _walk;
    private ulong _pedClearance;
    private long _startUpEndMs;
    private long _lastMs = LongAgo;
    private bool _isRunning;

    /// <summary>Creates a controller that is dark until <see cref="StartUp"/> or <see cref="StartIn"/>.</summary>
    /// <param name="intersection">The intersection.</param>
    public SignalController(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _groups = intersection.Groups;
        _intergreenFrom = new ulong[_groups.Length];
        _sinceMs = new long[_groups.Length];
        _rightOfWayEndMs = new long[_groups.Length];
        _redSinceMs = new long[_groups.Length];
        _startUpAllRedMs = intersection.Definition.StartUpAllRedMs;
        foreach (SignalGroup to in _groups)
        {
            _intergreenFrom[to.Index] = to.Conflicts;
            foreach (SignalGroup from in _groups)
            {
                int intergreenMs = intersection.IntergreenMs(from.Index, to.Index);
                _intergreenFrom[to.Index] |= intergreenMs > 0 ? from.Mask : 0;
                _startUpAllRedMs = Math.Max(_startUpAllRedMs, intergreenMs);
            }
        }

        ShowAllRed();
    }

    /// <summary>What is shown since the last advance.</summary>
    public SignalFrame Frame { get; private set; }

    private ulong NotRed => _green | _yellow | _redClearance | _walk | _pedClearance;

    /// <summary>
    /// Starts from dark or flash: all red for the file's start-up time, or for the longest intergreen if that is
    /// longer.
    /// </summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs)
    {
        ShowAllRed();
        _startUpEndMs = timeMs + _startUpAllRedMs;
        Show(timeMs, isFlash: false);
    }

    /// <summary>
    /// Takes over signals that are already running: these groups show green and have done so for long enough.
    /// </summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="groups">
    /// Groups with right of way. Of two in conflict the later in the file is left red, and groups that do not exist are
    /// ignored.
    /// </param>
    public void StartIn(long timeMs, ulong groups)
    {
        ShowAllRed();
        ulong shown = WithoutConflicts(groups & _intersection.VehicleGroups, 0);
        shown = WithoutConflicts(groups & _intersection.PedestrianGroups, shown);
        _green = shown & _intersection.VehicleGroups;
        _walk = shown & _intersection.PedestrianGroups;
        _startUpEndMs = LongAgo;
        Show(timeMs, isFlash: false);
    }

    /// <summary>
    /// Moves on to an event time under a command. Normally called every 100 ms; any later time is right.
    /// </summary>
    /// <param name="timeMs">Event time, Unix milliseconds; one before the last counts as the last.</param>
    /// <param name="command">What is asked. Of two groups in conflict the later in the file is not served.</param>
    public SignalFrame Advance(long timeMs, in SignalCommand command)
    {
        timeMs = Math.Max(timeMs, _lastMs);
        if (command.Flash)
        {
            ShowAllRed();
            Show(timeMs, isFlash: true);
            return Frame;
        }

        if (!_isRunning || Frame.IsFlash)
        {
            StartUp(timeMs);
            return Frame;
        }

        ulong wanted = Wanted(command);
        EndClearances(timeMs);
        EndWalks(timeMs, wanted, command);
        EndGreens(timeMs, wanted, command);
        if (timeMs >= command.NotBeforeMs && timeMs >= _startUpEndMs)
        {
            StartGreens(timeMs, wanted);
            StartWalks(timeMs, wanted, command);
        }

        Show(timeMs, isFlash: false);
        return Frame;
    }

    /// <summary>
    /// Earliest event time at which a group with right of way may lose it, Unix milliseconds, not before the last
    /// advance; 0 when it has no right of way.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public long EarliestEndMs(int group)
    {
        SignalGroup timed = _groups[group];
        if (((_green | _walk) & timed.Mask) == 0)
        {
            return 0;
        }

        long endMs = Math.Max(_lastMs, _sinceMs[group] + timed.Definition.MinGreenMs);
        for (ulong rest = timed.ConcurrentPedestrians & (_walk | _pedClearance); rest != 0; rest &= rest - 1)
        {
            SignalGroup pedestrian = _groups[BitOperations.TrailingZeroCount(rest)];
            long clearanceStartMs = (_walk & pedestrian.Mask) == 0
                ? _sinceMs[pedestrian.Index]
                : Math.Max(_lastMs, _sinceMs[pedestrian.Index] + pedestrian.Definition.MinGreenMs);
            endMs = Math.Max(endMs, clearanceStartMs + pedestrian.Definition.PedClearanceMs);
        }

        return endMs;
    }

    /// <summary>
    /// Earliest event time at which a group without right of way may get it if every group in its way ends as early as
    /// it may, Unix milliseconds, not before the last advance; 0 when it has right of way.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public long EarliestStartMs(int group)
    {
        SignalGroup timed = _groups[group];
        if (((_green | _walk) & timed.Mask) != 0)
        {
            return 0;
        }

        long startMs = Math.Max(_lastMs, _startUpEndMs);
        long redSinceMs = ((_yellow | _pedClearance) & timed.Mask) == 0
            ? _redSinceMs[group]
            : _sinceMs[group] + timed.Definition.YellowMs + timed.Definition.PedClearanceMs;
        startMs = Math.Max(startMs, redSinceMs + timed.Definition.RedRevertMs);
        for (ulong rest = _intergreenFrom[group]; rest != 0; rest &= rest - 1)
        {
            int from = BitOperations.TrailingZeroCount(rest);
            bool isInTheWay = ((_green | _walk) & timed.Conflicts & _groups[from].Mask) != 0;
            long endMs = isInTheWay ? EarliestEndMs(from) : _rightOfWayEndMs[from];
            startMs = Math.Max(startMs, endMs + _intersection.IntergreenMs(from, group));
        }

        return startMs;
    }

    private void ShowAllRed()
    {
        _green = 0;
        _yellow = 0;
        _redClearance = 0;
        _walk = 0;
        _pedClearance = 0;
        Array.Fill(_sinceMs, LongAgo);
        Array.Fill(_rightOfWayEndMs, LongAgo);
        Array.Fill(_redSinceMs, LongAgo);
    }

    private void Show(long timeMs, bool isFlash)
    {
        _isRunning = true;
        _lastMs = timeMs;
        Frame = new SignalFrame(timeMs, _green, _yellow, _redClearance, _walk, _pedClearance, isFlash);
    }

    /// <summary>
    /// The groups of a command that can be served together: existing, not omitted, called if pedestrian, free of
    /// conflict, and pedestrians only beside their vehicle group, which they would otherwise keep from ending.
    /// </summary>
    private ulong Wanted(in SignalCommand command)
    {
        ulong candidates = command.NextGroups & ~(command.Omit & ~(_green | _walk));
        ulong vehicles = WithoutConflicts(candidates & _intersection.VehicleGroups, 0);
        ulong pedestrians = candidates & _intersection.PedestrianGroups & (command.PedestrianCalls | _walk);
        for (ulong rest = pedestrians; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _groups[BitOperations.TrailingZeroCount(rest)];
            bool isBesideNothing = group.ConcurrentWith >= 0 && (vehicles & _groups[group.ConcurrentWith].Mask) == 0;
            pedestrians &= isBesideNothing ? ~group.Mask : ulong.MaxValue;
        }

        return WithoutConflicts(pedestrians, vehicles);
    }

    /// <summary>Adds to a conflict-free set those candidates, in order, that keep it so.</summary>
    private ulong WithoutConflicts(ulong candidates, ulong chosen)
    {
        for (ulong rest = candidates & _intersection.AllGroups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _groups[BitOperations.TrailingZeroCount(rest)];
            chosen |= (group.Conflicts & chosen) == 0 ? group.Mask : 0;
        }

        return chosen;
    }

    private bool HasLasted(int group, long timeMs, int durationMs) => timeMs >= _sinceMs[group] + durationMs;

    /// <summary>
    /// Ends yellow, red clearance and pedestrian clearance. The later interval first, so that none is skipped.
    /// </summary>
    private void EndClearances(long timeMs)
    {
        for (ulong rest = _redClearance; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (HasLasted(group, timeMs, _groups[group].Definition.RedClearanceMs))
            {
                _redClearance &= ~(1UL << group);
            }
        }

        for (ulong rest = _yellow; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (HasLasted(group, timeMs, _groups[group].Definition.YellowMs))
            {
                _yellow &= ~(1UL << group);
                _redClearance |= _groups[group].Definition.RedClearanceMs > 0 ? 1UL << group : 0;
                _sinceMs[group] = timeMs;
                _redSinceMs[group] = timeMs;
            }
        }

        for (ulong rest = _pedClearance; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (HasLasted(group, timeMs, _groups[group].Definition.PedClearanceMs))
            {
                _pedClearance &= ~(1UL << group);
                _redSinceMs[group] = timeMs;
            }
        }
    }

    private void EndWalks(long timeMs, ulong wanted, in SignalCommand command)
    {
        for (ulong rest = _walk & ~command.Hold; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            ulong mask = 1UL << group;
            SignalGroupDefinition timing = _groups[group].Definition;
            bool rests = timing.RestsInWalk && (wanted & ~command.ForceOff & mask) != 0;
            if (!rests && HasLasted(group, timeMs, timing.MinGreenMs))
            {
                _walk &= ~mask;
                _pedClearance |= mask;
                _sinceMs[group] = timeMs;
                _rightOfWayEndMs[group] = timeMs;
            }
        }
    }

    private void EndGreens(long timeMs, ulong wanted, in SignalCommand command)
    {
        for (ulong rest = _green & ~command.Hold & (~wanted | command.ForceOff); rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            bool isWalkedBeside = (_groups[group].ConcurrentPedestrians & (_walk | _pedClearance)) != 0;
            if (!isWalkedBeside && HasLasted(group, timeMs, _groups[group].Definition.MinGreenMs))
            {
                _green &= ~(1UL << group);
                _yellow |= 1UL << group;
                _sinceMs[group] = timeMs;
                _rightOfWayEndMs[group] = timeMs;
            }
        }
    }

    private void StartGreens(long timeMs, ulong wanted)
    {
        for (ulong rest = wanted & _intersection.VehicleGroups & ~NotRed; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (MayStart(group, timeMs))
            {
                _green |= 1UL << group;
                _sinceMs[group] = timeMs;
            }
        }
    }

    private void StartWalks(long timeMs, ulong wanted, in SignalCommand command)
    {
        ulong greenThatStays = _green & ~command.ForceOff;
        for (ulong rest = wanted & _intersection.PedestrianGroups & ~NotRed; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _groups[BitOperations.TrailingZeroCount(rest)];
            bool isBesideGreen = group.ConcurrentWith < 0 || (greenThatStays & _groups[group.ConcurrentWith].Mask) != 0;
            if (isBesideGreen && MayStart(group.Index, timeMs))
            {
                _walk |= group.Mask;
                _sinceMs[group.Index] = timeMs;
            }
        }
    }

    /// <summary>
    /// True when nothing in conflict is anything but red, and every intergreen and the group's red revert have passed.
    /// </summary>
    private bool MayStart(int group, long timeMs)
    {
        // A frame must show the red: a group whose clearance ends with this advance waits for the next one.
        if ((_groups[group].Conflicts & NotRed) != 0
            || timeMs <= _redSinceMs[group]
            || timeMs < _redSinceMs[group] + _groups[group].Definition.RedRevertMs)
        {
            return false;
        }

        for (ulong rest = _intergreenFrom[group]; rest != 0; rest &= rest - 1)
        {
            int from = BitOperations.TrailingZeroCount(rest);
            if (timeMs < _rightOfWayEndMs[from] + _intersection.IntergreenMs(from, group))
            {
                return false;
            }
        }

        return true;
    }
}
