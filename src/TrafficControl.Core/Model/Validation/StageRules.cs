namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// Rules of listed stages and of rings and barriers: nothing in them conflicts, and every group is in one.
/// </summary>
internal static class StageRules
{
    private const int MaxRings = 4;

    internal static void Check(ModelUnderTest model)
    {
        int stages = Math.Min(model.Definition.Stages.Count, Intersection.MaxStages);
        ulong staged = 0;
        for (int i = 0; i < stages; i++)
        {
            staged |= CheckStage(model, JsonPath.Item("stages", i), model.Definition.Stages[i]);
        }

        if (stages > 0 && !model.Faults.AnyUnreadable(["stages"]))
        {
            ReportUnserved(model, staged, "no stage; add it to the groups of a stage");
        }

        if (model.Definition.RingBarrier is { } policy)
        {
            ulong phased = CheckRings(model, policy);
            if (!model.Faults.AnyUnreadable(["ringBarrier"]))
            {
                ReportUnserved(
                    model, phased, "no stage of the rings; add it to a ring, or set concurrentWith of a pedestrian group");
            }
        }
    }

    private static ulong CheckStage(ModelUnderTest model, string stagePath, StageDefinition stage)
    {
        string path = stagePath + ".groups";
        if (stage.Groups.Count == 0)
        {
            model.Faults.Add(path, $"Stage {JsonPath.Quote(stage.Id)} has no groups; list those that are green in it.");
        }

        ulong mask = 0;
        int[] positions = model.Groups.ResolveAll(stage.Groups, path);
        for (int i = 0; i < positions.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                if (positions[i] != positions[j] && model.InConflict(positions[i], positions[j]))
                {
                    model.Faults.Add(
                        JsonPath.Item(path, i),
                        $"{model.Quoted(positions[i])} conflicts with {model.Quoted(positions[j])} of the same stage;"
                        + " move one of them to another stage.");
                }
            }

            mask |= positions[i] >= 0 ? 1UL << positions[i] : 0;
        }

        return mask;
    }

    private static void ReportUnserved(ModelUnderTest model, ulong served, string where)
    {
        for (int i = 0; i < model.Conflicts.Length; i++)
        {
            if ((served >> i & 1) == 0)
            {
                model.Faults.Add(JsonPath.Item("signalGroups", i), $"Signal group {model.Quoted(i)} is in {where}.");
            }
        }
    }

    /// <summary>
    /// Checks the rings; returns the groups that are timed in them, pedestrians beside their phases included.
    /// </summary>
    private static ulong CheckRings(ModelUnderTest model, RingBarrierDefinition policy)
    {
        const string Path = "ringBarrier.rings";
        IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> rings = policy.Rings;
        if (rings.Count is < 1 or > MaxRings)
        {
            model.Faults.Add(Path, $"rings has {rings.Count} entries; 1 to {MaxRings} rings are possible.");
        }

        ulong seen = 0;
        ulong timed = 0;
        List<(int Ring, int Barrier, ulong Groups)> phases = [];
        for (int ring = 0; ring < Math.Min(rings.Count, MaxRings); ring++)
        {
            string ringPath = JsonPath.Item(Path, ring);
            if (rings[ring].Count != rings[0].Count)
            {
                model.Faults.Add(
                    ringPath,
                    $"The ring has {rings[ring].Count} barrier sections and the first has {rings[0].Count};"
                    + " give every ring the same number, empty ones where nothing runs.");
            }

            for (int barrier = 0; barrier < Math.Min(rings[ring].Count, Intersection.MaxGroups); barrier++)
            {
                timed |= CheckSection(model, JsonPath.Item(ringPath, barrier), (ring, barrier), rings, ref seen, phases);
            }
        }

        CheckEmptySections(model, rings);
        return timed;
    }

    private static ulong CheckSection(
        ModelUnderTest model, string path, (int Ring, int Barrier) place,
        IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> rings, ref ulong seen,
        List<(int Ring, int Barrier, ulong Groups)> phases)
    {
        IReadOnlyList<string> ids = rings[place.Ring][place.Barrier];
        ulong timed = 0;
        for (int i = 0; i < Math.Min(ids.Count, Intersection.MaxGroups); i++)
        {
            string item = JsonPath.Item(path, i);
            int group = model.Groups.Resolve(ids[i], item);
            if (group < 0)
            {
                continue;
            }

            timed |= 1UL << group;
            if (model.IsPedestrian(group))
            {
                model.Faults.Add(
                    item,
                    $"{model.Quoted(group)} is a pedestrian group; remove it from the ring and set its concurrentWith.");
                continue;
            }

            if ((seen >> group & 1) != 0)
            {
                model.Faults.Add(item, $"{model.Quoted(group)} is already in a ring; remove one of the two.");
                continue;
            }

            seen |= 1UL << group;
            ulong groups = PhaseGroups(model, group);
            ReportConcurrentConflicts(model, item, place, groups, phases);
            phases.Add((place.Ring, place.Barrier, groups));
            timed |= groups;
        }

        return timed;
    }

    private static ulong PhaseGroups(ModelUnderTest model, int vehicleGroup)
    {
        ulong groups = 1UL << vehicleGroup;
        for (int i = 0; i < model.Conflicts.Length; i++)
        {
            SignalGroupDefinition group = model.Definition.SignalGroups[i];
            if (model.IsPedestrian(i) && model.Groups.Find(group.ConcurrentWith) == vehicleGroup)
            {
                groups |= 1UL << i;
            }
        }

        return groups;
    }

    /// <summary>Phases of different rings in the same barrier section run together, in every combination.</summary>
    private static void ReportConcurrentConflicts(
        ModelUnderTest model, string path, (int Ring, int Barrier) place, ulong groups,
        List<(int Ring, int Barrier, ulong Groups)> phases)
    {
        foreach ((int ring, int barrier, ulong others) in phases)
        {
            if (ring == place.Ring || barrier != place.Barrier)
            {
                continue;
            }

            for (int a = 0; a < model.Conflicts.Length; a++)
            {
                for (int b = 0; b < model.Conflicts.Length; b++)
                {
                    if ((groups >> a & others >> b & 1) != 0 && a != b && model.InConflict(a, b))
                    {
                        model.Faults.Add(
                            path,
                            $"{model.Quoted(a)} conflicts with {model.Quoted(b)}, which another ring times in the same"
                            + " barrier section; move one of them or correct conflicts.");
                    }
                }
            }
        }
    }

    private static void CheckEmptySections(ModelUnderTest model, IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> rings)
    {
        int barriers = rings.Count == 0 ? 0 : Math.Min(rings[0].Count, Intersection.MaxGroups);
        for (int barrier = 0; barrier < barriers; barrier++)
        {
            int phases = 0;
            foreach (IReadOnlyList<IReadOnlyList<string>> ring in rings)
            {
                phases += barrier < ring.Count ? ring[barrier].Count : 0;
            }

            if (phases == 0)
            {
                model.Faults.Add(
                    JsonPath.Item("ringBarrier.rings[0]", barrier),
                    "No ring has a phase in this barrier section; remove the section from every ring.");
            }
        }

        if (rings.Count > 0 && rings[0].Count is 0 or > Intersection.MaxGroups)
        {
            model.Faults.Add(
                "ringBarrier.rings[0]", $"The ring has {rings[0].Count} barrier sections; 1 to {Intersection.MaxGroups} are possible.");
        }
    }
}
