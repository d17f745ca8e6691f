using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// Plans of the benchmark literature's controllers. They are added to an intersection for the length of an evaluation
/// and stand in no imported file: nobody should run a street with them.
/// </summary>
internal static class PeerPlans
{
    /// <summary>Max pressure, acting every 10 s.</summary>
    internal const string MaxPressure10s = "max-pressure-10s";

    /// <summary>Longest wave, acting every 10 s.</summary>
    internal const string LongestWave10s = "longest-wave-10s";

    // The literature knows no longest red. The longest a plan can have comes nearest; a group's own limit still holds,
    // because the monitor would flash.
    private const int LongestMaxRedMs = 900_000;

    /// <summary>The intersection with the plans of the peers after its own.</summary>
    /// <param name="definition">The intersection as imported.</param>
    internal static IntersectionDefinition AddTo(IntersectionDefinition definition) => definition with
    {
        Plans =
        [
            .. definition.Plans,
            new TimingPlanDefinition
            {
                Id = MaxPressure10s, Strategy = StrategyKind.SlottedMaxPressure, MaxRedMs = LongestMaxRedMs,
            },
            new TimingPlanDefinition
            {
                Id = LongestWave10s, Strategy = StrategyKind.LongestWave, MaxRedMs = LongestMaxRedMs,
            },
        ],
    };
}
