using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>An optimised fixed-time plan and what it is expected to do.</summary>
public sealed record FixedTimeResult
{
    /// <summary>Identifier of the intersection.</summary>
    public required string Intersection { get; init; }

    /// <summary>The plan; it is legal for the intersection.</summary>
    public required TimingPlanDefinition Plan { get; init; }

    /// <summary>Webster's cycle before limits and refinement, seconds; null when oversaturated.</summary>
    public double? WebsterCycleS { get; init; }

    /// <summary>Time lost in a cycle on the critical path, L, seconds.</summary>
    public required double LostTimeS { get; init; }

    /// <summary>Sum of the critical flow ratios, Y.</summary>
    public required double FlowRatio { get; init; }

    /// <summary>Critical volume-to-capacity ratio of the plan's cycle.</summary>
    public required double CriticalDegree { get; init; }

    /// <summary>Mean control delay, seconds per vehicle.</summary>
    public required double DelayS { get; init; }

    /// <summary>Level of service of the intersection, A to F.</summary>
    public required char LevelOfService { get; init; }

    /// <summary>The movements, in the order of the intersection file.</summary>
    public required IReadOnlyList<MovementPerformance> Movements { get; init; }

    /// <summary>What to know before the plan is used, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The definition with the plan added, or put in the place of the one with its identifier.</summary>
    /// <param name="definition">The intersection's definition.</param>
    public IntersectionDefinition AddTo(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        return definition with { Plans = [.. definition.Plans.Where(plan => plan.Id != Plan.Id), Plan] };
    }
}
