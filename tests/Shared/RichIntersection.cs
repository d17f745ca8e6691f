using TrafficControl.Core.Model;

namespace TrafficControl.Testing;

/// <summary>An intersection that uses every field of the file format with a value other than its default.</summary>
internal static class RichIntersection
{
    public static IntersectionDefinition Create()
    {
        IntersectionDefinition staged = IntersectionSamples.TwoStage();
        SignalGroupDefinition a = IntersectionSamples.Vehicle("A") with
        {
            Kind = SignalGroupKind.Bus,
            MinGreenMs = 6_000,
            MaxGreenMs = 31_000,
            MaxGreen2Ms = 47_000,
            YellowMs = 3_500,
            RedRevertMs = 2_500,
            MaxRedMs = 240_000,
            PassageMs = 2_800,
            Recall = RecallMode.Minimum,
            LocksCalls = true,
            DualEntry = true,
            SimultaneousGapOut = false,
            VolumeDensity = new VolumeDensity(1_500, 20_000, 10_000, 15_000, 1_200),
        };
        SignalGroupDefinition b = IntersectionSamples.Vehicle("B") with { Kind = SignalGroupKind.Bicycle, Recall = RecallMode.Soft };
        SignalGroupDefinition p = IntersectionSamples.Pedestrian("P", "A") with
        {
            RestsInWalk = true,
            Recall = RecallMode.Pedestrian,
        };
        return staged with
        {
            Id = "rich",
            Name = "Ngã tư thử nghiệm",
            LatitudeDeg = 20.8449,
            LongitudeDeg = 106.6881,
            StartUpAllRedMs = 6_000,
            SignalGroups = [a, b, p],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("P", "B")),
            Intergreens =
            [
                new IntergreenDefinition("A", "B", 5_500, 5_000), new IntergreenDefinition("B", "A", 4_500),
                new IntergreenDefinition("P", "B", 13_000, 13_000), new IntergreenDefinition("B", "P", 5_000),
            ],
            Stages = [new StageDefinition("S1", ["A", "P"]), new StageDefinition("S2", ["B"])],
            Lanes =
            [
                new LaneDefinition { Id = "a", Approach = "north", LengthM = 180.5, SpeedMps = 11.1 },
                new LaneDefinition { Id = "b", Approach = "east", LengthM = 75 },
                new LaneDefinition
                {
                    Id = "out", Role = LaneRole.Exit, LengthM = 300, DownstreamIntersection = "next", DownstreamLane = "in",
                },
            ],
            Movements =
            [
                new MovementDefinition
                {
                    Id = "A1", FromLane = "a", ToLane = "out", SignalGroup = "A", Turn = TurnDirection.Left,
                    SaturationFlowVph = 1_650, Share = 0.25, YieldsTo = ["A2"],
                    YieldsToPedestrians = ["P"],
                },
                new MovementDefinition { Id = "A2", FromLane = "a", ToLane = "out", SignalGroup = "A", Share = 0.75 },
                new MovementDefinition { Id = "B1", FromLane = "b", SignalGroup = "B", Turn = TurnDirection.Right },
            ],
            Detectors =
            [
                new DetectorDefinition
                {
                    Id = "dA", Channel = "loop 7", Lane = "a", DistanceM = 40, LengthM = 1.8, Calls = ["A"], DelayMs = 500, ExtendMs = 700,
                    Classes = VehicleClasses.Motorcycle | VehicleClasses.Bus,
                },
                new DetectorDefinition { Id = "cB", Kind = DetectorKind.IntervalCount, Lane = "b", DistanceM = 1, Calls = ["B"] },
                new DetectorDefinition { Id = "bP", Kind = DetectorKind.PushButton, Calls = ["P"] },
                new DetectorDefinition { Id = "tA", Kind = DetectorKind.Tracks, Lane = "a", LengthM = 180, Calls = ["A"] },
                new DetectorDefinition { Id = "dX", Lane = "out", DistanceM = 20 },
            ],
            Plans =
            [
                new TimingPlanDefinition
                {
                    Id = "peak", CycleMs = 80_000, OffsetMs = 12_000,
                    Splits = [new SplitDefinition("S1", 50_000), new SplitDefinition("S2", 30_000)],
                },
                new TimingPlanDefinition { Id = "night", Strategy = StrategyKind.Actuated, MaxGreenSet = 2 },
                new TimingPlanDefinition
                {
                    Id = "pressure", Strategy = StrategyKind.MaxPressure, SwitchingCostVehicles = 1.5, MaxRedMs = 90_000,
                },
                new TimingPlanDefinition { Id = "announced", Strategy = StrategyKind.Adaptive, CommitmentMs = 9_000 },
            ],
            DefaultPlan = "pressure",
            LocalPlan = "peak",
        };
    }
}
