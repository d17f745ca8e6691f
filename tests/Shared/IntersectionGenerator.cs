using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Testing;

/// <summary>
/// Makes any number of valid intersection files: 2 to 12 groups of every kind, any symmetric conflicts, any intergreens
/// not below the clearances, stages listed, derived or from rings, lanes, movements, detectors, and a plan for every
/// strategy. The same seed gives the same file. Valid by construction: nothing is drawn and thrown away for a fault.
/// </summary>
internal sealed class IntersectionGenerator
{
    private const int LongestRedMs = 900_000;
    private const int MostAttempts = 100;

    private readonly Dice _dice;
    private readonly Func<int, string> _name;
    private readonly GroupLayout _layout;

    private IntersectionGenerator(Dice dice, Func<int, string> name)
    {
        _dice = dice;
        _name = name;
        _layout = dice.Chance(35) ? GroupLayout.RingBarrier(dice) : GroupLayout.Staged(dice);
    }

    /// <summary>Makes a file.</summary>
    /// <param name="seed">Which file.</param>
    /// <param name="groupName">Identifier of the group at a position; by default "g0", "g1", and so on.</param>
    public static IntersectionDefinition Create(long seed, Func<int, string>? groupName = null)
    {
        Dice dice = new(seed);
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            IntersectionDefinition? definition =
                new IntersectionGenerator(dice, groupName ?? (group => $"g{group}")).TryBuild($"generated-{seed}");
            if (definition is not null)
            {
                return definition;
            }
        }

        throw new InvalidOperationException($"Seed {seed} made no junction small enough in {MostAttempts} attempts.");
    }

    /// <summary>
    /// Null when the junction is so large that a rotation through its stages takes longer than any red may.
    /// </summary>
    private IntersectionDefinition? TryBuild(string id)
    {
        List<LaneDefinition> lanes = [IntersectionSamples.Exit("out")];
        List<MovementDefinition> movements = [];
        AddLanes(lanes, movements);
        IntersectionDefinition bare = new()
        {
            Id = id,
            StartUpAllRedMs = _dice.Milliseconds(0, 8_000),
            SignalGroups = [.. Enumerable.Range(0, _layout.Count).Select(Group)],
            Conflicts = Conflicts(),
            Stages = [.. _layout.Stages.Select((stage, i) => new StageDefinition($"S{i}", [.. stage.Select(_name)]))],
            RingBarrier = _layout.Rings is { } rings
                ? new RingBarrierDefinition(
                    [.. rings.Select(ring => ring.Select(section => section.Select(_name).ToArray()).ToArray())])
                : null,
            Lanes = lanes,
            Movements = movements,
            Detectors = Detectors(lanes, movements),
            Plans = [new TimingPlanDefinition { Id = "free", Strategy = StrategyKind.Actuated }],
        };
        bare = bare with { Intergreens = Intergreens(bare) };

        Intersection compiled = Intersection.Create(
            bare with { SignalGroups = [.. bare.SignalGroups.Select(group => group with { MaxRedMs = LongestRedMs })] });
        if (compiled.Stages.Length > 16)
        {
            return null;
        }

        TimingPlanDefinition[] plans = Plans(compiled);
        long rotationMs = compiled.Stages.Sum(stage => ServiceMs(compiled, stage.Groups));
        long leastRedMs = Math.Max(plans.Max(plan => plan.CycleMs), 2 * rotationMs);
        bool isTight = _dice.Chance(50);
        return leastRedMs > LongestRedMs
            ? null
            : bare with
            {
                SignalGroups =
                [
                    .. bare.SignalGroups.Select(group => group with
                    {
                        // The least that the validator allows is where the guard of the longest red has most to do.
                        MaxRedMs = isTight
                            ? (int)leastRedMs
                            : _dice.Between((int)leastRedMs, (int)Math.Min(LongestRedMs, 3 * leastRedMs)),
                    }),
                ],
                Plans =
                [
                    .. plans.Select(plan => plan with
                    {
                        MaxRedMs = _dice.Between(10_000, (int)leastRedMs),
                    }),
                ],
                DefaultPlan = _dice.Pick(plans).Id,
                LocalPlan = _dice.Pick(plans).Id,
            };
    }

    private SignalGroupDefinition Group(int index)
    {
        if (_layout.IsPedestrian(index))
        {
            int beside = _layout.ConcurrentWith[index];
            return IntersectionSamples.Pedestrian(_name(index), beside < 0 ? "" : _name(beside)) with
            {
                MinGreenMs = _dice.Milliseconds(4_000, 10_000),
                PedClearanceMs = _dice.Milliseconds(3_000, 15_000),
                RedRevertMs = _dice.Milliseconds(0, 5_000),
                Recall = _dice.Chance(20) ? RecallMode.Pedestrian : RecallMode.None,
                RestsInWalk = _dice.Chance(30),
                LocksCalls = _dice.Chance(50),
            };
        }

        int minGreenMs = _dice.Milliseconds(1_000, 12_000);
        int passageMs = _dice.Milliseconds(0, 5_000);
        return new SignalGroupDefinition
        {
            Id = _name(index),
            Kind = _dice.Pick<SignalGroupKind>(
                [SignalGroupKind.Vehicle, SignalGroupKind.Vehicle, SignalGroupKind.Bus, SignalGroupKind.Bicycle, SignalGroupKind.Arrow]),
            MinGreenMs = minGreenMs,
            MaxGreenMs = minGreenMs + _dice.Milliseconds(0, 30_000),
            MaxGreen2Ms = minGreenMs + _dice.Milliseconds(0, 60_000),
            YellowMs = _dice.Milliseconds(3_000, 5_000),
            RedClearanceMs = _dice.Chance(30) ? 0 : _dice.Milliseconds(0, 4_000),
            RedRevertMs = _dice.Milliseconds(0, 6_000),
            PassageMs = passageMs,
            Recall = _dice.Pick<RecallMode>(
                [RecallMode.None, RecallMode.None, RecallMode.None, RecallMode.Minimum, RecallMode.Maximum, RecallMode.Soft]),
            LocksCalls = _dice.Chance(50),
            DualEntry = _dice.Chance(50),
            SimultaneousGapOut = _dice.Chance(50),
            VolumeDensity = _dice.Chance(80)
                ? null
                : new VolumeDensity(
                    _dice.Between(0, 3_000), minGreenMs + _dice.Between(0, 8_000), _dice.Between(0, 20_000),
                    _dice.Between(0, 20_000), _dice.Between(0, passageMs)),
        };
    }

    private Dictionary<string, IReadOnlyList<string>> Conflicts()
    {
        Dictionary<string, IReadOnlyList<string>> conflicts = new(StringComparer.Ordinal);
        for (int group = 0; group < _layout.Count; group++)
        {
            string[] others =
                [.. Enumerable.Range(0, _layout.Count).Where(other => _layout.InConflict(group, other)).Select(_name)];
            if (others.Length > 0)
            {
                conflicts[_name(group)] = others;
            }
        }

        return conflicts;
    }

    private List<IntergreenDefinition> Intergreens(IntersectionDefinition definition)
    {
        List<IntergreenDefinition> intergreens = [];
        for (int from = 0; from < _layout.Count; from++)
        {
            SignalGroupDefinition ending = definition.SignalGroups[from];
            int clearanceMs = ending.YellowMs + ending.RedClearanceMs + ending.PedClearanceMs;
            for (int to = 0; to < _layout.Count; to++)
            {
                if (_layout.InConflict(from, to) && _dice.Chance(50))
                {
                    int intergreenMs = clearanceMs + _dice.Milliseconds(0, 4_000);
                    intergreens.Add(new IntergreenDefinition(
                        _name(from), _name(to), intergreenMs, _dice.Chance(50) ? 0 : _dice.Between(0, intergreenMs)));
                }
            }
        }

        return intergreens;
    }

    private void AddLanes(List<LaneDefinition> lanes, List<MovementDefinition> movements)
    {
        for (int group = 0; group < _layout.VehicleCount; group++)
        {
            string lane = $"l{group}";
            lanes.Add(IntersectionSamples.Approach(lane) with { LengthM = _dice.Between(30, 400), SpeedMps = _dice.Between(5, 25) });
            bool isShared = _dice.Chance(20);
            movements.Add(IntersectionSamples.Through($"m{group}", lane, _dice.Chance(80) ? "out" : "", _name(group)) with
            {
                SaturationFlowVph = _dice.Between(900, 2_200),
                Share = isShared ? 0.6 : 1,
                Turn = _dice.Pick<TurnDirection>([TurnDirection.Through, TurnDirection.Left, TurnDirection.Right]),
            });
            if (isShared)
            {
                movements.Add(IntersectionSamples.Through(
                    $"n{group}", lane, "out", _name(_dice.Between(0, _layout.VehicleCount - 1))) with
                { Share = 0.4 });
            }
        }
    }

    private List<DetectorDefinition> Detectors(List<LaneDefinition> lanes, List<MovementDefinition> movements)
    {
        List<DetectorDefinition> detectors = [];
        foreach (LaneDefinition lane in lanes)
        {
            string[] released =
                [.. movements.Where(movement => movement.FromLane == lane.Id).Select(movement => movement.SignalGroup).Distinct()];
            string[] calls = released.Length == 0 ? [] : [_dice.Pick(released)];
            AddDetector(detectors, 80, new DetectorDefinition
            {
                Id = "stop-" + lane.Id,
                Lane = lane.Id,
                DistanceM = 1,
                LengthM = 10,
                Calls = calls,
            });
            AddDetector(detectors, 50, new DetectorDefinition
            {
                Id = "advance-" + lane.Id,
                Lane = lane.Id,
                DistanceM = 30,
                LengthM = 2,
                Calls = released,
                DelayMs = _dice.Chance(30) ? _dice.Between(0, 10_000) : 0,
                ExtendMs = _dice.Between(0, 3_000),
            });
            AddDetector(detectors, 20, new DetectorDefinition
            {
                Id = "count-" + lane.Id,
                Kind = DetectorKind.IntervalCount,
                Lane = lane.Id,
                DistanceM = 20,
                Calls = calls,
            });
            AddDetector(detectors, lane.Role == LaneRole.Approach ? 20 : 0, new DetectorDefinition
            {
                Id = "tracks-" + lane.Id,
                Kind = DetectorKind.Tracks,
                Lane = lane.Id,
                LengthM = _dice.Between(10, 300),
                Calls = released,
                DelayMs = _dice.Chance(30) ? _dice.Between(0, 10_000) : 0,
            });
        }

        for (int walk = _layout.VehicleCount; walk < _layout.Count; walk++)
        {
            AddDetector(detectors, 90, new DetectorDefinition
            {
                Id = $"button-{walk}",
                Kind = DetectorKind.PushButton,
                Calls = [_name(walk)],
            });
        }

        return detectors;
    }

    private void AddDetector(List<DetectorDefinition> detectors, int percent, DetectorDefinition detector)
    {
        if (_dice.Chance(percent))
        {
            detectors.Add(detector);
        }
    }

    private TimingPlanDefinition[] Plans(Intersection compiled)
    {
        SplitDefinition[] fixedSplits = Splits(compiled);
        SplitDefinition[] coordinatedSplits = Splits(compiled);
        return
        [
            Cyclic("fixed", StrategyKind.FixedTime, fixedSplits),
            Cyclic("coordinated", StrategyKind.Actuated, coordinatedSplits),
            new TimingPlanDefinition { Id = "free", Strategy = StrategyKind.Actuated, MaxGreenSet = _dice.Between(1, 2) },
            new TimingPlanDefinition
            {
                Id = "pressure", Strategy = StrategyKind.MaxPressure, SwitchingCostVehicles = _dice.Between(0, 50) / 10.0,
            },
            new TimingPlanDefinition { Id = "adaptive", Strategy = StrategyKind.Adaptive },
            new TimingPlanDefinition { Id = "announced", Strategy = StrategyKind.Adaptive, CommitmentMs = 9_000 },
            new TimingPlanDefinition { Id = "slotted", Strategy = StrategyKind.SlottedMaxPressure },
            new TimingPlanDefinition { Id = "wave", Strategy = StrategyKind.LongestWave },
        ];
    }

    private TimingPlanDefinition Cyclic(string id, StrategyKind strategy, SplitDefinition[] splits)
    {
        int cycleMs = splits.Sum(split => split.DurationMs);
        return new TimingPlanDefinition
        {
            Id = id,
            Strategy = strategy,
            CycleMs = cycleMs,
            OffsetMs = _dice.Between(0, (cycleMs / 1_000) - 1) * 1_000,
            Splits = splits,
            MaxGreenSet = _dice.Between(1, 2),
        };
    }

    /// <summary>
    /// Stages that serve every group, each long enough for the minimum service of its groups and the change after it.
    /// </summary>
    private SplitDefinition[] Splits(Intersection compiled)
    {
        List<SplitDefinition> splits = [];
        ulong served = 0;
        foreach (Stage stage in compiled.Stages)
        {
            if ((stage.Groups & ~served) == 0)
            {
                continue;
            }

            served |= stage.Groups;
            long neededMs = Math.Max(10_000, SplitMs(compiled, stage.Groups));
            int seconds = (int)((neededMs + 999) / 1_000) + _dice.Between(0, 12);
            splits.Add(new SplitDefinition(stage.Id, seconds * 1_000));
        }

        return [.. splits];
    }
    /// <summary>
    /// From the start of a stage to the earliest start of a group outside it, at minimum service, milliseconds.
    /// </summary>
    private static long ServiceMs(Intersection compiled, ulong groups)
    {
        long longestMs = 0;
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = compiled.Groups[BitOperations.TrailingZeroCount(rest)];
            int intergreenMs = compiled.Groups.Where(other => (other.Mask & ~groups) != 0)
                .Select(other => compiled.IntergreenMs(group.Index, other.Index)).DefaultIfEmpty().Max();
            int greenMs = GreenMs(compiled, group);
            longestMs = Math.Max(longestMs, group.IsPedestrian
                ? Math.Max(greenMs, group.Definition.MinGreenMs + intergreenMs)
                : greenMs + intergreenMs);
        }

        return longestMs;
    }

    /// <summary>
    /// Shortest split for a stage: the minimum service of its groups and the whole change after it, milliseconds.
    /// </summary>
    private static long SplitMs(Intersection compiled, ulong groups)
    {
        long longestMs = 0;
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = compiled.Groups[BitOperations.TrailingZeroCount(rest)];
            int intergreenMs = compiled.Groups.Max(other => compiled.IntergreenMs(group.Index, other.Index));
            longestMs = Math.Max(longestMs, GreenMs(compiled, group) + Math.Max(intergreenMs, group.ClearanceMs));
        }

        return longestMs;
    }

    /// <summary>
    /// Shortest service: walk and clearance, or the longest green that a group's own timing and its walks can force.
    /// </summary>
    private static int GreenMs(Intersection compiled, SignalGroup group)
    {
        int greenMs = group.IsPedestrian
            ? group.Definition.MinGreenMs + group.Definition.PedClearanceMs
            : Math.Max(group.Definition.MinGreenMs, group.Definition.VolumeDensity?.MaxInitialMs ?? 0);
        for (ulong rest = group.ConcurrentPedestrians; rest != 0; rest &= rest - 1)
        {
            greenMs = Math.Max(greenMs, GreenMs(compiled, compiled.Groups[BitOperations.TrailingZeroCount(rest)]));
        }

        return greenMs;
    }
}
