using System.Globalization;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>The tables of a report as text, the same for every format.</summary>
internal static class ReportTables
{
    /// <summary>Heads of <see cref="Summary"/>.</summary>
    internal static IReadOnlyList<string> SummaryHeads { get; } =
    [
        "controller", "delay s/veh", "±", "median", "p95", "worst (seed)", "stops", "CO2 g", "arrived", "running",
        "waiting", "queue cleared s", "gridlocked seeds", "teleports", "unsafe", "decision µs p50", "p99",
    ];

    /// <summary>Heads of <see cref="Comparisons"/>.</summary>
    internal static IReadOnlyList<string> ComparisonHeads { get; } =
        ["against", "measure", "difference", "±", "%", "t test p", "Wilcoxon p", "seeds"];

    /// <summary>Heads of <see cref="Forecasts"/>.</summary>
    internal static IReadOnlyList<string> ForecastHeads { get; } =
    [
        "controller", "end of", "looking ahead s", "forecasts", "mean error s", "within 2 s %", "confidence said %",
        "calibration error %", "promises", "broken",
    ];

    /// <summary>One row per controller of a scenario that forecasts, state and band of lead time with any forecast.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Forecasts(EvaluationReport report, string scenario) =>
    [
        .. report.Summary.Where(summary => summary.Scenario == scenario && summary.Forecasts is not null).SelectMany(summary =>
            summary.Forecasts!.Bands.Where(band => band.Forecasts > 0).Select((band, row) => (IReadOnlyList<string>)
            [
                summary.Controller, band.State, string.Create(CultureInfo.InvariantCulture, $"{band.LeadFromS}-{band.LeadToS}"),
                Number(band.Forecasts, "0"), Number(band.MeanAbsoluteErrorS, "0.0"), Number(100 * band.ShareWithin2S, "0"),
                Number(100 * band.MeanConfidence, "0"), Number(row == 0 ? 100 * summary.Forecasts.CalibrationError : null, "0.0"),
                Number(row == 0 ? summary.Forecasts.Promises : null, "0"),
                Number(row == 0 ? summary.Forecasts.BrokenPromises : null, "0"),
            ])),
    ];

    /// <summary>The scenarios in the order of the report.</summary>
    internal static IReadOnlyList<string> Scenarios(EvaluationReport report) =>
        [.. report.Summary.Select(summary => summary.Scenario).Distinct()];

    /// <summary>One row per controller of a scenario.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Summary(EvaluationReport report, string scenario) =>
    [
        .. report.Summary.Where(summary => summary.Scenario == scenario).Select(summary => (IReadOnlyList<string>)
        [
            summary.Controller, Number(summary.DelayS.Mean, "0.0"), Number(summary.DelayS.Ci95, "0.0"),
            Number(summary.DelayS.Median, "0.0"), Number(summary.DelayS.P95, "0.0"),
            $"{Number(summary.DelayS.Worst, "0.0")} ({Number(summary.DelayS.WorstSeed, "0")})",
            Number(summary.Stops.Mean, "0.00"), Number(summary.Co2G.Mean, "0"),
            Number(summary.Arrived.Mean, "0"), Number(summary.Running.Mean, "0"),
            Number(summary.Waiting.Mean, "0"),
            Number(summary.QueueClearedS.Mean, "0"),
            string.Create(CultureInfo.InvariantCulture, $"{summary.GridlockedSeeds} of {summary.Seeds}"),
            Number(summary.Teleports.Mean * summary.Seeds, "0"),
            Number(summary.SafetyViolations.Mean * summary.Seeds, "0"),
            Number(summary.DecisionP50Us.Mean, "0"), Number(summary.DecisionP99Us.Mean, "0"),
        ]),
    ];

    /// <summary>One row per controller and measure that the reference is compared with.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Comparisons(EvaluationReport report, string scenario) =>
    [
        .. report.Comparisons.Where(other => other.Scenario == scenario).Select(other => (IReadOnlyList<string>)
        [
            other.Controller, Measure(other.Measure), Number(other.Difference, "+0.00;-0.00;0.00"),
            Number(other.Ci95, "0.00"), Number(other.DifferencePercent, "+0.0;-0.0;0.0"),
            Number(other.TTestP, "0.0000"), Number(other.WilcoxonP, "0.0000"), Number(other.Seeds, "0"),
        ]),
    ];

    private static string Measure(string field) => field switch
    {
        "delay_s" => "delay, s/veh",
        "co2_g" => "CO2, g/veh",
        _ => field,
    };

    private static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
