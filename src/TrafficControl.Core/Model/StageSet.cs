using System.Numerics;

namespace TrafficControl.Core.Model;

/// <summary>
/// Compiles the stage set and the phase slots of an intersection: listed, from rings and barriers, or derived.
/// Derivation stops one stage above <see cref="Intersection.MaxStages"/>, so that the validator can tell a full set
/// from one too large.
/// </summary>
internal static class StageSet
{
    internal static Stage[] Compile(IntersectionDefinition definition, ModelIndex index, SignalGroup[] groups)
    {
        List<Stage> stages = [];
        if (definition.Stages.Count > 0)
        {
            foreach (StageDefinition stage in definition.Stages)
            {
                stages.Add(new Stage(stages.Count, stage.Id, index.GroupMask(stage.Groups)));
            }
        }
        else if (definition.RingBarrier is { } rings)
        {
            AddRingCombinations(rings, index, groups, stages);
        }
        else
        {
            AddMaximalSets(groups, stages);
        }

        return [.. stages];
    }

    internal static PhaseSlot[] CompilePhaseSlots(
        IntersectionDefinition definition, ModelIndex index, SignalGroup[] groups, Stage[] stages)
    {
        List<PhaseSlot> slots = [];
        if (definition.RingBarrier is { } policy)
        {
            for (int ring = 0; ring < policy.Rings.Count; ring++)
            {
                for (int barrier = 0; barrier < policy.Rings[ring].Count; barrier++)
                {
                    foreach (string id in policy.Rings[ring][barrier])
                    {
                        slots.Add(new PhaseSlot(slots.Count, ring, barrier, PhaseGroups(index.Groups[id], groups)));
                    }
                }
            }
        }
        else
        {
            foreach (Stage stage in stages)
            {
                slots.Add(new PhaseSlot(slots.Count, 0, 0, stage.Groups));
            }
        }

        return [.. slots];
    }

    /// <summary>A NEMA phase: the vehicle group and the pedestrians that walk beside it.</summary>
    private static ulong PhaseGroups(int vehicleGroup, SignalGroup[] groups) =>
        groups[vehicleGroup].Mask | groups[vehicleGroup].ConcurrentPedestrians;

    private static void AddRingCombinations(
        RingBarrierDefinition policy, ModelIndex index, SignalGroup[] groups, List<Stage> stages)
    {
        int barriers = policy.Rings.Count == 0 ? 0 : policy.Rings[0].Count;
        for (int barrier = 0; barrier < barriers; barrier++)
        {
            AddBarrierCombinations(policy, index, groups, stages, barrier, ring: 0, mask: 0, name: "");
        }
    }

    // Depth is bounded by the number of rings, which the validator bounds.
    private static void AddBarrierCombinations(
        RingBarrierDefinition policy, ModelIndex index, SignalGroup[] groups, List<Stage> stages,
        int barrier, int ring, ulong mask, string name)
    {
        if (stages.Count > Intersection.MaxStages)
        {
            return;
        }

        if (ring == policy.Rings.Count)
        {
            stages.Add(new Stage(stages.Count, name, mask));
            return;
        }

        IReadOnlyList<string> phases = policy.Rings[ring][barrier];
        if (phases.Count == 0)
        {
            AddBarrierCombinations(policy, index, groups, stages, barrier, ring + 1, mask, name);
        }

        foreach (string id in phases)
        {
            AddBarrierCombinations(
                policy, index, groups, stages, barrier, ring + 1,
                mask | PhaseGroups(index.Groups[id], groups), name.Length == 0 ? id : name + "+" + id);
        }
    }

    /// <summary>
    /// Adds the maximal sets of groups without conflict, sets with earlier groups first. Every set is reached from the
    /// first by forcing one group into a known set and completing the rest in order (Johnson, Yannakakis and
    /// Papadimitriou, 1988), so the work is bounded by the number of sets times groups squared, whatever the conflicts
    /// are.
    /// </summary>
    private static void AddMaximalSets(SignalGroup[] groups, List<Stage> stages)
    {
        List<ulong> sets = [Complete(0, groups)];
        for (int i = 0; i < sets.Count && sets.Count <= Intersection.MaxStages; i++)
        {
            foreach (SignalGroup forced in groups)
            {
                ulong kept = sets[i] & (forced.Mask - 1) & ~forced.Conflicts;
                ulong set = Complete(kept | forced.Mask, groups);
                if (!sets.Contains(set) && sets.Count <= Intersection.MaxStages)
                {
                    sets.Add(set);
                }
            }
        }

        sets.Sort(ByFirstDifference);
        foreach (ulong set in sets)
        {
            stages.Add(new Stage(stages.Count, Name(set, groups), set));
        }
    }

    /// <summary>Adds every group in order that conflicts with nothing in the set.</summary>
    private static ulong Complete(ulong set, SignalGroup[] groups)
    {
        foreach (SignalGroup group in groups)
        {
            set |= (group.Conflicts & set) == 0 ? group.Mask : 0;
        }

        return set;
    }

    /// <summary>The set with the first group that the other lacks comes first.</summary>
    private static int ByFirstDifference(ulong a, ulong b)
    {
        ulong difference = a ^ b;
        if (difference == 0)
        {
            return 0;
        }

        ulong first = difference & ~(difference - 1);
        return (a & first) != 0 ? -1 : 1;
    }

    private static string Name(ulong mask, SignalGroup[] groups)
    {
        List<string> ids = [];
        for (; mask != 0; mask &= mask - 1)
        {
            ids.Add(groups[BitOperations.TrailingZeroCount(mask)].Definition.Id);
        }

        return string.Join('+', ids);
    }
}
