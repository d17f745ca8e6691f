using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Decides which groups should be green. One instance serves one intersection on one thread; it allocates at
/// construction only, and the same sequence of states gives the same decisions.
/// </summary>
public interface IStrategy
{
    /// <summary>Which strategy this is.</summary>
    StrategyKind Kind { get; }

    /// <summary>What it expects to show after its last decision; null for a strategy that does not plan ahead.</summary>
    StageOutlook? Outlook => null;

    /// <summary>Decides on the state just updated. Called once per tick, in order of time.</summary>
    /// <param name="state">What is known of the intersection at this tick.</param>
    Decision Decide(IntersectionState state);
}
