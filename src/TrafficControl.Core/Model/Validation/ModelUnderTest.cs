namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// A definition while it is looked at: free of nulls, its identifiers indexed, its conflicts as masks as far as they
/// can be read. References are -1 where they lead nowhere; whoever finds that first has reported it.
/// </summary>
internal sealed class ModelUnderTest
{
    internal ModelUnderTest(IntersectionDefinition definition, FaultList faults)
    {
        Definition = definition;
        Faults = faults;
        Groups = IdTable.Create(
            faults, "signal group", "signalGroups", definition.SignalGroups, group => group.Id,
            Intersection.MaxGroups, SignalGroupDefinition.MaxIdLength);
        Stages = IdTable.Create(
            faults, "stage", "stages", definition.Stages, stage => stage.Id, Intersection.MaxStages);
        Lanes = IdTable.Create(faults, "lane", "lanes", definition.Lanes, lane => lane.Id, Intersection.MaxLanes);
        Movements = IdTable.Create(
            faults, "movement", "movements", definition.Movements, movement => movement.Id, Intersection.MaxMovements);
        Detectors = IdTable.Create(
            faults, "detector", "detectors", definition.Detectors, detector => detector.Id, Intersection.MaxDetectors);
        Plans = IdTable.Create(faults, "plan", "plans", definition.Plans, plan => plan.Id, Intersection.MaxPlans);
        Conflicts = new ulong[Math.Min(definition.SignalGroups.Count, Intersection.MaxGroups)];
        foreach ((string id, IReadOnlyList<string> others) in definition.Conflicts)
        {
            int group = Groups.Find(id);
            for (int i = 0; group >= 0 && i < others.Count; i++)
            {
                int other = Groups.Find(others[i]);
                Conflicts[group] |= other >= 0 ? 1UL << other : 0;
            }
        }
    }

    internal IntersectionDefinition Definition { get; }

    internal FaultList Faults { get; }

    internal IdTable Groups { get; }

    internal IdTable Stages { get; }

    internal IdTable Lanes { get; }

    internal IdTable Movements { get; }

    internal IdTable Detectors { get; }

    internal IdTable Plans { get; }

    /// <summary>For each group, the groups its own entry in the conflict table names.</summary>
    internal ulong[] Conflicts { get; }

    /// <summary>True when both groups exist and either one's entry in the conflict table names the other.</summary>
    internal bool InConflict(int a, int b) =>
        a >= 0 && b >= 0 && (((Conflicts[a] >> b) | (Conflicts[b] >> a)) & 1) != 0;

    /// <summary>True for a group that exists and is for pedestrians.</summary>
    internal bool IsPedestrian(int group) =>
        group >= 0 && Definition.SignalGroups[group].Kind == SignalGroupKind.Pedestrian;

    /// <summary>A group's clearance, milliseconds; in 64 bits because nothing about the file is trusted yet.</summary>
    internal long ClearanceMs(int group)
    {
        SignalGroupDefinition timing = Definition.SignalGroups[group];
        return IsPedestrian(group) ? timing.PedClearanceMs : (long)timing.YellowMs + timing.RedClearanceMs;
    }

    /// <summary>Identifier of a group in quotation marks.</summary>
    internal string Quoted(int group) => JsonPath.Quote(Definition.SignalGroups[group].Id);
}
