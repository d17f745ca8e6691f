using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies.Peers;

namespace TrafficControl.Core.Strategies;

/// <summary>Makes the strategy a timing plan names.</summary>
public static class StrategyFactory
{
    /// <summary>Creates a strategy for one intersection.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="plan">One of its plans.</param>
    /// <exception cref="NotSupportedException">The plan names a strategy that does not exist.</exception>
    public static IStrategy Create(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Definition.Strategy switch
        {
            StrategyKind.FixedTime => new FixedTimeStrategy(intersection, plan),
            StrategyKind.Actuated => new ActuatedStrategy(intersection, plan),
            StrategyKind.MaxPressure => new MaxPressureStrategy(intersection, plan),
            StrategyKind.Adaptive => new AdaptiveStrategy(intersection, plan),
            StrategyKind.SlottedMaxPressure or StrategyKind.LongestWave =>
                new SlottedStrategy(intersection, plan, plan.Definition.Strategy),
            _ => throw new NotSupportedException($"No strategy {plan.Definition.Strategy} for {intersection.Id}."),
        };
    }
}
