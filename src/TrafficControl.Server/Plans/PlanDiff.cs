using System.Globalization;
using TrafficControl.Core.Model;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Plans;

/// <summary>Compares plans field by field, as the intersection file names the fields.</summary>
internal static class PlanDiff
{
    private static readonly (string Path, Func<TimingPlanDefinition, object> Of)[] Fields =
    [
        ("strategy", plan => plan.Strategy),
        ("cycleMs", plan => plan.CycleMs),
        ("offsetMs", plan => plan.OffsetMs),
        ("maxGreenSet", plan => plan.MaxGreenSet),
        ("switchingCostVehicles", plan => plan.SwitchingCostVehicles),
        ("maxRedMs", plan => plan.MaxRedMs),
        ("commitmentMs", plan => plan.CommitmentMs),
    ];

    /// <summary>The fields that differ; the identifier is not one of them.</summary>
    internal static IEnumerable<V1.PlanDifference> Of(TimingPlanDefinition from, TimingPlanDefinition to)
    {
        foreach ((string path, Func<TimingPlanDefinition, object> field) in Fields)
        {
            (string a, string b) = (Text(field(from)), Text(field(to)));
            if (a != b)
            {
                yield return new V1.PlanDifference { Path = path, From = a, To = b };
            }
        }

        for (int i = 0; i < Math.Max(from.Splits.Count, to.Splits.Count); i++)
        {
            (string a, string b) = (SplitText(from, i), SplitText(to, i));
            if (a != b)
            {
                yield return new V1.PlanDifference { Path = $"splits[{i}]", From = a, To = b };
            }
        }
    }

    private static string SplitText(TimingPlanDefinition plan, int index) =>
        index < plan.Splits.Count ? $"{plan.Splits[index].Stage} {plan.Splits[index].DurationMs} ms" : "";

    private static string Text(object value) => value is StrategyKind strategy
        ? char.ToLowerInvariant(strategy.ToString()[0]) + strategy.ToString()[1..]
        : Convert.ToString(value, CultureInfo.InvariantCulture)!;
}
