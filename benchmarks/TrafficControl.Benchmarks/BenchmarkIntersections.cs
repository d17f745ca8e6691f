using TrafficControl.Core.Model;

namespace TrafficControl.Benchmarks;

/// <summary>Intersections of a given size, so that growth with lanes and groups can be shown.</summary>
internal static class BenchmarkIntersections
{
    /// <summary>Detectors are loops at the stop line, 40 m and 150 m.</summary>
    internal const string Loops = "loops";

    /// <summary>The detector of each lane is a camera that follows every vehicle within 200 m.</summary>
    internal const string Tracks = "tracks";

    private static readonly int[] LoopDistancesM = [1, 40, 150];

    /// <summary>
    /// A staged junction: every approach is a group with its lanes; two approaches are green together, so a group
    /// conflicts with all but one other.
    /// </summary>
    /// <param name="groups">Signal groups, even, 4 to 16.</param>
    /// <param name="lanes">Approach lanes, at least one a group; spread evenly over the groups.</param>
    /// <param name="plan">Plan to run: fixed, actuated, max-pressure or adaptive.</param>
    /// <param name="sensors">What sees the vehicles: <see cref="Loops"/> or <see cref="Tracks"/>.</param>
    internal static Intersection Staged(int groups, int lanes, string plan, string sensors = Loops) =>
        Intersection.Create(Definition(groups, lanes, plan, sensors));

    /// <summary>The file of <see cref="Staged"/>.</summary>
    internal static IntersectionDefinition Definition(int groups, int lanes, string plan, string sensors = Loops)
    {
        string[] ids = [.. Enumerable.Range(0, groups).Select(i => $"g{i}")];
        int stages = groups / 2;
        string[] StageOf(int stage) => [ids[stage], ids[stage + stages]];
        int Stage(int group) => group % stages;
        string Exit(int lane) => $"out{(lane % groups) / stages}-{lane / groups}";
        int[] approaches = [.. Enumerable.Range(0, lanes)];
        return new IntersectionDefinition
        {
            Id = "benchmark",
            SignalGroups =
            [
                .. ids.Select(id => new SignalGroupDefinition { Id = id, RedClearanceMs = 1_000, MaxRedMs = 600_000 }),
            ],
            Conflicts = Enumerable.Range(0, groups).ToDictionary(
                group => ids[group],
                group => (IReadOnlyList<string>)[.. ids.Where((_, other) => Stage(other) != Stage(group))]),
            Stages = [.. Enumerable.Range(0, stages).Select(s => new StageDefinition($"s{s}", StageOf(s)))],
            Lanes =
            [
                .. approaches.Select(lane => new LaneDefinition { Id = $"in{lane}", LengthM = 200 }),

                // Whoever is green together leaves by different exits; who is not may share one.
                .. approaches.Select(Exit).Distinct().Select(
                    id => new LaneDefinition { Id = id, Role = LaneRole.Exit, LengthM = 300 }),
            ],
            Movements =
            [
                .. approaches.Select(lane => new MovementDefinition
                {
                    Id = $"m{lane}", FromLane = $"in{lane}", ToLane = Exit(lane), SignalGroup = ids[lane % groups],
                }),
            ],
            Detectors = [.. approaches.SelectMany(lane => Detectors(lane, ids[lane % groups], sensors))],
            Plans = Plans(stages),
            DefaultPlan = plan,
        };
    }

    private static IEnumerable<DetectorDefinition> Detectors(int lane, string group, string sensors) =>
        sensors == Tracks
        ? [new() { Id = $"t{lane}", Kind = DetectorKind.Tracks, Lane = $"in{lane}", LengthM = 200, Calls = [group] }]
        : LoopDistancesM.Select(distance => new DetectorDefinition
        {
            Id = $"d{lane}-{distance}",
            Lane = $"in{lane}",
            DistanceM = distance,
            Calls = [group],
        });

    private static TimingPlanDefinition[] Plans(int stages) =>
    [
        new()
        {
            Id = "fixed", CycleMs = stages * 20_000,
            Splits = [.. Enumerable.Range(0, stages).Select(s => new SplitDefinition($"s{s}", 20_000))],
        },
        new() { Id = "actuated", Strategy = StrategyKind.Actuated },
        new() { Id = "max-pressure", Strategy = StrategyKind.MaxPressure },
        new() { Id = "adaptive", Strategy = StrategyKind.Adaptive },
    ];
}
