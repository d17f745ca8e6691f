using System.Buffers;
using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Reads a shipped program as an engineer would: which links are one signal group, which states are stages, when each
/// stage is asked for, how long yellow lasts, and which start waits for which end.
/// </summary>
internal sealed class ProgramAnalysis
{
    // Shorter states between two stages are part of the change from one to the other.
    private const int ShortestStageMs = 5_000;
    private static readonly SearchValues<char> KnownLetters = SearchValues.Create("GgyYrRsu");
    private readonly SumoProgram _program;
    private readonly ulong[] _green;
    private readonly ulong[] _yellow;
    private readonly bool[] _isStage;
    private readonly bool[] _isWalkClearing;
    private readonly ulong[] _wanted;

    internal ProgramAnalysis(SumoProgram program, LinkTable links)
    {
        _program = program;
        LinkGroups = new int[links.Count];
        Array.Fill(LinkGroups, -1);
        FormGroups(links);
        _green = new ulong[program.Phases.Count];
        _yellow = new ulong[program.Phases.Count];
        _isStage = new bool[program.Phases.Count];
        _isWalkClearing = new bool[program.Phases.Count];
        _wanted = new ulong[program.Phases.Count];
        if (Faults.Count > 0)
        {
            return;
        }

        ReadStates();
        FindWalkClearing(links);
        FindStages();
        if (Faults.Count == 0)
        {
            KeepGreenThrough();
            FindWanted();
            FindSplits();
        }
    }

    /// <summary>Group of each link, -1 for a link without one.</summary>
    internal int[] LinkGroups { get; }

    /// <summary>The links of each group.</summary>
    internal List<List<int>> Groups { get; } = [];

    /// <summary>The distinct green states that are asked for, in order of first use.</summary>
    internal List<(ulong Groups, string Letters)> Stages { get; } = [];

    /// <summary>The cycle as a sequence of stages (index into <see cref="Stages"/>).</summary>
    internal List<(int Stage, int DurationMs)> Splits { get; } = [];

    /// <summary>Position in the program at which the first split starts, milliseconds.</summary>
    internal long FirstSplitMs { get; private set; }

    /// <summary>What stands in the way of an import.</summary>
    internal List<string> Faults { get; } = [];

    /// <summary>Where the result departs from the program.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>
    /// What each phase means for the groups: greens and yellows once the greens kept through are green.
    /// </summary>
    internal List<SumoChange> Changes =>
        [.. Enumerable.Range(0, _green.Length).Select(p => new SumoChange(_green[p], _yellow[p], _program.Phases[p].State))];

    internal static string GroupId(List<int> links) => $"s{links[0]}";

    /// <summary>
    /// True for a phase that shows a stage, the early end of its walk included; false for one of a change of stages.
    /// </summary>
    internal bool IsPartOfStage(int phase) => _isStage[phase] || _isWalkClearing[phase];

    internal bool AreGreenTogether(int a, int b)
    {
        ulong both = (1UL << a) | (1UL << b);
        return Array.Exists(_green, green => (green & both) == both);
    }

    /// <summary>True when in some state both links are green and the first is the one without priority.</summary>
    internal bool IsPermissiveTo(int link, int other)
    {
        foreach (SumoPhase phase in _program.Phases)
        {
            if (phase.State[link] == 'g' && phase.State[other] is 'g' or 'G')
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Shortest uninterrupted green (true) or red of a group in the cycle, milliseconds; the whole cycle when it never
    /// changes.
    /// </summary>
    internal long ShortestMs(int group, bool green)
    {
        long shortest = long.MaxValue;
        foreach (int start in Starts(group, green))
        {
            long length = 0;
            for (int i = 0; i < _green.Length && Shows(start + i, group, green); i++)
            {
                length += _program.Phases[(start + i) % _green.Length].DurationMs;
            }

            shortest = Math.Min(shortest, length);
        }

        return shortest == long.MaxValue ? _program.CycleMs : shortest;
    }

    /// <summary>The yellow times that follow the greens of a group; 0 where red follows at once.</summary>
    internal SortedSet<int> Yellows(int group)
    {
        SortedSet<int> yellows = [];
        foreach (int start in Starts(group, green: true))
        {
            int p = start;
            while (((_green[p] >> group) & 1) != 0)
            {
                p = (p + 1) % _green.Length;
            }

            int yellow = 0;
            for (int i = 0; i < _green.Length && ((_yellow[p] >> group) & 1) != 0; i++)
            {
                yellow += _program.Phases[p].DurationMs;
                p = (p + 1) % _green.Length;
            }

            yellows.Add(yellow);
        }

        return yellows;
    }

    /// <summary>
    /// The times from the end of one group to the start of another that the program shows within one change of stages.
    /// </summary>
    internal SortedSet<int> ObservedIntergreens(int from, int to)
    {
        SortedSet<int> times = [];
        int count = _green.Length;
        for (int p = 0; p < count; p++)
        {
            ulong before = _wanted[(p + count - 1) % count];
            ulong after = _wanted[p];
            if (before == after || ((before & ~after) >> from & 1) == 0 || ((after & ~before) >> to & 1) == 0)
            {
                continue;
            }

            int time = 0;
            int q = p;
            for (int i = 0; i < count && ((_green[q] >> to) & 1) == 0; i++)
            {
                time += _program.Phases[q].DurationMs;
                q = (q + 1) % count;
            }

            times.Add(time);
        }

        return times;
    }

    /// <summary>
    /// Shortest time from an end of a group to the next start of another, whatever lies between; null when it never
    /// ends.
    /// </summary>
    internal long? ShortestUntilStart(int from, int to)
    {
        long? shortest = null;
        int count = _green.Length;
        for (int p = 0; p < count; p++)
        {
            if (((_green[(p + count - 1) % count] >> from) & 1) != 0 && ((_green[p] >> from) & 1) == 0)
            {
                long time = 0;
                for (int i = 0; i < count && ((_green[(p + i) % count] >> to) & 1) == 0; i++)
                {
                    time += _program.Phases[(p + i) % count].DurationMs;
                }

                shortest = Math.Min(shortest ?? long.MaxValue, time);
            }
        }

        return shortest;
    }

    /// <summary>
    /// Shortest time from the end of a group's green to the moment its stage is told to end; 0 when the two coincide.
    /// </summary>
    internal int ShortestEarlyEndMs(int group)
    {
        int shortest = int.MaxValue;
        int count = _green.Length;
        for (int p = 0; p < count; p++)
        {
            if (((_green[(p + count - 1) % count] >> group) & 1) == 0 || ((_green[p] >> group) & 1) != 0)
            {
                continue;
            }

            int time = 0;
            for (int i = 0; i < count && ((_wanted[(p + i) % count] >> group) & 1) != 0; i++)
            {
                time += _program.Phases[(p + i) % count].DurationMs;
            }

            shortest = Math.Min(shortest, time);
        }

        return shortest == int.MaxValue ? 0 : shortest;
    }

    /// <summary>
    /// Smallest, or largest, of an attribute over the phases in which a group is green; null when none has it.
    /// </summary>
    internal int? Limit(int group, Func<SumoPhase, int?> attribute, Func<int, int, int> choose)
    {
        int? limit = null;
        for (int p = 0; p < _green.Length; p++)
        {
            if (((_green[p] >> group) & 1) != 0 && attribute(_program.Phases[p]) is { } value)
            {
                limit = limit is { } known ? choose(known, value) : value;
            }
        }

        return limit;
    }

    private bool Shows(int phase, int group, bool green)
    {
        int p = phase % _green.Length;
        ulong shown = green ? _green[p] : ~(_green[p] | _yellow[p]);
        return ((shown >> group) & 1) != 0;
    }

    private List<int> Starts(int group, bool green)
    {
        List<int> starts = [];
        for (int p = 0; p < _green.Length; p++)
        {
            if (Shows(p, group, green) && !Shows(p + _green.Length - 1, group, green))
            {
                starts.Add(p);
            }
        }

        return starts;
    }

    private void FormGroups(LinkTable links)
    {
        foreach (SumoPhase phase in _program.Phases)
        {
            if (phase.State.Length != links.Count)
            {
                Faults.Add($"its phases have states of {links.Count} and {phase.State.Length} letters");
                return;
            }

            if (phase.State.AsSpan().IndexOfAnyExcept(KnownLetters) is var odd and >= 0)
            {
                Faults.Add($"link {odd} shows '{phase.State[odd]}', which is no signal of a running junction");
                return;
            }
        }

        Dictionary<(string Arm, SignalGroupKind Kind, string Column), List<int>> groups = [];
        for (int link = 0; link < links.Count; link++)
        {
            string column = string.Concat(_program.Phases.Select(phase => phase.State[link]));
            if (links.Connections(link).Count == 0 || !column.Contains('g', StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            (string, SignalGroupKind, string) key = (links.Arm(link), links.Kind(link), column);
            if (!groups.TryGetValue(key, out List<int>? group))
            {
                groups[key] = group = [];
                Groups.Add(group);
            }

            group.Add(link);
            LinkGroups[link] = Groups.IndexOf(group);
        }

        if (Groups.Count is 0 or > Intersection.MaxGroups)
        {
            Faults.Add($"it has {Groups.Count} signal groups; 1 to {Intersection.MaxGroups} can be expressed");
        }
    }

    private void ReadStates()
    {
        for (int p = 0; p < _green.Length; p++)
        {
            for (int group = 0; group < Groups.Count; group++)
            {
                char letter = _program.Phases[p].State[Groups[group][0]];
                _green[p] |= letter is 'G' or 'g' ? 1UL << group : 0;
                _yellow[p] |= letter is 'y' or 'Y' ? 1UL << group : 0;
            }
        }
    }

    /// <summary>
    /// A phase in which only pedestrians have lost their green is the clearance of their crossing: part of the stage
    /// before it, whose walk ends early, and no stage of its own.
    /// </summary>
    private void FindWalkClearing(LinkTable links)
    {
        ulong walks = 0;
        for (int group = 0; group < Groups.Count; group++)
        {
            walks |= links.Kind(Groups[group][0]) == SignalGroupKind.Pedestrian ? 1UL << group : 0;
        }

        for (int p = 0; p < _green.Length; p++)
        {
            int before = (p + _green.Length - 1) % _green.Length;
            ulong ended = _green[before] & ~_green[p];
            _isWalkClearing[p] = ended != 0 && (ended & ~walks) == 0 && (_green[p] & ~_green[before]) == 0
                && (_yellow[p] | _yellow[before]) == 0;
        }
    }

    private void FindStages()
    {
        bool Settled(int p) => !_isWalkClearing[p] && _yellow[p] == 0 && _green[p] != 0 && !_program.Phases[p].State.Contains('u', StringComparison.Ordinal);
        bool[] certain = new bool[_green.Length];
        for (int p = 0; p < _green.Length; p++)
        {
            certain[p] = Settled(p) && _program.Phases[p].DurationMs >= ShortestStageMs;
        }

        if (!Array.Exists(certain, stage => stage))
        {
            // Without a long state every settled one counts.
            for (int p = 0; p < _green.Length; p++)
            {
                certain[p] = Settled(p);
            }
        }

        if (!Array.Exists(certain, stage => stage))
        {
            Faults.Add("its program has no phase with green and without yellow");
            return;
        }

        for (int p = 0; p < _green.Length; p++)
        {
            ulong shared = _green[Next(certain, p)] & _green[Previous(certain, p)];
            _isStage[p] = certain[p] || (Settled(p) && (_green[p] & ~shared) != 0);
        }
    }

    private static int Next(bool[] stages, int phase)
    {
        int p = phase;
        do
        {
            p = (p + 1) % stages.Length;
        }
        while (!stages[p] && p != phase);
        return p;
    }

    private static int Previous(bool[] stages, int phase)
    {
        int p = phase;
        do
        {
            p = (p + stages.Length - 1) % stages.Length;
        }
        while (!stages[p] && p != phase);
        return p;
    }

    /// <summary>
    /// Generated programs show yellow between two greens of one group. No field controller does: the group stays green.
    /// </summary>
    private void KeepGreenThrough()
    {
        for (int p = 0; p < _green.Length; p++)
        {
            if (_isStage[p] || _isWalkClearing[p])
            {
                continue;
            }

            ulong through = _green[Previous(_isStage, p)] & _green[Next(_isStage, p)];
            for (ulong rest = through & ~_green[p]; rest != 0; rest &= rest - 1)
            {
                Notes.Add($"signal {GroupId(Groups[BitOperations.TrailingZeroCount(rest)])} stays green in phase {p}, "
                    + "between two phases that show it green");
            }

            _green[p] |= through;
            _yellow[p] &= ~through;
        }
    }

    /// <summary>
    /// What is asked for in each phase: the stage itself, the next one once everything that must end has been told to.
    /// </summary>
    private void FindWanted()
    {
        for (int p = 0; p < _green.Length; p++)
        {
            ulong next = _green[Next(_isStage, p)];
            bool stillEnding = (_green[p] & ~next) != 0;
            _wanted[p] = _isStage[p] || stillEnding ? _green[p] : next;
        }

        for (int p = 0; p < _green.Length; p++)
        {
            int stage = p;
            for (int i = 0; i < _green.Length && _isWalkClearing[stage]; i++)
            {
                stage = (stage + _green.Length - 1) % _green.Length;
            }

            _wanted[p] = _wanted[stage];
        }

        // Settled states first: the letters of a change are those of the stage that ends.
        foreach (bool settled in new[] { true, false })
        {
            for (int p = 0; p < _green.Length; p++)
            {
                if (_isStage[p] == settled && _wanted[p] == _green[p])
                {
                    AddStage(p);
                }
            }
        }
    }

    private void AddStage(int phase)
    {
        string letters = _program.Phases[phase].State;
        int known = Stages.FindIndex(stage => stage.Groups == _green[phase]);
        if (known < 0)
        {
            Stages.Add((_green[phase], letters));
        }
        else if (_isStage[phase] && Stages[known].Letters != letters)
        {
            Notes.Add($"phase {phase} is green for the same signals as an earlier one, with other priorities; the earlier ones hold");
        }
    }

    private void FindSplits()
    {
        int count = _wanted.Length;
        int first = 0;
        for (int i = 0; i < count && _wanted[(first + count - 1) % count] == _wanted[0]; i++)
        {
            first = (first + count - 1) % count;
        }

        for (int p = 0; p < first; p++)
        {
            FirstSplitMs += _program.Phases[p].DurationMs;
        }

        for (int i = 0; i < count; i++)
        {
            int p = (first + i) % count;
            int stage = Stages.FindIndex(known => known.Groups == _wanted[p]);
            int duration = _program.Phases[p].DurationMs;
            if (Splits.Count > 0 && Splits[^1].Stage == stage)
            {
                Splits[^1] = (stage, Splits[^1].DurationMs + duration);
            }
            else
            {
                Splits.Add((stage, duration));
            }
        }
    }
}
