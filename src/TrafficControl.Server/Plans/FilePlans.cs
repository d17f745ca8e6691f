using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Server.Plans;

/// <summary>The plans of the intersections' files, in the order in which the store lists its own.</summary>
internal sealed class FilePlans
{
    private readonly PlanVersion[] _plans;

    public FilePlans(EngineRegistry engines)
    {
        _plans = [.. engines.All.SelectMany(engine =>
            engine.Intersection.Definition.Plans.Select(plan => PlanVersion.OfFile(engine.Intersection.Id, plan)))];
        Array.Sort(_plans, (a, b) => PlanPage.Compare(a.Key, b.Key));
    }

    /// <summary>A plan in an intersection's file; null when there is none.</summary>
    public static TimingPlanDefinition? Find(Intersection intersection, string planId)
    {
        int index = intersection.FindPlan(planId);
        return index < 0 ? null : intersection.Plans[index].Definition;
    }

    /// <summary>The first plans after a key, of one intersection or of all.</summary>
    public IEnumerable<PlanVersion> After(PlanKey? after, string intersectionId, int size)
    {
        int low = 0;
        for (int high = after is null ? 0 : _plans.Length; low < high;)
        {
            int middle = (low + high) / 2;
            (low, high) = PlanPage.Compare(_plans[middle].Key, after!.Value) <= 0 ? (middle + 1, high) : (low, middle);
        }

        return _plans.Skip(low)
            .Where(plan => intersectionId.Length == 0 || plan.Key.IntersectionId == intersectionId)
            .Take(size);
    }
}
