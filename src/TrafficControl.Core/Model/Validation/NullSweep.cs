namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// Replaces every null that a careless deserialiser left in a definition by an empty stand-in and reports it, so that
/// the rules behind it need not look for nulls.
/// </summary>
internal sealed class NullSweep(FaultList faults)
{
    /// <summary>A copy of a definition without nulls where the types allow none.</summary>
    /// <param name="definition">The definition.</param>
    internal IntersectionDefinition Sweep(IntersectionDefinition definition) => definition with
    {
        Id = Text(definition.Id, "id"),
        Name = Text(definition.Name, "name"),
        SignalGroups = List(definition.SignalGroups, "signalGroups", Group),
        Conflicts = Conflicts(definition.Conflicts),
        Intergreens = List(definition.Intergreens, "intergreens", Intergreen),
        Stages = List(definition.Stages, "stages", Stage),
        RingBarrier = definition.RingBarrier is { } policy ? RingBarrier(policy) : null,
        Lanes = List(definition.Lanes, "lanes", Lane),
        Movements = List(definition.Movements, "movements", Movement),
        Detectors = List(definition.Detectors, "detectors", Detector),
        Plans = List(definition.Plans, "plans", Plan),
        DefaultPlan = Text(definition.DefaultPlan, "defaultPlan"),
        LocalPlan = Text(definition.LocalPlan, "localPlan"),
    };

    private SignalGroupDefinition Group(SignalGroupDefinition? group, string path)
    {
        SignalGroupDefinition known = group ?? Missing(new SignalGroupDefinition { Id = "" }, path);
        return known with
        {
            Id = Text(known.Id, path + ".id"),
            ConcurrentWith = Text(known.ConcurrentWith, path + ".concurrentWith"),
        };
    }

    private IntergreenDefinition Intergreen(IntergreenDefinition? intergreen, string path)
    {
        IntergreenDefinition known = intergreen ?? Missing(new IntergreenDefinition("", "", 0), path);
        return known with { From = Text(known.From, path + ".from"), To = Text(known.To, path + ".to") };
    }

    private StageDefinition Stage(StageDefinition? stage, string path)
    {
        StageDefinition known = stage ?? Missing(new StageDefinition("", []), path);
        return new StageDefinition(Text(known.Id, path + ".id"), Texts(known.Groups, path + ".groups"));
    }

    private RingBarrierDefinition RingBarrier(RingBarrierDefinition policy) => new(
        List(policy.Rings, "ringBarrier.rings", (ring, ringPath) => List(ring, ringPath, Texts)));

    private LaneDefinition Lane(LaneDefinition? lane, string path)
    {
        LaneDefinition known = lane ?? Missing(new LaneDefinition { Id = "" }, path);
        return known with
        {
            Id = Text(known.Id, path + ".id"),
            Approach = Text(known.Approach, path + ".approach"),
            DownstreamIntersection = Text(known.DownstreamIntersection, path + ".downstreamIntersection"),
            DownstreamLane = Text(known.DownstreamLane, path + ".downstreamLane"),
        };
    }

    private MovementDefinition Movement(MovementDefinition? movement, string path)
    {
        MovementDefinition known =
            movement ?? Missing(new MovementDefinition { Id = "", FromLane = "", SignalGroup = "" }, path);
        return known with
        {
            Id = Text(known.Id, path + ".id"),
            FromLane = Text(known.FromLane, path + ".fromLane"),
            ToLane = Text(known.ToLane, path + ".toLane"),
            SignalGroup = Text(known.SignalGroup, path + ".signalGroup"),
            YieldsTo = Texts(known.YieldsTo, path + ".yieldsTo"),
            YieldsToPedestrians = Texts(known.YieldsToPedestrians, path + ".yieldsToPedestrians"),
        };
    }

    private DetectorDefinition Detector(DetectorDefinition? detector, string path)
    {
        DetectorDefinition known = detector ?? Missing(new DetectorDefinition { Id = "" }, path);
        return known with
        {
            Id = Text(known.Id, path + ".id"),
            Lane = Text(known.Lane, path + ".lane"),
            Calls = Texts(known.Calls, path + ".calls"),
        };
    }

    private TimingPlanDefinition Plan(TimingPlanDefinition? plan, string path)
    {
        TimingPlanDefinition known = plan ?? Missing(new TimingPlanDefinition { Id = "" }, path);
        return known with
        {
            Id = Text(known.Id, path + ".id"),
            Splits = List(known.Splits, path + ".splits", Split),
        };
    }

    private SplitDefinition Split(SplitDefinition? split, string path)
    {
        SplitDefinition known = split ?? Missing(new SplitDefinition("", 0), path);
        return known with { Stage = Text(known.Stage, path + ".stage") };
    }

    private Dictionary<string, IReadOnlyList<string>> Conflicts(IReadOnlyDictionary<string, IReadOnlyList<string>>? conflicts)
    {
        Dictionary<string, IReadOnlyList<string>> known = new(StringComparer.Ordinal);
        if (conflicts is null)
        {
            return Missing(known, "conflicts");
        }

        foreach ((string id, IReadOnlyList<string> others) in conflicts)
        {
            known[id] = Texts(others, JsonPath.Field("conflicts", id));
        }

        return known;
    }

    private string[] Texts(IReadOnlyList<string>? texts, string path) => List(texts, path, Text);

    private T[] List<T>(IReadOnlyList<T>? items, string path, Func<T?, string, T> sweep)
    {
        if (items is null)
        {
            return Missing(Array.Empty<T>(), path);
        }

        T[] known = new T[items.Count];
        for (int i = 0; i < known.Length; i++)
        {
            known[i] = sweep(items[i], JsonPath.Item(path, i));
        }

        return known;
    }

    private string Text(string? text, string path) => text ?? Missing("", path);

    private T Missing<T>(T standIn, string path)
    {
        faults.AddUnreadable(path, $"{path} is null; give it a value.");
        return standIn;
    }
}
