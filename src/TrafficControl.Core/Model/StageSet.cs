using System.Numerics;

namespace TrafficControl.Core.Model;

/// <summary>Compiles the stage set and the phase slots of an intersection: listed, from rings and barriers, or derived.</summary>
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
            ulong all = groups.Length == Intersection.MaxGroups ? ulong.MaxValue : (1UL << groups.Length) - 1;
            AddMaximalSets(0, all, 0, groups, stages);
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
        if (ring == policy.Rings.Count)
        {
            if (stages.Count < Intersection.MaxStages && mask != 0)
            {
                stages.Add(new Stage(stages.Count, name, mask));
            }

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
    /// Adds the maximal sets of groups without conflict (Bron and Kerbosch, 1973, on the graph of compatible groups), at most
    /// <see cref="Intersection.MaxStages"/>. Depth is bounded by the number of groups.
    /// </summary>
    private static void AddMaximalSets(ulong chosen, ulong candidates, ulong excluded, SignalGroup[] groups, List<Stage> stages)
    {
        if (candidates == 0 && excluded == 0)
        {
            if (stages.Count < Intersection.MaxStages && chosen != 0)
            {
                stages.Add(new Stage(stages.Count, Name(chosen, groups), chosen));
            }

            return;
        }

        // Pivot: only groups in conflict with it can lead to a set without it.
        int pivot = BitOperations.TrailingZeroCount(candidates != 0 ? candidates : excluded);
        ulong branch = candidates & (groups[pivot].Conflicts | groups[pivot].Mask);
        for (; branch != 0 && stages.Count < Intersection.MaxStages; branch &= branch - 1)
        {
            SignalGroup group = groups[BitOperations.TrailingZeroCount(branch)];
            ulong compatible = ~(group.Conflicts | group.Mask);
            AddMaximalSets(chosen | group.Mask, candidates & compatible, excluded & compatible, groups, stages);
            candidates &= ~group.Mask;
            excluded |= group.Mask;
        }
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
