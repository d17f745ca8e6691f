using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Model;

/// <summary>A junction without faults that gives every field of the format a value other than its default.</summary>
internal static class RichIntersection
{
    public static IntersectionDefinition Create() => new()
    {
        Id = "rich-1",
        Name = "Neuer Markt / Große Straße <Süd>",
        LatitudeDeg = 50.9375,
        LongitudeDeg = -6.9603,
        StartUpAllRedMs = 5_000,
        SignalGroups =
        [
            Group("1", SignalGroupKind.Arrow, RecallMode.None), Group("2", SignalGroupKind.Vehicle, RecallMode.Minimum),
            Group("3", SignalGroupKind.Bus, RecallMode.Soft), Group("4", SignalGroupKind.Bicycle, RecallMode.Maximum),
            IntersectionSamples.Pedestrian("P2", "2") with { RestsInWalk = true, Recall = RecallMode.Pedestrian },
        ],
        Conflicts = IntersectionSamples.Symmetric(
            ("1", "2"), ("1", "3"), ("1", "4"), ("2", "3"), ("2", "4"), ("3", "4"), ("P2", "1"), ("P2", "3"), ("P2", "4")),
        Intergreens =
        [
            new IntergreenDefinition("1", "2", 5_500, 5_000), new IntergreenDefinition("2", "1", 6_000),
            new IntergreenDefinition("P2", "3", 11_000, 10_000),
        ],
        Stages =
        [
            new StageDefinition("1+", ["1"]), new StageDefinition("2+", ["2", "P2"]), new StageDefinition("3+", ["3"]),
            new StageDefinition("4+", ["4"]),
        ],
        RingBarrier = new RingBarrierDefinition([[["1", "2"], ["3", "4"]]]),
        Lanes =
        [
            IntersectionSamples.Approach("n1") with { Approach = "north arm", SpeedMps = 11.1 },
            IntersectionSamples.Approach("e1") with { LengthM = 87.25 },
            IntersectionSamples.Exit("out") with { DownstreamIntersection = "rich-2", DownstreamLane = "w1" },
        ],
        Movements =
        [
            new MovementDefinition
            {
                Id = "left", FromLane = "n1", ToLane = "out", SignalGroup = "2", Turn = TurnDirection.Left,
                SaturationFlowVph = 1_650.5, Share = 0.3, YieldsTo = ["ahead"],
                YieldsToPedestrians = ["P2"],
            },
            new MovementDefinition { Id = "ahead", FromLane = "n1", SignalGroup = "2", Share = 0.6 },
            new MovementDefinition { Id = "back", FromLane = "n1", SignalGroup = "1", Share = 0.1, Turn = TurnDirection.UTurn },
            new MovementDefinition { Id = "right", FromLane = "e1", SignalGroup = "3", Turn = TurnDirection.Right },
        ],
        Detectors =
        [
            IntersectionSamples.StopBar("d1", "n1", "2") with { Channel = "loop 7", DelayMs = 1_500, ExtendMs = 700 },
            new DetectorDefinition
            {
                Id = "cam", Kind = DetectorKind.IntervalCount, Lane = "e1", DistanceM = 40.5, Calls = ["3", "P2"],
                Classes = VehicleClasses.Car | VehicleClasses.Motorcycle | VehicleClasses.Truck | VehicleClasses.Bus
                    | VehicleClasses.Bicycle,
            },
            new DetectorDefinition { Id = "radar", Kind = DetectorKind.Tracks, Lane = "e1", LengthM = 200, Calls = ["3"] },
            new DetectorDefinition { Id = "exit", Lane = "out", DistanceM = 12 },
            new DetectorDefinition { Id = "button", Kind = DetectorKind.PushButton, Calls = ["P2", "4"] },
        ],
        Plans =
        [
            new TimingPlanDefinition
            {
                Id = "day", CycleMs = 90_000, OffsetMs = 12_000,
                Splits =
                [
                    new SplitDefinition("1+", 20_000), new SplitDefinition("2+", 30_000), new SplitDefinition("3+", 20_000),
                    new SplitDefinition("4+", 20_000),
                ],
            },
            new TimingPlanDefinition { Id = "free", Strategy = StrategyKind.Actuated, MaxGreenSet = 2 },
            new TimingPlanDefinition
            {
                Id = "pressure", Strategy = StrategyKind.MaxPressure, SwitchingCostVehicles = 3.5, MaxRedMs = 150_000,
            },
            new TimingPlanDefinition { Id = "announced", Strategy = StrategyKind.Adaptive, CommitmentMs = 9_000 },
        ],
        DefaultPlan = "pressure",
        LocalPlan = "day",
    };

    private static SignalGroupDefinition Group(string id, SignalGroupKind kind, RecallMode recall) => new()
    {
        Id = id,
        Kind = kind,
        MinGreenMs = 6_000,
        MaxGreenMs = 45_000,
        MaxGreen2Ms = 70_000,
        YellowMs = 3_500,
        RedClearanceMs = 1_500,
        RedRevertMs = 2_500,
        MaxRedMs = 240_000,
        PassageMs = 3_200,
        Recall = recall,
        LocksCalls = true,
        DualEntry = true,
        SimultaneousGapOut = false,
        VolumeDensity = new VolumeDensity(1_500, 12_000, 10_000, 15_000, 2_000),
    };
}
