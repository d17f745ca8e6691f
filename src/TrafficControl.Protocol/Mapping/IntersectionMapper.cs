using TrafficControl.Core.Model;

namespace TrafficControl.Protocol.Mapping;

/// <summary>Maps intersection definitions to their messages and back, field for field.</summary>
public static class IntersectionMapper
{
    private static readonly (VehicleClasses Flag, V1.VehicleClass Message)[] Classes =
    [
        (VehicleClasses.Car, V1.VehicleClass.Car),
        (VehicleClasses.Motorcycle, V1.VehicleClass.Motorcycle),
        (VehicleClasses.Truck, V1.VehicleClass.Truck),
        (VehicleClasses.Bus, V1.VehicleClass.Bus),
        (VehicleClasses.Bicycle, V1.VehicleClass.Bicycle),
        (VehicleClasses.Pedestrian, V1.VehicleClass.Pedestrian),
    ];

    /// <summary>The message of a definition.</summary>
    /// <param name="definition">The definition.</param>
    public static V1.Intersection ToMessage(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        V1.Intersection message = new()
        {
            FormatVersion = definition.FormatVersion,
            Id = definition.Id,
            Name = definition.Name,
            StartUpAllRedMs = definition.StartUpAllRedMs,
            DefaultPlan = definition.DefaultPlan,
            LocalPlan = definition.LocalPlan,
        };
        if (definition.LatitudeDeg is { } latitude)
        {
            message.LatitudeDeg = latitude;
        }

        if (definition.LongitudeDeg is { } longitude)
        {
            message.LongitudeDeg = longitude;
        }

        message.SignalGroups.AddRange(definition.SignalGroups.Select(ToMessage));
        message.Conflicts.AddRange(definition.Conflicts.Select(row =>
            new V1.ConflictRow { Group = row.Key, ConflictsWith = { row.Value } }));
        message.Intergreens.AddRange(definition.Intergreens.Select(intergreen => new V1.Intergreen
        {
            From = intergreen.From,
            To = intergreen.To,
            Ms = intergreen.Ms,
            GuaranteedMs = intergreen.GuaranteedMs,
        }));
        message.Stages.AddRange(definition.Stages.Select(stage => new V1.Stage { Id = stage.Id, Groups = { stage.Groups } }));
        message.RingBarrier = definition.RingBarrier is { } policy ? ToMessage(policy) : null;
        message.Lanes.AddRange(definition.Lanes.Select(ToMessage));
        message.Movements.AddRange(definition.Movements.Select(ToMessage));
        message.Detectors.AddRange(definition.Detectors.Select(ToMessage));
        message.Plans.AddRange(definition.Plans.Select(ToMessage));
        return message;
    }

    /// <summary>
    /// The definition of a message. It may have faults: <see cref="IntersectionValidator"/> finds them.
    /// </summary>
    /// <param name="message">The message.</param>
    public static IntersectionDefinition FromMessage(V1.Intersection message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Dictionary<string, IReadOnlyList<string>> conflicts = new(StringComparer.Ordinal);
        foreach (V1.ConflictRow row in message.Conflicts)
        {
            // Two rows for one group are one row: the file format cannot say it twice.
            conflicts[row.Group] = conflicts.TryGetValue(row.Group, out IReadOnlyList<string>? earlier)
                ? [.. earlier, .. row.ConflictsWith]
                : [.. row.ConflictsWith];
        }

        return new IntersectionDefinition
        {
            FormatVersion = message.FormatVersion,
            Id = message.Id,
            Name = message.Name,
            LatitudeDeg = message.HasLatitudeDeg ? message.LatitudeDeg : null,
            LongitudeDeg = message.HasLongitudeDeg ? message.LongitudeDeg : null,
            StartUpAllRedMs = message.StartUpAllRedMs,
            SignalGroups = [.. message.SignalGroups.Select(FromMessage)],
            Conflicts = conflicts,
            Intergreens = [.. message.Intergreens.Select(row =>
                new IntergreenDefinition(row.From, row.To, row.Ms, row.GuaranteedMs))],
            Stages = [.. message.Stages.Select(stage => new StageDefinition(stage.Id, [.. stage.Groups]))],
            RingBarrier = message.RingBarrier is { } policy ? FromMessage(policy) : null,
            Lanes = [.. message.Lanes.Select(FromMessage)],
            Movements = [.. message.Movements.Select(FromMessage)],
            Detectors = [.. message.Detectors.Select(FromMessage)],
            Plans = [.. message.Plans.Select(FromMessage)],
            DefaultPlan = message.DefaultPlan,
            LocalPlan = message.LocalPlan,
        };
    }

    /// <summary>The message of a timing plan.</summary>
    /// <param name="plan">The plan.</param>
    public static V1.TimingPlan ToMessage(TimingPlanDefinition plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new V1.TimingPlan
        {
            Id = plan.Id,
            Strategy = ToMessage(plan.Strategy),
            CycleMs = plan.CycleMs,
            OffsetMs = plan.OffsetMs,
            Splits = { plan.Splits.Select(split => new V1.Split { Stage = split.Stage, DurationMs = split.DurationMs }) },
            MaxGreenSet = plan.MaxGreenSet,
            SwitchingCostVehicles = plan.SwitchingCostVehicles,
            MaxRedMs = plan.MaxRedMs,
            CommitmentMs = plan.CommitmentMs,
        };
    }

    /// <summary>The message value of a strategy.</summary>
    /// <param name="strategy">The strategy.</param>
    public static V1.StrategyKind ToMessage(StrategyKind strategy) => (V1.StrategyKind)((int)strategy + 1);

    /// <summary>The class flag of a message value; <see cref="VehicleClasses.None"/> for an unknown one.</summary>
    /// <param name="vehicleClass">The message value.</param>
    public static VehicleClasses FromMessage(V1.VehicleClass vehicleClass)
    {
        foreach ((VehicleClasses flag, V1.VehicleClass message) in Classes)
        {
            if (message == vehicleClass)
            {
                return flag;
            }
        }

        return VehicleClasses.None;
    }

    /// <summary>The message value of one class.</summary>
    /// <param name="vehicleClass">One class, not a set.</param>
    public static V1.VehicleClass ToMessage(VehicleClasses vehicleClass)
    {
        foreach ((VehicleClasses flag, V1.VehicleClass message) in Classes)
        {
            if (flag == vehicleClass)
            {
                return message;
            }
        }

        return V1.VehicleClass.Unspecified;
    }

    // The message enums hold the values of Core's, moved up by one for UNSPECIFIED, which reads as Core's first value.
    private static int FromEnum(int message) => Math.Max(0, message - 1);

    private static V1.SignalGroup ToMessage(SignalGroupDefinition group) => new()
    {
        Id = group.Id,
        Kind = (V1.SignalGroupKind)((int)group.Kind + 1),
        MinGreenMs = group.MinGreenMs,
        MaxGreenMs = group.MaxGreenMs,
        MaxGreen2Ms = group.MaxGreen2Ms,
        YellowMs = group.YellowMs,
        RedClearanceMs = group.RedClearanceMs,
        RedRevertMs = group.RedRevertMs,
        PedClearanceMs = group.PedClearanceMs,
        MaxRedMs = group.MaxRedMs,
        PassageMs = group.PassageMs,
        Recall = (V1.RecallMode)((int)group.Recall + 1),
        LocksCalls = group.LocksCalls,
        DualEntry = group.DualEntry,
        SimultaneousGapOut = group.SimultaneousGapOut,
        RestsInWalk = group.RestsInWalk,
        ConcurrentWith = group.ConcurrentWith,
        VolumeDensity = group.VolumeDensity is { } density
            ? new V1.VolumeDensity
            {
                AddedInitialMs = density.AddedInitialMs,
                MaxInitialMs = density.MaxInitialMs,
                TimeBeforeReductionMs = density.TimeBeforeReductionMs,
                TimeToReduceMs = density.TimeToReduceMs,
                MinGapMs = density.MinGapMs,
            }
            : null,
    };

    private static SignalGroupDefinition FromMessage(V1.SignalGroup group) => new()
    {
        Id = group.Id,
        Kind = (SignalGroupKind)FromEnum((int)group.Kind),
        MinGreenMs = group.MinGreenMs,
        MaxGreenMs = group.MaxGreenMs,
        MaxGreen2Ms = group.MaxGreen2Ms,
        YellowMs = group.YellowMs,
        RedClearanceMs = group.RedClearanceMs,
        RedRevertMs = group.RedRevertMs,
        PedClearanceMs = group.PedClearanceMs,
        MaxRedMs = group.MaxRedMs,
        PassageMs = group.PassageMs,
        Recall = (RecallMode)FromEnum((int)group.Recall),
        LocksCalls = group.LocksCalls,
        DualEntry = group.DualEntry,
        SimultaneousGapOut = group.SimultaneousGapOut,
        RestsInWalk = group.RestsInWalk,
        ConcurrentWith = group.ConcurrentWith,
        VolumeDensity = group.VolumeDensity is { } density
            ? new VolumeDensity(
                density.AddedInitialMs, density.MaxInitialMs, density.TimeBeforeReductionMs,
                density.TimeToReduceMs, density.MinGapMs)
            : null,
    };

    private static V1.RingBarrier ToMessage(RingBarrierDefinition policy)
    {
        V1.RingBarrier message = new();
        foreach (IReadOnlyList<IReadOnlyList<string>> sections in policy.Rings)
        {
            V1.Ring ring = new();
            ring.Sections.AddRange(sections.Select(phases => new V1.BarrierSection { Phases = { phases } }));
            message.Rings.Add(ring);
        }

        return message;
    }

    private static RingBarrierDefinition FromMessage(V1.RingBarrier policy) => new(
        [.. policy.Rings.Select(ring => (IReadOnlyList<IReadOnlyList<string>>)
            [.. ring.Sections.Select(section => (IReadOnlyList<string>)[.. section.Phases])])]);

    private static V1.Lane ToMessage(LaneDefinition lane) => new()
    {
        Id = lane.Id,
        Role = (V1.LaneRole)((int)lane.Role + 1),
        Approach = lane.Approach,
        LengthM = lane.LengthM,
        SpeedMps = lane.SpeedMps,
        DownstreamIntersection = lane.DownstreamIntersection,
        DownstreamLane = lane.DownstreamLane,
    };

    private static LaneDefinition FromMessage(V1.Lane lane) => new()
    {
        Id = lane.Id,
        Role = (LaneRole)FromEnum((int)lane.Role),
        Approach = lane.Approach,
        LengthM = lane.LengthM,
        SpeedMps = lane.SpeedMps,
        DownstreamIntersection = lane.DownstreamIntersection,
        DownstreamLane = lane.DownstreamLane,
    };

    private static V1.Movement ToMessage(MovementDefinition movement) => new()
    {
        Id = movement.Id,
        FromLane = movement.FromLane,
        ToLane = movement.ToLane,
        SignalGroup = movement.SignalGroup,
        Turn = (V1.TurnDirection)((int)movement.Turn + 1),
        SaturationFlowVph = movement.SaturationFlowVph,
        Share = movement.Share,
        YieldsTo = { movement.YieldsTo },
        YieldsToPedestrians = { movement.YieldsToPedestrians },
    };

    private static MovementDefinition FromMessage(V1.Movement movement) => new()
    {
        Id = movement.Id,
        FromLane = movement.FromLane,
        ToLane = movement.ToLane,
        SignalGroup = movement.SignalGroup,
        Turn = (TurnDirection)FromEnum((int)movement.Turn),
        SaturationFlowVph = movement.SaturationFlowVph,
        Share = movement.Share,
        YieldsTo = [.. movement.YieldsTo],
        YieldsToPedestrians = [.. movement.YieldsToPedestrians],
    };

    private static V1.Detector ToMessage(DetectorDefinition detector)
    {
        V1.Detector message = new()
        {
            Id = detector.Id,
            Kind = (V1.DetectorKind)((int)detector.Kind + 1),
            Lane = detector.Lane,
            DistanceM = detector.DistanceM,
            LengthM = detector.LengthM,
            Calls = { detector.Calls },
            DelayMs = detector.DelayMs,
            ExtendMs = detector.ExtendMs,
            Channel = detector.Channel,
        };
        foreach ((VehicleClasses flag, V1.VehicleClass value) in Classes)
        {
            if (detector.Classes.HasFlag(flag))
            {
                message.Classes.Add(value);
            }
        }

        return message;
    }

    private static DetectorDefinition FromMessage(V1.Detector detector)
    {
        VehicleClasses classes = VehicleClasses.None;
        foreach (V1.VehicleClass value in detector.Classes)
        {
            classes |= FromMessage(value);
        }

        return new DetectorDefinition
        {
            Id = detector.Id,
            Kind = (DetectorKind)FromEnum((int)detector.Kind),
            Lane = detector.Lane,
            DistanceM = detector.DistanceM,
            LengthM = detector.LengthM,
            Classes = detector.Classes.Count == 0 ? VehicleClasses.All : classes,
            Calls = [.. detector.Calls],
            DelayMs = detector.DelayMs,
            ExtendMs = detector.ExtendMs,
            Channel = detector.Channel,
        };
    }

    /// <summary>The definition of a plan's message. It may have faults.</summary>
    /// <param name="plan">The message.</param>
    public static TimingPlanDefinition FromMessage(V1.TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new TimingPlanDefinition
        {
            Id = plan.Id,
            Strategy = (StrategyKind)FromEnum((int)plan.Strategy),
            CycleMs = plan.CycleMs,
            OffsetMs = plan.OffsetMs,
            Splits = [.. plan.Splits.Select(split => new SplitDefinition(split.Stage, split.DurationMs))],
            MaxGreenSet = plan.MaxGreenSet,
            SwitchingCostVehicles = plan.SwitchingCostVehicles,
            MaxRedMs = plan.MaxRedMs,
            CommitmentMs = plan.CommitmentMs,
        };
    }
}
