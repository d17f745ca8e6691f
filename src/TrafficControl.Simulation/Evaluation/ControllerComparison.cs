using System.Text.Json.Serialization;
using TrafficControl.Simulation.Evaluation.Statistics;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// The reference controller against another on one scenario: paired over the seeds that both finished. A difference is
/// reference less other, so it is negative where the reference is lower.
/// </summary>
public sealed record ControllerComparison
{
    private static readonly (string Name, Func<EvaluationRun, double> Of)[] Measures =
    [
        ("delay_s", run => run.DelayS), ("stops", run => run.Stops), ("co2_g", run => run.Co2G),
    ];

    /// <summary>Scenario.</summary>
    public required string Scenario { get; init; }

    /// <summary>"delay_s", "stops" or "co2_g": the field of a run.</summary>
    public required string Measure { get; init; }

    /// <summary>The reference controller.</summary>
    public required string Reference { get; init; }

    /// <summary>The other controller.</summary>
    public required string Controller { get; init; }

    /// <summary>Number of seeds that both finished.</summary>
    public required int Seeds { get; init; }

    /// <summary>Mean difference, in the unit of the measure.</summary>
    public required double Difference { get; init; }

    /// <summary>The mean difference in percent of the other's mean; null when that is 0.</summary>
    public required double? DifferencePercent { get; init; }

    /// <summary>Half the width of the difference's 95 % confidence interval; null for one seed.</summary>
    public required double? Ci95 { get; init; }

    /// <summary>Two-sided p-value of the paired t test; null for one seed.</summary>
    [JsonPropertyName("t_test_p")]
    public required double? TTestP { get; init; }

    /// <summary>Two-sided p-value of Wilcoxon's signed-rank test; null for one seed.</summary>
    [JsonPropertyName("wilcoxon_p")]
    public required double? WilcoxonP { get; init; }

    /// <summary>Compares one controller with each of the others, measure by measure.</summary>
    /// <param name="runs">All runs of one scenario.</param>
    /// <param name="reference">Name of the reference controller.</param>
    /// <returns>Nothing about controllers that share no seed with the reference.</returns>
    public static IReadOnlyList<ControllerComparison> Of(IReadOnlyList<EvaluationRun> runs, string reference)
    {
        ArgumentNullException.ThrowIfNull(runs);
        Dictionary<int, EvaluationRun> own =
            runs.Where(run => run.Controller == reference).ToDictionary(run => run.Seed);
        List<ControllerComparison> comparisons = [];
        foreach (IGrouping<string, EvaluationRun> other in runs.GroupBy(run => run.Controller))
        {
            EvaluationRun[] paired = [.. other.Where(run => own.ContainsKey(run.Seed))];
            if (other.Key == reference || paired.Length == 0)
            {
                continue;
            }

            EvaluationRun[] referenceRuns = [.. paired.Select(run => own[run.Seed])];
            comparisons.AddRange(Measures.Select(measure => Compare(measure.Name, measure.Of, referenceRuns, paired)));
        }

        return comparisons;
    }

    private static ControllerComparison Compare(
        string name, Func<EvaluationRun, double> measure, EvaluationRun[] reference, EvaluationRun[] other)
    {
        PairedTest test = PairedTest.Of([.. reference.Select(measure)], [.. other.Select(measure)]);
        double mean = other.Average(measure);
        return new ControllerComparison
        {
            Scenario = other[0].Scenario,
            Measure = name,
            Reference = reference[0].Controller,
            Controller = other[0].Controller,
            Seeds = other.Length,
            Difference = Rounded(test.MeanDifference, 3),
            DifferencePercent = mean == 0 ? null : Rounded(100 * test.MeanDifference / mean, 2),
            Ci95 = test.HalfWidth95 is { } half ? Rounded(half, 3) : null,
            TTestP = test.TTestP is { } t ? Rounded(t, 6) : null,
            WilcoxonP = test.SignedRankP is { } w ? Rounded(w, 6) : null,
        };
    }

    private static double Rounded(double value, int digits) => Math.Round(value, digits);
}
