using TrafficControl.Core.Model;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Corridor;

/// <summary>
/// Builds the intersection files of the corridor. Groups follow the NEMA numbering: 2 and 6 the arterial east and west,
/// 5 and 1 their left turns, 4 and 8 the side street south and north, P2 to P8 the crossings beside them.
/// </summary>
internal sealed class CorridorBuilder
{
    private const double SpeedMps = 13.89;
    private const double SideSpeedMps = 11.11;
    private const double PocketM = 80;
    private const double SidePocketM = 50;

    // Eleven seconds ahead of the stop line: far enough to see who comes before a change of stage has taken effect.
    private const int LookAheadM = 150;

    private const int YellowMs = 3_000;
    private const int RedClearanceMs = 2_000;

    /// <summary>Yellow and red clearance.</summary>
    internal const int IntergreenMs = YellowMs + RedClearanceMs;

    /// <summary>
    /// A longest headway between two vehicles that keeps the green of 3 s, less the time a car of 4.5 m is in the zone
    /// of 10 m at 11 m/s (passage time from the maximum allowable headway, as the FHWA Signal Timing Manual has it).
    /// </summary>
    private const int PassageMs = 1_700;

    internal const int WalkMs = 7_000;

    /// <summary>Half the arterial, to the refuge: 9 m at 1.07 m/s.</summary>
    internal const int PedClearanceMs = 9_000;

    /// <summary>The pedestrian groups of every junction.</summary>
    internal static readonly string[] Crossings = ["P2", "P4", "P6", "P8"];

    private static readonly (string, string)[] Conflicts =
    [
        ("1", "2"), ("5", "6"),
        ("1", "4"), ("1", "8"), ("2", "4"), ("2", "8"), ("5", "4"), ("5", "8"), ("6", "4"), ("6", "8"),
        ("P2", "4"), ("P2", "8"), ("P2", "1"), ("P6", "4"), ("P6", "8"), ("P6", "5"),
        ("P4", "1"), ("P4", "2"), ("P4", "5"), ("P4", "6"), ("P8", "1"), ("P8", "2"), ("P8", "5"), ("P8", "6"),
    ];

    private readonly IReadOnlyList<CorridorJunction> _streets;
    private readonly CorridorFlows _flows;

    internal CorridorBuilder(IReadOnlyList<CorridorJunction> streets, CorridorFlows flows)
    {
        _streets = streets;
        _flows = flows;
    }

    internal IntersectionDefinition Build(int junction)
    {
        CorridorJunction street = _streets[junction];
        (int mainMs, int sideMs, int leftMs) = _flows.Splits(junction);
        return new IntersectionDefinition
        {
            Id = street.Id,
            Name = street.Name,
            SignalGroups =
            [
                Vehicle("1", leftMs), Vehicle("2", mainMs), Vehicle("4", sideMs), Vehicle("5", leftMs), Vehicle("6", mainMs),
                Vehicle("8", sideMs),
                Pedestrian("P2", "2"), Pedestrian("P4", "4"), Pedestrian("P6", "6"), Pedestrian("P8", "8"),
            ],
            Conflicts = Symmetric(),
            Stages = street.HasRings
                ? []
                :
                [
                    new StageDefinition("main", ["2", "6", "P2", "P6"]),
                    new StageDefinition("side", ["4", "8", "P4", "P8"]),
                    new StageDefinition("left", ["1", "5"]),
                ],
            RingBarrier = street.HasRings ? new RingBarrierDefinition([[["1", "2"], ["4"]], [["5", "6"], ["8"]]]) : null,
            Lanes = Lanes(junction),
            Movements = Movements(street.SideLanes),
            Detectors = Detectors(street.SideLanes),
            Plans = Plans(junction),
        };
    }

    // Max green: the green of the fixed split times 1.25, and 1.5 for the second set (a usual margin in
    // timing practice), so that a busy cycle gets more than the mean one.
    private static SignalGroupDefinition Vehicle(string id, int splitMs)
    {
        bool isMain = id is "2" or "6";
        int greenMs = splitMs - IntergreenMs;
        return new SignalGroupDefinition
        {
            Id = id,
            MinGreenMs = isMain ? 8_000 : 5_000,
            MaxGreenMs = greenMs * 5 / 4,
            MaxGreen2Ms = greenMs * 3 / 2,
            YellowMs = YellowMs,
            RedClearanceMs = RedClearanceMs,
            PassageMs = PassageMs,
            Recall = isMain ? RecallMode.Minimum : RecallMode.None,
            DualEntry = id is "2" or "6" or "4" or "8",
        };
    }

    private static SignalGroupDefinition Pedestrian(string id, string beside) => new()
    {
        Id = id,
        Kind = SignalGroupKind.Pedestrian,
        MinGreenMs = WalkMs,
        YellowMs = 0,
        PedClearanceMs = PedClearanceMs,
        PassageMs = 0,
        ConcurrentWith = beside,
    };

    private static Dictionary<string, IReadOnlyList<string>> Symmetric() =>
        Conflicts
            .Concat(Conflicts.Select(pair => (pair.Item2, pair.Item1)))
            .GroupBy(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal)
            .OrderBy(row => row.Key, StringComparer.Ordinal)
            .ToDictionary(
                row => row.Key,
                row => (IReadOnlyList<string>)[.. row.Order(StringComparer.Ordinal)],
                StringComparer.Ordinal);

    private List<LaneDefinition> Lanes(int junction)
    {
        double west = junction == 0 ? 300 : _streets[junction - 1].SpacingM;
        double east = junction == _streets.Count - 1 ? 300 : _streets[junction].SpacingM;
        string westId = junction == 0 ? "" : _streets[junction - 1].Id;
        string eastId = junction == _streets.Count - 1 ? "" : _streets[junction + 1].Id;
        List<LaneDefinition> lanes =
        [
            Approach("eb1", "west", west, SpeedMps), Approach("eb2", "west", west, SpeedMps),
            Approach("ebl", "west", PocketM, SpeedMps),
            Approach("wb1", "east", east, SpeedMps), Approach("wb2", "east", east, SpeedMps),
            Approach("wbl", "east", PocketM, SpeedMps),
        ];
        for (int lane = 1; lane <= 2; lane++)
        {
            lanes.Add(Exit($"e{lane}", "east", east, SpeedMps) with
            {
                DownstreamIntersection = eastId,
                DownstreamLane = eastId.Length == 0 ? "" : $"eb{lane}",
            });
            lanes.Add(Exit($"w{lane}", "west", west, SpeedMps) with
            {
                DownstreamIntersection = westId,
                DownstreamLane = westId.Length == 0 ? "" : $"wb{lane}",
            });
        }

        lanes.Add(Approach("sbl", "north", SidePocketM, SideSpeedMps));
        lanes.Add(Approach("nbl", "south", SidePocketM, SideSpeedMps));
        for (int lane = 1; lane <= _streets[junction].SideLanes; lane++)
        {
            lanes.Add(Approach($"sb{lane}", "north", 220, SideSpeedMps));
            lanes.Add(Approach($"nb{lane}", "south", 220, SideSpeedMps));
            lanes.Add(Exit($"s{lane}", "south", 200, SideSpeedMps));
            lanes.Add(Exit($"n{lane}", "north", 200, SideSpeedMps));
        }

        return lanes;
    }

    private static LaneDefinition Approach(string id, string arm, double lengthM, double speedMps) =>
        new() { Id = id, Approach = arm, LengthM = lengthM, SpeedMps = speedMps };

    private static LaneDefinition Exit(string id, string arm, double lengthM, double speedMps) =>
        Approach(id, arm, lengthM, speedMps) with { Role = LaneRole.Exit };

    private static List<MovementDefinition> Movements(int sideLanes)
    {
        List<MovementDefinition> movements =
        [
            Through("eb1t", "eb1", "e1", "2", 1), Through("eb2t", "eb2", "e2", "2", 1 - CorridorFlows.RightShare),
            Right("eb2r", "eb2", $"s{sideLanes}", "2", CorridorFlows.RightShare),
            Left("ebl", "ebl", "n1", "5", 1),
            Through("wb1t", "wb1", "w1", "6", 1), Through("wb2t", "wb2", "w2", "6", 1 - CorridorFlows.RightShare),
            Right("wb2r", "wb2", $"n{sideLanes}", "6", CorridorFlows.RightShare),
            Left("wbl", "wbl", "s1", "1", 1),
        ];
        string[] southThrough = sideLanes == 1 ? ["sb1t"] : ["sb1t", "sb2t"];
        string[] northThrough = sideLanes == 1 ? ["nb1t"] : ["nb1t", "nb2t"];
        movements.Add(Left("sbl", "sbl", "e1", "4", 1) with { YieldsTo = northThrough });
        movements.Add(Left("nbl", "nbl", "w1", "8", 1) with { YieldsTo = southThrough });
        for (int lane = 1; lane <= sideLanes; lane++)
        {
            double share = lane == sideLanes ? 1 - CorridorFlows.SideRightShare : 1;
            movements.Add(Side($"sb{lane}t", $"sb{lane}", $"s{lane}", "4", share));
            movements.Add(Side($"nb{lane}t", $"nb{lane}", $"n{lane}", "8", share));
        }

        movements.Add(Right("sbr", $"sb{sideLanes}", "w2", "4", CorridorFlows.SideRightShare));
        movements.Add(Right("nbr", $"nb{sideLanes}", "e2", "8", CorridorFlows.SideRightShare));
        return movements;
    }

    private static MovementDefinition Through(string id, string from, string to, string group, double share) => new()
    {
        Id = id,
        FromLane = from,
        ToLane = to,
        SignalGroup = group,
        Share = share,
        SaturationFlowVph = CorridorFlows.ThroughVph,
    };

    private static MovementDefinition Side(string id, string from, string to, string group, double share) =>
        Through(id, from, to, group, share) with { SaturationFlowVph = CorridorFlows.SideVph };

    private static MovementDefinition Left(string id, string from, string to, string group, double share) =>
        Through(id, from, to, group, share) with { Turn = TurnDirection.Left, SaturationFlowVph = CorridorFlows.LeftVph };

    private static MovementDefinition Right(string id, string from, string to, string group, double share) =>
        Through(id, from, to, group, share) with { Turn = TurnDirection.Right, SaturationFlowVph = CorridorFlows.RightVph };

    // A loop that calls and extends its group lies no farther out than the passage time is for: at 150 m it would hold the
    // green for vehicles 11 s away, up to the maximum in every busy cycle. So the loops there only count.
    private static List<DetectorDefinition> Detectors(int sideLanes)
    {
        List<DetectorDefinition> detectors = [];
        AddLane("eb1", "2", 40, LookAheadM);
        AddLane("eb2", "2", 40, LookAheadM);
        AddLane("ebl", "5", 40);
        AddLane("wb1", "6", 40, LookAheadM);
        AddLane("wb2", "6", 40, LookAheadM);
        AddLane("wbl", "1", 40);
        AddLane("sbl", "4");
        AddLane("nbl", "8");
        for (int lane = 1; lane <= sideLanes; lane++)
        {
            AddLane($"sb{lane}", "4", 40, LookAheadM);
            AddLane($"nb{lane}", "8", 40, LookAheadM);
        }

        detectors.AddRange(
            from string groupId in Crossings
            select new DetectorDefinition { Id = $"button-{groupId}", Kind = DetectorKind.PushButton, Calls = [groupId] });
        return detectors;

        void AddLane(string lane, string groupId, params int[] advanceM)
        {
            detectors.Add(new DetectorDefinition
            {
                Id = $"{lane}-stopbar",
                Lane = lane,
                DistanceM = 1,
                LengthM = 10,
                Calls = [groupId],
            });
            detectors.AddRange(advanceM.Select(distance => new DetectorDefinition
            {
                Id = $"{lane}-advance-{distance}",
                Lane = lane,
                DistanceM = distance,
                LengthM = 2,
                Calls = distance < LookAheadM ? [groupId] : [],
            }));
        }
    }

    private TimingPlanDefinition[] Plans(int junction)
    {
        bool rings = _streets[junction].HasRings;
        (int mainMs, int sideMs, int leftMs) = _flows.Splits(junction);
        SplitDefinition[] splits =
        [
            new(rings ? "2+6" : "main", mainMs), new(rings ? "4+8" : "side", sideMs), new(rings ? "1+5" : "left", leftMs),
        ];
        // The green wave of the peak direction: each cycle starts one travel time, from stop line to stop line at the
        // speed limit, after that of the junction before.
        double distance = _streets.Take(junction).Sum(street => street.SpacingM + RoadMap.BoxM);
        int offsetMs = (int)(distance / SpeedMps * 1_000) % CorridorFlows.CycleMs;
        TimingPlanDefinition cycle = new() { Id = "fixed", CycleMs = CorridorFlows.CycleMs, OffsetMs = offsetMs, Splits = splits };
        return
        [
            cycle,
            new() { Id = "actuated", Strategy = StrategyKind.Actuated },
            cycle with { Id = "coordinated", Strategy = StrategyKind.Actuated },
            new() { Id = "max-pressure", Strategy = StrategyKind.MaxPressure },

            // The maxima are where gap-out control gives up; they would cut the waves that neighbours plan.
            new() { Id = "adaptive", Strategy = StrategyKind.Adaptive, MaxGreenSet = 0 },
        ];
    }
}
