using TrafficControl.Core.Model;

namespace TrafficControl.Testing;

/// <summary>
/// Intersections that tests share: small enough to reason about, complete enough to run every strategy.
/// </summary>
internal static class IntersectionSamples
{
    /// <summary>
    /// Two conflicting vehicle groups "A" (main) and "B" (side), one lane each with a stop-bar detector, and a 60 s
    /// fixed plan. Min green 5 s, yellow 3 s, red clearance 1 s, so every intergreen is 4 s.
    /// </summary>
    public static IntersectionDefinition TwoStage() => new()
    {
        Id = "two-stage",
        SignalGroups = [Vehicle("A"), Vehicle("B")],
        Conflicts = Symmetric(("A", "B")),
        Stages = [new StageDefinition("S1", ["A"]), new StageDefinition("S2", ["B"])],
        Lanes = [Approach("a"), Approach("b"), Exit("out")],
        Movements = [Through("A1", "a", "out", "A"), Through("B1", "b", "out", "B")],
        Detectors = [StopBar("dA", "a", "A"), StopBar("dB", "b", "B")],
        Plans = Plans([("S1", 30_000), ("S2", 30_000)]),
    };

    /// <summary>
    /// The standard eight-phase NEMA dual ring: 1 to 4 over 5 to 8, odd lefts and even throughs, with pedestrian groups
    /// P2, P4, P6, P8 beside the throughs. Walk 7 s, pedestrian clearance 10 s.
    /// </summary>
    public static IntersectionDefinition NemaEightPhase()
    {
        string[] phases = ["1", "2", "3", "4", "5", "6", "7", "8"];
        string[] main = ["1", "2", "5", "6"];
        string[] ring1 = ["1", "2", "3", "4"];
        List<(string, string)> pairs = [];
        for (int i = 0; i < phases.Length; i++)
        {
            for (int j = i + 1; j < phases.Length; j++)
            {
                bool acrossBarrier = main.Contains(phases[i]) != main.Contains(phases[j]);
                bool sameRing = ring1.Contains(phases[i]) == ring1.Contains(phases[j]);
                if (acrossBarrier || sameRing)
                {
                    pairs.Add((phases[i], phases[j]));
                }
            }
        }

        foreach (string phase in new[] { "2", "4", "6", "8" })
        {
            string[] crossed = main.Contains(phase) ? ["3", "4", "7", "8"] : ["1", "2", "5", "6"];
            // A pedestrian beside a through is also in the way of the left turn that starts opposite it, in the other
            // ring.
            string opposingLeft = phase switch { "2" => "1", "4" => "3", "6" => "5", _ => "7" };
            pairs.AddRange(crossed.Append(opposingLeft).Select(other => ("P" + phase, other)));
        }

        return new IntersectionDefinition
        {
            Id = "nema-eight",
            Name = "Eight-phase dual ring",
            SignalGroups =
            [
                .. phases.Select(Vehicle),
                Pedestrian("P2", "2"), Pedestrian("P4", "4"), Pedestrian("P6", "6"), Pedestrian("P8", "8"),
            ],
            Conflicts = Symmetric([.. pairs]),
            RingBarrier = new RingBarrierDefinition(
                [[["1", "2"], ["3", "4"]], [["5", "6"], ["7", "8"]]]),
            Lanes = [.. phases.Select(phase => Approach("l" + phase)), Exit("out")],
            Movements = [.. phases.Select(phase => Through("m" + phase, "l" + phase, "out", phase))],
            Detectors =
            [
                .. phases.Select(phase => StopBar("d" + phase, "l" + phase, phase)),
                .. new[] { "2", "4", "6", "8" }.Select(phase => new DetectorDefinition
                {
                    Id = "b" + phase, Kind = DetectorKind.PushButton, Calls = ["P" + phase],
                }),
            ],
            Plans = Plans([("1+5", 20_000), ("2+6", 40_000), ("3+7", 20_000), ("4+8", 40_000)]),
        };
    }

    /// <summary>
    /// Group "A" with a through lane that its left turn shares and gives way in to group "B" opposite; group "C"
    /// crosses both. Intergreens of 4 s, stop-bar loops of 2 m, a 60 s fixed plan.
    /// </summary>
    /// <param name="turnShare">Share of the turn in its lane; 1: the lane is its own.</param>
    public static IntersectionDefinition YieldingTurn(double turnShare = 0.2)
    {
        MovementDefinition turn = Through("turn", "a", "out", "A") with
        {
            Turn = TurnDirection.Left,
            Share = turnShare,
            YieldsTo = ["foe"],
        };
        MovementDefinition[] besideIt = turnShare < 1
            ? [Through("through", "a", "out", "A") with { Share = 1 - turnShare }]
            : [];
        return new IntersectionDefinition
        {
            Id = "yielding-turn",
            SignalGroups = [Vehicle("A"), Vehicle("B"), Vehicle("C")],
            Conflicts = Symmetric(("A", "C"), ("B", "C")),
            Stages = [new StageDefinition("S1", ["A", "B"]), new StageDefinition("S2", ["C"])],
            Lanes = [Approach("a"), Approach("b"), Approach("c"), Exit("out")],
            Movements = [turn, .. besideIt, Through("foe", "b", "out", "B"), Through("cross", "c", "out", "C")],
            Detectors =
            [
                StopBar("dA", "a", "A") with { LengthM = 2 },
                StopBar("dB", "b", "B") with { LengthM = 2 },
                StopBar("dC", "c", "C") with { LengthM = 2 },
            ],
            Plans = Plans([("S1", 30_000), ("S2", 30_000)]),
        };
    }

    /// <summary>
    /// A through group "T" and a left turn "L" on a lane of its own, which gives way to it in stage S1 and has stage S2
    /// to itself; group "C" crosses both.
    /// </summary>
    public static IntersectionDefinition PermissiveThenProtected() => new()
    {
        Id = "permissive-protected",
        SignalGroups = [Vehicle("T"), Vehicle("L"), Vehicle("C")],
        Conflicts = Symmetric(("T", "C"), ("L", "C")),
        Stages =
        [
            new StageDefinition("S1", ["T", "L"]), new StageDefinition("S2", ["L"]), new StageDefinition("S3", ["C"]),
        ],
        Lanes = [Approach("t"), Approach("l"), Approach("c"), Exit("out")],
        Movements =
        [
            Through("through", "t", "out", "T"),
            Through("left", "l", "out", "L") with { Turn = TurnDirection.Left, YieldsTo = ["through"] },
            Through("cross", "c", "out", "C"),
        ],
        Detectors =
        [
            StopBar("dT", "t", "T") with { LengthM = 2 },
            StopBar("dL", "l", "L") with { LengthM = 2 },
            StopBar("dC", "c", "C") with { LengthM = 2 },
        ],
        Plans = Plans([("S1", 30_000), ("S3", 30_000)]),
    };

    /// <summary>A vehicle group with min green 5 s, yellow 3 s, red clearance 1 s, passage 3 s.</summary>
    public static SignalGroupDefinition Vehicle(string id) => new() { Id = id, RedClearanceMs = 1_000 };

    /// <summary>A pedestrian group with walk 7 s and clearance 10 s.</summary>
    public static SignalGroupDefinition Pedestrian(string id, string concurrentWith = "") => new()
    {
        Id = id,
        Kind = SignalGroupKind.Pedestrian,
        MinGreenMs = 7_000,
        YellowMs = 0,
        PedClearanceMs = 10_000,
        PassageMs = 0,
        ConcurrentWith = concurrentWith,
    };

    /// <summary>A symmetric conflict table from unordered pairs.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Symmetric(params (string A, string B)[] pairs)
    {
        SortedDictionary<string, SortedSet<string>> table = new(StringComparer.Ordinal);
        foreach ((string a, string b) in pairs)
        {
            (table.TryGetValue(a, out SortedSet<string>? ofA) ? ofA : table[a] = new(StringComparer.Ordinal)).Add(b);
            (table.TryGetValue(b, out SortedSet<string>? ofB) ? ofB : table[b] = new(StringComparer.Ordinal)).Add(a);
        }

        return table.ToDictionary(row => row.Key, row => (IReadOnlyList<string>)[.. row.Value], StringComparer.Ordinal);
    }

    /// <summary>An approach lane of 200 m.</summary>
    public static LaneDefinition Approach(string id) => new() { Id = id, LengthM = 200 };

    /// <summary>An exit lane of 200 m.</summary>
    public static LaneDefinition Exit(string id) => new() { Id = id, Role = LaneRole.Exit, LengthM = 200 };

    /// <summary>A through movement that has its lane to itself.</summary>
    public static MovementDefinition Through(string id, string from, string to, string group) =>
        new() { Id = id, FromLane = from, ToLane = to, SignalGroup = group };

    /// <summary>A stop-bar detector 1 m before the line.</summary>
    public static DetectorDefinition StopBar(string id, string lane, string group) =>
        new() { Id = id, Lane = lane, DistanceM = 1, LengthM = 10, Calls = [group] };

    private static TimingPlanDefinition[] Plans((string Stage, int DurationMs)[] splits) =>
    [
        new() { Id = "fixed", CycleMs = splits.Sum(split => split.DurationMs), Splits = [.. splits.Select(Split)] },
        new() { Id = "actuated", Strategy = StrategyKind.Actuated },
        new()
        {
            Id = "coordinated", Strategy = StrategyKind.Actuated,
            CycleMs = splits.Sum(split => split.DurationMs), Splits = [.. splits.Select(Split)],
        },
        new() { Id = "max-pressure", Strategy = StrategyKind.MaxPressure },
        new() { Id = "adaptive", Strategy = StrategyKind.Adaptive },
        new() { Id = "announced", Strategy = StrategyKind.Adaptive, CommitmentMs = 9_000 },
    ];

    private static SplitDefinition Split((string Stage, int DurationMs) split) => new(split.Stage, split.DurationMs);
}
