using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Times of the signal groups of one light: minimum and maximum green, yellow, clearances, intergreens, conflicts.
/// </summary>
internal sealed class SignalTiming
{
    private const int MinGreenMs = 5_000;
    private const int MinWalkMs = 7_000;
    private const int ShortestWalkMs = 4_000;
    private const int MaxGreenMs = 50_000;
    private const int MinYellowMs = 3_000;
    private const int MaxClearanceMs = 25_500;
    private const int WalkBufferMs = 3_000;
    private const int RedRevertMs = 2_000;
    private const int MaxRedMs = 300_000;
    private const int LongestMaxRedMs = 900_000;

    // Reaction 1 s and deceleration 10 ft/s2 on level ground (ITE kinematic formula); a passenger car of 20 ft; walking
    // 3.5 ft/s.
    private const double ReactionS = 1;
    private const double DecelerationMps2 = 3.05;
    private const double VehicleLengthM = 6.1;
    private const double WalkingMps = 1.07;
    private readonly SumoNet _net;
    private readonly SumoProgram _program;
    private readonly LinkTable _links;
    private readonly ProgramAnalysis _analysis;
    private readonly SumoImportOptions _options;
    private readonly ulong[] _conflicts;
    private readonly int[] _yellowMs;
    private readonly int[] _redClearanceMs;
    private readonly int[] _minGreenMs;

    internal SignalTiming(
        SumoNet net, SumoProgram program, LinkTable links, ProgramAnalysis analysis, SumoImportOptions options)
    {
        _net = net;
        _program = program;
        _links = links;
        _analysis = analysis;
        _options = options;
        int count = analysis.Groups.Count;
        _conflicts = new ulong[count];
        _yellowMs = new int[count];
        _redClearanceMs = new int[count];
        _minGreenMs = new int[count];
        FindConflicts();
        for (int group = 0; group < count; group++)
        {
            bool walks = IsPedestrian(group);
            _yellowMs[group] = walks ? 0 : Yellow(group);
            _redClearanceMs[group] = walks ? PedClearance(group) : RedClearance(group);
            _minGreenMs[group] = MinGreen(group);
        }
    }

    /// <summary>Where the times depart from the shipped program.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>The signal groups.</summary>
    /// <param name="called">
    /// Groups with a detector; the others are on recall, or nothing would ever ask for them.
    /// </param>
    internal List<SignalGroupDefinition> Groups(HashSet<int> called)
    {
        List<SignalGroupDefinition> groups = [];
        for (int group = 0; group < _analysis.Groups.Count; group++)
        {
            bool walks = IsPedestrian(group);
            int maxGreen = Math.Max(_minGreenMs[group], _analysis.Limit(group, phase => phase.MaxDurationMs, Math.Max) ?? MaxGreenMs);
            groups.Add(new SignalGroupDefinition
            {
                Id = Id(group),
                Kind = _links.Kind(_analysis.Groups[group][0]),
                MinGreenMs = _minGreenMs[group],
                MaxGreenMs = maxGreen,
                MaxGreen2Ms = maxGreen,
                YellowMs = _yellowMs[group],
                RedClearanceMs = walks ? 0 : _redClearanceMs[group],
                PedClearanceMs = walks ? _redClearanceMs[group] : 0,
                RedRevertMs = (int)Math.Min(RedRevertMs, _analysis.ShortestMs(group, green: false)),
                MaxRedMs = LongestRed(),
                PassageMs = walks ? 0 : 3_000,
                Recall = walks ? RecallMode.Pedestrian : called.Contains(group) ? RecallMode.None : RecallMode.Minimum,
                RestsInWalk = walks,
            });
        }

        return groups;
    }

    /// <summary>The conflict table, symmetric.</summary>
    internal Dictionary<string, IReadOnlyList<string>> Conflicts()
    {
        Dictionary<string, IReadOnlyList<string>> table = new(StringComparer.Ordinal);
        for (int group = 0; group < _conflicts.Length; group++)
        {
            if (_conflicts[group] != 0)
            {
                table[Id(group)] = [.. Enumerable.Range(0, _conflicts.Length).Where(other => Conflict(group, other)).Select(Id)];
            }
        }

        return table;
    }

    /// <summary>
    /// Intergreens longer than the clearance of the group that ends, for the pairs where the program shows one.
    /// </summary>
    internal List<IntergreenDefinition> Intergreens()
    {
        List<IntergreenDefinition> intergreens = [];
        for (int from = 0; from < _conflicts.Length; from++)
        {
            for (int to = 0; to < _conflicts.Length; to++)
            {
                int ms = Conflict(from, to) ? IntergreenMs(from, to) : 0;
                if (ms > ClearanceMs(from))
                {
                    intergreens.Add(new IntergreenDefinition(Id(from), Id(to), ms));
                }
            }
        }

        return intergreens;
    }

    /// <summary>
    /// Least time a split needs: the longest intergreen into its stage and the longest minimum green in it.
    /// </summary>
    internal int ShortestSplitMs(ulong before, ulong stage)
    {
        int intergreen = 0;
        int green = 0;
        for (ulong starts = stage & ~before; starts != 0; starts &= starts - 1)
        {
            int to = BitOperations.TrailingZeroCount(starts);
            green = Math.Max(green, _minGreenMs[to]);
            for (ulong ends = before & ~stage & _conflicts[to]; ends != 0; ends &= ends - 1)
            {
                intergreen = Math.Max(intergreen, IntergreenMs(BitOperations.TrailingZeroCount(ends), to));
            }
        }

        return intergreen + green;
    }

    private static int Clamped(double ms) => (int)Math.Min(ms, MaxClearanceMs);

    private string Id(int group) => ProgramAnalysis.GroupId(_analysis.Groups[group]);

    private bool Conflict(int a, int b) => ((_conflicts[a] >> b) & 1) != 0;

    private bool IsPedestrian(int group) => _links.Kind(_analysis.Groups[group][0]) == SignalGroupKind.Pedestrian;

    private int ClearanceMs(int group) => _yellowMs[group] + _redClearanceMs[group];

    /// <summary>
    /// Groups conflict when their links cross or join, unless the program shows them green together: then one of them
    /// gives way. Groups that never meet conflict too when the program lets one wait for the other's clearance:
    /// somebody meant it.
    /// </summary>
    private void FindConflicts()
    {
        for (int a = 0; a < _conflicts.Length; a++)
        {
            for (int b = a + 1; b < _conflicts.Length; b++)
            {
                if (_analysis.AreGreenTogether(a, b))
                {
                    continue;
                }

                bool meet = _analysis.Groups[a].Exists(x => _analysis.Groups[b].Exists(y => _links.AreFoes(x, y)));
                bool wait = _analysis.ObservedIntergreens(a, b).Max > 0 || _analysis.ObservedIntergreens(b, a).Max > 0;
                if (meet || wait)
                {
                    _conflicts[a] |= 1UL << b;
                    _conflicts[b] |= 1UL << a;
                }
            }
        }
    }

    private int Yellow(int group)
    {
        if (_options.Intergreen == SumoIntergreen.Benchmark)
        {
            return BenchmarkClearance.YellowMs;
        }

        if (_options.Intergreen == SumoIntergreen.Legal)
        {
            return Math.Max(MinYellowMs, RoundUp(ReactionS + (ApproachMps(group) / (2 * DecelerationMps2))));
        }

        SortedSet<int> shipped = _analysis.Yellows(group);
        if (shipped.Count > 1)
        {
            Notes.Add($"signal {Id(group)} has yellow of {string.Join(" and ", shipped)} ms; the longest holds");
        }

        if (shipped.Count > 0 && shipped.Max < MinYellowMs)
        {
            Notes.Add($"signal {Id(group)} has {shipped.Max} ms of yellow; {MinYellowMs} ms are the least a vehicle gets");
        }

        return Clamped(Math.Max(MinYellowMs, shipped.Count > 0 ? shipped.Max : 0));
    }

    /// <summary>
    /// Legal: the time to clear the way through the junction, R = (W + L) / v. Shipped: none of its own, because what
    /// the program shows depends on the pair and stands in the intergreens. Benchmark: none.
    /// </summary>
    private int RedClearance(int group)
    {
        if (_options.Intergreen != SumoIntergreen.Legal)
        {
            return 0;
        }

        double longest = 0;
        foreach (SumoConnection connection in _analysis.Groups[group].SelectMany(link => _links.Connections(link)))
        {
            double speed = _net.Lanes[connection.FromLane].SpeedMps;
            if (_net.Lanes.TryGetValue(connection.Via, out SumoLane? via))
            {
                speed = Math.Min(speed, via.SpeedMps);
            }

            longest = Math.Max(longest, (_net.InternalLengthM(connection) + VehicleLengthM) / Math.Max(1, speed));
        }

        return RoundUp(longest);
    }

    /// <summary>
    /// Shipped: the time the program keeps the crossing's stage after its walk. Legal: the time to walk the crossing.
    /// </summary>
    private int PedClearance(int group)
    {
        const int ShortestMs = 3_000;
        if (_options.Intergreen == SumoIntergreen.Legal)
        {
            double longest = _analysis.Groups[group].SelectMany(link => _links.Connections(link))
                .Max(connection => _net.Lanes[connection.ToLane].LengthM);
            return Math.Max(ShortestMs, RoundUp(longest / WalkingMps));
        }

        int shipped = _analysis.ShortestEarlyEndMs(group);
        if (shipped < ShortestMs)
        {
            Notes.Add($"signal {Id(group)} keeps its stage {shipped} ms after its walk; it gets {ShortestMs} ms of clearance");
        }

        return Math.Max(ShortestMs, shipped);
    }

    private int MinGreen(int group)
    {
        bool walks = IsPedestrian(group);
        int usual = walks ? MinWalkMs
            : _options.Intergreen == SumoIntergreen.Benchmark ? BenchmarkClearance.MinGreenMs
            : _analysis.Limit(group, phase => phase.MinDurationMs, Math.Min) ?? MinGreenMs;
        long shipped = Math.Min(usual, _analysis.ShortestMs(group, green: true));
        return (int)Math.Max(walks ? ShortestWalkMs : 1_000, shipped);
    }

    // Twice the time in which every stage of the cycle can run to its maximum: only a controller that starves a call
    // gets there.
    private int LongestRed()
    {
        const int LongestChangeMs = 10_000;
        long worst = 2L * Math.Max(_analysis.Splits.Count * (MaxGreenMs + LongestChangeMs), _program.CycleMs);
        return (int)Math.Clamp(worst, MaxRedMs, LongestMaxRedMs);
    }

    private int IntergreenMs(int from, int to)
    {
        int clearance = ClearanceMs(from);
        bool isComputed = _options.Intergreen == SumoIntergreen.Legal;
        bool isBenchmark = _options.Intergreen == SumoIntergreen.Benchmark;
        if (isComputed || (isBenchmark && !IsPedestrian(from)))
        {
            return clearance;
        }

        if (IsPedestrian(from))
        {
            // Don't walk stands for 3 s before anybody crosses (MUTCD 4E.06), as far as the program leaves them.
            long left = _analysis.ShortestUntilStart(from, to) ?? clearance;
            return (int)Math.Max(clearance, Math.Min(left, clearance + WalkBufferMs));
        }

        SortedSet<int> pair = _analysis.ObservedIntergreens(from, to);
        if (pair.Count > 0 && pair.Min < clearance)
        {
            Notes.Add($"signal {Id(to)} starts {pair.Min} ms after {Id(from)} ends; {clearance} ms are needed");
        }

        if (pair.Count > 0)
        {
            return Math.Max(clearance, pair.Min);
        }

        // The program never shows this order: what the group leaves before others is the best that is known.
        int others = 0;
        for (int other = 0; other < _conflicts.Length; other++)
        {
            others = Conflict(from, other) ? Math.Max(others, _analysis.ObservedIntergreens(from, other).Min) : others;
        }

        return Math.Max(clearance, others);
    }

    private double ApproachMps(int group) => _analysis.Groups[group].SelectMany(link => _links.Connections(link))
        .Max(connection => _net.Lanes[connection.FromLane].SpeedMps);

    private int RoundUp(double seconds) =>
        Clamped(Math.Ceiling((seconds * 1000 / _options.StepMs) - 1e-9) * _options.StepMs);
}
