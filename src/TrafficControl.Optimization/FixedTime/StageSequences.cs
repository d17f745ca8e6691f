using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// The sequences of stages that are tried: those of the file's plans, the listed stages in their order, the ways through
/// a two-ring barrier structure, and a short cover of all groups.
/// </summary>
internal static class StageSequences
{
    private const int MaxSequences = 24;

    /// <summary>Sequences that serve every group, the most familiar first; at least one.</summary>
    internal static IReadOnlyList<int[]> Of(Intersection intersection)
    {
        List<int[]> sequences = [];
        foreach (TimingPlan plan in intersection.Plans)
        {
            Add(intersection, sequences, plan.SplitStages);
        }

        if (intersection.Definition.Stages.Count > 0)
        {
            Add(intersection, sequences, [.. Enumerable.Range(0, intersection.Stages.Length)]);
        }
        else if (intersection.Definition.RingBarrier is { Rings.Count: 2 } rings)
        {
            foreach (int[] way in RingWays(intersection, rings))
            {
                Add(intersection, sequences, way);
            }
        }

        Add(intersection, sequences, Cover(intersection));
        return sequences;
    }

    /// <summary>True when every group is green in one of the stages.</summary>
    internal static bool ServesAll(Intersection intersection, int[] sequence)
    {
        ulong served = 0;
        foreach (int stage in sequence)
        {
            served |= intersection.Stages[stage].Groups;
        }

        return sequence.Length > 0 && served == intersection.AllGroups;
    }

    private static void Add(Intersection intersection, List<int[]> sequences, int[] sequence)
    {
        if (sequences.Count < MaxSequences && sequence.Length <= TimingPlanDefinition.MaxSplits
            && ServesAll(intersection, sequence) && !sequences.Exists(known => known.AsSpan().SequenceEqual(sequence)))
        {
            sequences.Add(sequence);
        }
    }

    /// <summary>The stage that serves most groups not yet served, again and again, then in the order of the stages.</summary>
    private static int[] Cover(Intersection intersection)
    {
        List<int> chosen = [];
        ulong served = 0;
        while (served != intersection.AllGroups && chosen.Count < intersection.Stages.Length)
        {
            Stage best = intersection.Stages.MaxBy(stage => BitOperations.PopCount(stage.Groups & ~served))!;
            chosen.Add(best.Index);
            served |= best.Groups;
        }

        return [.. chosen.Distinct().Order()];
    }

    /// <summary>
    /// For each barrier section the ways from its first phases to its last: both rings change together, or one before the
    /// other. Every section goes the same way, and then each combination while there is room.
    /// </summary>
    private static List<int[]> RingWays(Intersection intersection, RingBarrierDefinition rings)
    {
        List<List<string>> ways = [[]];
        for (int barrier = 0; barrier < rings.Rings[0].Count; barrier++)
        {
            List<List<string>> sections = SectionWays(rings.Rings[0][barrier], rings.Rings[1][barrier]);
            ways = [.. ways.SelectMany(_ => sections, (way, section) => way.Concat(section).ToList()).Take(MaxSequences)];
        }

        return [.. ways.Select(way => way.ConvertAll(name => Array.FindIndex(intersection.Stages, stage => stage.Id == name)))
            .Where(way => way.TrueForAll(stage => stage >= 0)).Select(way => way.ToArray())];
    }

    private static List<List<string>> SectionWays(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        List<List<string>> ways = [];
        Walk(first, second, 0, 0, [], ways);
        return ways;
    }

    private static void Walk(
        IReadOnlyList<string> first, IReadOnlyList<string> second, int a, int b, List<string> way, List<List<string>> ways)
    {
        string name = (first.Count, second.Count) switch
        {
            (0, _) => second[b],
            (_, 0) => first[a],
            _ => $"{first[a]}+{second[b]}",
        };
        List<string> longer = [.. way, name];
        bool canFirst = a + 1 < first.Count;
        bool canSecond = b + 1 < second.Count;
        if (!canFirst && !canSecond)
        {
            ways.Add(longer);
            return;
        }

        if (canFirst && canSecond)
        {
            Walk(first, second, a + 1, b + 1, longer, ways);
        }

        if (canFirst)
        {
            Walk(first, second, a + 1, b, longer, ways);
        }

        if (canSecond)
        {
            Walk(first, second, a, b + 1, longer, ways);
        }
    }
}
