using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Puts one light together: groups, conflicts, intergreens, stages, lanes, movements, detectors, plans.
/// </summary>
internal sealed class LightBuilder(
    SumoNet net, SumoProgram program, LinkTable links, ProgramAnalysis analysis, SumoImportOptions options, HashSet<string> controlled)
{
    private const double SaturationFlowVph = 2_000;
    private readonly SignalTiming _timing = new(net, program, links, analysis, options);
    private readonly List<LaneDefinition> _lanes = [];
    private readonly List<MovementDefinition> _movements = [];
    private readonly List<SumoConnection> _connections = [];
    private readonly List<DetectorDefinition> _detectors = [];
    private readonly List<int> _detectorLoops = [];
    private readonly List<SumoTracks> _tracks = [];
    private readonly Dictionary<string, SortedSet<int>> _laneGroups = new(StringComparer.Ordinal);

    internal SumoLight Build(LoopPlacement loops)
    {
        BuildMovements();
        BuildDetectors(loops);
        string[] groupIds = [.. analysis.Groups.Select(ProgramAnalysis.GroupId)];
        List<SumoStage> stages = [];
        foreach ((ulong groups, string letters) in analysis.Stages)
        {
            stages.Add(new SumoStage($"S{stages.Count + 1}", groups, letters));
        }

        IntersectionDefinition definition = new()
        {
            Id = program.TrafficLight,
            Name = program.TrafficLight,
            SignalGroups = _timing.Groups(CalledGroups()),
            Conflicts = _timing.Conflicts(),
            Intergreens = _timing.Intergreens(),
            Stages = [.. stages.Select(stage => new StageDefinition(stage.Id, [.. GroupIds(stage.Groups, groupIds)]))],
            Lanes = _lanes,
            Movements = _movements,
            Detectors = _detectors,
            Plans = Plans(stages),
            DefaultPlan = SumoImporter.FixedPlan,
            LocalPlan = SumoImporter.FixedPlan,
        };
        return new SumoLight
        {
            Definition = definition,
            Program = program,
            LinkGroups = analysis.LinkGroups,
            LinkYields = Yields(),
            Connections = _connections,
            Stages = stages,
            Changes = [.. analysis.Changes.Where(change => change.Yellows != 0)],
            Tracks = _tracks,
            TrackArea = TrackArea(),
            Loops = [.. _detectorLoops.Where(loop => loop >= 0).Distinct().Select(loop => loops.Loops[loop])],
            DetectorLoops = LocalLoops(),
            Notes = [.. analysis.Notes.Concat(_timing.Notes).Distinct()],
        };
    }

    // The placement numbers the loops of the whole net; a light keeps only its own.
    private int[] LocalLoops()
    {
        List<int> own = [.. _detectorLoops.Where(loop => loop >= 0).Distinct()];
        return [.. _detectorLoops.Select(loop => own.IndexOf(loop))];
    }

    private static IEnumerable<string> GroupIds(ulong mask, string[] ids) =>
        ids.Where((_, group) => ((mask >> group) & 1) != 0);

    private List<IReadOnlyList<int>> Yields()
    {
        List<IReadOnlyList<int>> yields = [];
        for (int link = 0; link < links.Count; link++)
        {
            List<int> to = [];
            for (int other = 0; other < links.Count; other++)
            {
                if (other != link && links.Yields(link, other))
                {
                    to.Add(other);
                }
            }

            yields.Add(to);
        }

        return yields;
    }

    private void BuildMovements()
    {
        List<(int Link, SumoConnection Connection, string Id)> moves = [];
        for (int link = 0; link < links.Count; link++)
        {
            if (analysis.LinkGroups[link] < 0 || links.Kind(link) == SignalGroupKind.Pedestrian)
            {
                continue;
            }

            int part = 0;
            foreach (SumoConnection connection in links.Connections(link))
            {
                moves.Add((link, connection, part == 0 ? $"m{link}" : $"m{link}.{part}"));
                part++;
            }
        }

        AddLanes([.. moves.Select(move => (move.Connection, analysis.LinkGroups[move.Link]))]);
        foreach ((int link, SumoConnection connection, string id) in moves)
        {
            _connections.Add(connection);
            _movements.Add(new MovementDefinition
            {
                Id = id,
                FromLane = connection.FromLane,
                ToLane = _laneGroups.ContainsKey(connection.ToLane) ? "" : connection.ToLane,
                SignalGroup = ProgramAnalysis.GroupId(analysis.Groups[analysis.LinkGroups[link]]),
                Turn = Turn(connection.Direction),
                SaturationFlowVph = SaturationFlowVph,
                Share = Share(connection, [.. moves.Select(move => move.Connection).Where(m => m.FromLane == connection.FromLane)]),
                YieldsTo = [.. moves.Where(other => YieldsWhileGreen(link, other.Link)).Select(other => other.Id)],
                YieldsToPedestrians = PedestriansBefore(link),
            });
        }
    }

    /// <summary>The pedestrian groups whose crossings a link's vehicles drive over while both are green.</summary>
    private List<string> PedestriansBefore(int link) =>
        [.. Enumerable.Range(0, links.Count)
            .Where(other => other != link && analysis.LinkGroups[other] >= 0
                && links.Kind(other) == SignalGroupKind.Pedestrian && links.Yields(link, other)
                && analysis.AreGreenTogether(analysis.LinkGroups[link], analysis.LinkGroups[other]))
            .Select(other => ProgramAnalysis.GroupId(analysis.Groups[analysis.LinkGroups[other]]))
            .Distinct()];

    private bool YieldsWhileGreen(int link, int other) =>
        other != link && links.Yields(link, other) && analysis.IsPermissiveTo(link, other);

    /// <summary>
    /// The prior share of a turn in its lane: straight 4, left and right 1, U-turn 0.05. The last movement takes what
    /// the rounding of the others leaves, so that the shares of a lane add up to 1 exactly.
    /// </summary>
    private static double Share(SumoConnection connection, List<SumoConnection> ofLane)
    {
        double total = ofLane.Sum(Weight);
        double rest = 1;
        foreach (SumoConnection other in ofLane)
        {
            double share = ReferenceEquals(other, ofLane[^1]) ? rest : Math.Round(Weight(other) / total, 4);
            if (ReferenceEquals(other, connection))
            {
                return Math.Round(share, 4);
            }

            rest -= share;
        }

        return rest;
    }

    private static double Weight(SumoConnection connection) => Turn(connection.Direction) switch
    {
        TurnDirection.Through => 4,
        TurnDirection.UTurn => 0.05,
        _ => 1,
    };

    private static TurnDirection Turn(char direction) => direction switch
    {
        'l' or 'L' => TurnDirection.Left,
        'r' or 'R' => TurnDirection.Right,
        't' => TurnDirection.UTurn,
        _ => TurnDirection.Through,
    };

    private void AddLanes(List<(SumoConnection Connection, int Group)> moves)
    {
        foreach ((SumoConnection connection, int group) in moves)
        {
            if (!_laneGroups.TryGetValue(connection.FromLane, out SortedSet<int>? groups))
            {
                _laneGroups[connection.FromLane] = groups = [];
                SumoLane lane = net.Lanes[connection.FromLane];
                _lanes.Add(new LaneDefinition
                {
                    Id = lane.Id,
                    Approach = lane.EdgeId,
                    LengthM = Length(lane),
                    SpeedMps = Math.Clamp(lane.SpeedMps, 1, 60),
                });
            }

            groups.Add(group);
        }

        HashSet<string> exits = new(StringComparer.Ordinal);
        foreach ((SumoConnection connection, _) in moves)
        {
            // Under a joined light the way out of one junction can be the way into the next: the lane is an approach
            // then.
            if (!_laneGroups.ContainsKey(connection.ToLane) && exits.Add(connection.ToLane))
            {
                _lanes.Add(ExitLane(net.Lanes[connection.ToLane]));
            }
        }
    }

    private static double Length(SumoLane lane) => Math.Clamp(lane.LengthM, 1, 10_000);

    private LaneDefinition ExitLane(SumoLane lane)
    {
        (string light, string stopLane, double wayM) = Downstream(lane.Id);
        return new LaneDefinition
        {
            Id = lane.Id,
            Role = LaneRole.Exit,
            Approach = lane.EdgeId,

            // The lane an exit becomes lies behind junctions without signals at times: its length is the way to that stop line.
            LengthM = light.Length > 0 ? Math.Clamp(Math.Round(wayM, 2), 1, 10_000) : Length(lane),
            SpeedMps = Math.Clamp(lane.SpeedMps, 1, 60),
            DownstreamIntersection = light,
            DownstreamLane = stopLane,
        };
    }

    /// <summary>
    /// The controlled stop line a lane leads to, straight on through junctions without signals, and the way to it from the
    /// lane's start; empty when there is none.
    /// </summary>
    private (string Light, string Lane, double WayM) Downstream(string lane)
    {
        const int MaxNodes = 10;
        double wayM = 0;
        for (int node = 0; node < MaxNodes; node++)
        {
            SumoConnection? next = null;
            wayM += net.Lanes[lane].LengthM;
            foreach (SumoConnection connection in net.ConnectionsFrom(lane))
            {
                if (!connection.ToLane.StartsWith(':') && (next is null || (next.Direction != 's' && connection.Direction == 's')))
                {
                    next = connection;
                }
            }

            if (next is null)
            {
                return ("", "", 0);
            }

            if (next.TrafficLight.Length > 0)
            {
                bool isOther = controlled.Contains(next.TrafficLight) && next.TrafficLight != program.TrafficLight;
                return isOther ? (next.TrafficLight, lane, wayM) : ("", "", 0);
            }

            wayM += net.InternalLengthM(next);
            lane = next.ToLane;
        }

        return ("", "", 0);
    }

    private HashSet<int> CalledGroups() =>
        [.. _detectors.SelectMany(detector => _laneGroups[detector.Lane])];

    private void BuildDetectors(LoopPlacement loops)
    {
        for (int i = 0; i < _lanes.Count; i++)
        {
            LaneDefinition lane = _lanes[i];
            if (lane.Role != LaneRole.Approach)
            {
                continue;
            }

            string[] calls = [.. _laneGroups[lane.Id].Select(group => ProgramAnalysis.GroupId(analysis.Groups[group]))];
            double furthest = lane.LengthM;
            foreach ((int loop, double distance) in loops.Place(net.Lanes[lane.Id], options.Detectors))
            {
                _detectors.Add(new DetectorDefinition
                {
                    Id = $"{loops.Loops[loop].Id}>{lane.Id}",
                    Channel = loops.Loops[loop].Id,
                    Lane = lane.Id,
                    DistanceM = distance,
                    LengthM = 0,
                    Calls = calls,
                });
                _detectorLoops.Add(loop);
                furthest = Math.Max(furthest, distance);
            }

            if (options.Detectors.TracksM > 0)
            {
                furthest = Math.Max(furthest, AddTracks(lane, calls));
            }

            // The approach reaches at least as far upstream as the detectors that watch it.
            _lanes[i] = lane with { LengthM = furthest };
        }
    }

    /// <summary>Adds the tracks detector of an approach lane; returns how far upstream it sees, metres.</summary>
    private double AddTracks(LaneDefinition lane, string[] calls)
    {
        // A sensor sees the first metres even where the net begins nearer to the line.
        const double LeastReachM = 10;
        (IReadOnlyList<SumoTrackedLane> lanes, double seenM) =
            TrackPlacement.Place(net, net.Lanes[lane.Id], options.Detectors.TracksM);
        double reachM = Math.Max(LeastReachM, Math.Round(seenM, 2));
        _tracks.Add(new SumoTracks(_detectors.Count, reachM, lanes));
        _detectors.Add(new DetectorDefinition
        {
            Id = $"tracks>{lane.Id}",
            Kind = DetectorKind.Tracks,
            Lane = lane.Id,
            LengthM = reachM,
            Calls = calls,
        });
        _detectorLoops.Add(-1);
        return reachM;
    }

    private SumoTrackArea? TrackArea() => _tracks.Count == 0 ? null : TrackPlacement.Area(
        net, [.. _tracks.Select(tracks => net.Lanes[_detectors[tracks.Detector].Lane])], options.Detectors.TracksM);

    private List<TimingPlanDefinition> Plans(List<SumoStage> stages)
    {
        List<SplitDefinition> splits = [];
        for (int i = 0; i < analysis.Splits.Count; i++)
        {
            (int stage, int duration) = analysis.Splits[i];
            ulong before = stages[analysis.Splits[(i + analysis.Splits.Count - 1) % analysis.Splits.Count].Stage].Groups;
            splits.Add(new SplitDefinition(stages[stage].Id, Math.Max(duration, _timing.ShortestSplitMs(before, stages[stage].Groups))));
        }

        int cycle = splits.Sum(split => split.DurationMs);
        long offset = (program.OffsetMs + analysis.FirstSplitMs) % cycle;
        return
        [
            new TimingPlanDefinition
            {
                Id = SumoImporter.FixedPlan,
                Strategy = StrategyKind.FixedTime,
                CycleMs = cycle,
                OffsetMs = (int)(offset < 0 ? offset + cycle : offset),
                Splits = splits,
            },
            new TimingPlanDefinition { Id = SumoImporter.ActuatedPlan, Strategy = StrategyKind.Actuated },
            new TimingPlanDefinition { Id = SumoImporter.MaxPressurePlan, Strategy = StrategyKind.MaxPressure },

            // A maximum in a net is where its gap-out control gives up; a plan that looks ahead is bounded by the longest red.
            new TimingPlanDefinition { Id = SumoImporter.AdaptivePlan, Strategy = StrategyKind.Adaptive, MaxGreenSet = 0 },
        ];
    }
}
