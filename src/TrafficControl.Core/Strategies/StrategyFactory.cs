using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>Makes the strategy a timing plan names.</summary>
public static class StrategyFactory
{
    /// <summary>Creates a strategy for one intersection.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="plan">One of its plans.</param>
    public static IStrategy Create(Intersection intersection, TimingPlan plan) =>
        throw new NotSupportedException($"No strategy {plan.Definition.Strategy} for {intersection.Id}.");
}
