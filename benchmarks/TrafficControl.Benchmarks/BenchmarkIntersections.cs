using TrafficControl.Core.Model;

namespace TrafficControl.Benchmarks;

/// <summary>Intersections of a given size, so that growth with lanes and groups can be shown.</summary>
internal static class BenchmarkIntersections
{
    private static readonly int[] DetectorDistancesM = [1, 40, 150];

    /// <summary>
    /// A staged junction: every approach is a group with its lanes, each with detectors at the stop line, 40 m and 150
    /// m; two approaches are green together, so half the groups conflict with the other half.
    /// </summary>
    /// <param name="groups">Signal groups, even, 2 to 16.</param>
    /// <param name="lanesPerGroup">Lanes of each group.</param>
    /// <param name="plan">Plan to run: fixed, actuated, max-pressure or adaptive.</param>
    internal static Intersection Staged(int groups, int lanesPerGroup, string plan)
    {
        string[] ids = [.. Enumerable.Range(0, groups).Select(i => $"g{i}")];
        int stages = groups / 2;
        string[] StageOf(int stage) => [ids[stage], ids[stage + stages]];
        int Stage(string id) => Array.IndexOf(ids, id) % stages;
        LaneDefinition[] lanes =
        [
            .. from id in ids from lane in Enumerable.Range(0, lanesPerGroup)
               select new LaneDefinition { Id = $"{id}-{lane}", LengthM = 200 },
            new LaneDefinition { Id = "out", Role = LaneRole.Exit, LengthM = 300 },
        ];
        return Intersection.Create(new IntersectionDefinition
        {
            Id = "benchmark",
            SignalGroups = [.. ids.Select(id => new SignalGroupDefinition { Id = id, RedClearanceMs = 1_000, MaxRedMs = 600_000 })],
            Conflicts = ids.ToDictionary(
                id => id, id => (IReadOnlyList<string>)[.. ids.Where(other => Stage(other) != Stage(id))]),
            Stages = [.. Enumerable.Range(0, stages).Select(s => new StageDefinition($"s{s}", StageOf(s)))],
            Lanes = lanes,
            Movements =
            [
                .. from lane in lanes where lane.Role == LaneRole.Approach
                   select new MovementDefinition
                   {
                       Id = "m" + lane.Id, FromLane = lane.Id, ToLane = "out", SignalGroup = lane.Id.Split('-')[0],
                   },
            ],
            Detectors =
            [
                .. from lane in lanes where lane.Role == LaneRole.Approach
                   from distance in DetectorDistancesM
                   select new DetectorDefinition
                   {
                       Id = $"d{lane.Id}-{distance}", Lane = lane.Id, DistanceM = distance, Calls = [lane.Id.Split('-')[0]],
                   },
            ],
            Plans =
            [
                new TimingPlanDefinition
                {
                    Id = "fixed", CycleMs = stages * 20_000,
                    Splits = [.. Enumerable.Range(0, stages).Select(s => new SplitDefinition($"s{s}", 20_000))],
                },
                new TimingPlanDefinition { Id = "actuated", Strategy = StrategyKind.Actuated },
                new TimingPlanDefinition { Id = "max-pressure", Strategy = StrategyKind.MaxPressure },
                new TimingPlanDefinition { Id = "adaptive", Strategy = StrategyKind.Adaptive },
            ],
            DefaultPlan = plan,
        });
    }
}
