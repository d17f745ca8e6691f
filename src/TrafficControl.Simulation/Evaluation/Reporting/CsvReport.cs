using System.Globalization;
using System.Text;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>The figures as comma-separated values (RFC 4180, point as decimal mark), named as in the JSON.</summary>
internal static class CsvReport
{
    private static readonly (string Name, Func<EvaluationSummary, MeasureSummary> Of)[] Measures =
    [
        ("delay_s", summary => summary.DelayS), ("time_loss_s", summary => summary.TimeLossS),
        ("depart_delay_s", summary => summary.DepartDelayS), ("stops", summary => summary.Stops),
        ("co2_g", summary => summary.Co2G), ("arrived", summary => summary.Arrived),
        ("running", summary => summary.Running), ("waiting", summary => summary.Waiting),
        ("teleports", summary => summary.Teleports), ("queue_cleared_s", summary => summary.QueueClearedS),
        ("safety_violations", summary => summary.SafetyViolations),
        ("decision_us_p50", summary => summary.DecisionP50Us), ("decision_us_p99", summary => summary.DecisionP99Us),
    ];

    /// <summary>One line per run.</summary>
    internal static string Runs(EvaluationReport report)
    {
        StringBuilder text = new(
            "scenario,controller,seed,delay_s,time_loss_s,depart_delay_s,stops,co2_g,loaded,inserted,arrived,running,"
            + "waiting,safety_violations,decision_us_p50,decision_us_p99,stuck_vehicles,gridlocked,teleports,queue_cleared_s\n");
        foreach (EvaluationRun run in report.Runs)
        {
            VehicleCounts vehicles = run.Vehicles;
            Add(
                text, run.Scenario, run.Controller, run.Seed, run.DelayS, run.TimeLossS, run.DepartDelayS, run.Stops,
                run.Co2G, vehicles.Loaded, vehicles.Inserted, vehicles.Arrived, vehicles.Running, vehicles.Waiting,
                run.SafetyViolations, run.Decision.P50, run.Decision.P99, run.StuckVehicles, run.IsGridlocked ? 1 : 0,
                run.Teleports, run.QueueClearedS);
        }

        return text.ToString();
    }

    /// <summary>One line per scenario, controller and measure.</summary>
    internal static string Summary(EvaluationReport report)
    {
        StringBuilder text = new(
            "scenario,controller,seeds,gridlocked_seeds,measure,mean,ci95,median,p95,worst,worst_seed\n");
        foreach (EvaluationSummary summary in report.Summary)
        {
            foreach ((string name, Func<EvaluationSummary, MeasureSummary> of) in Measures)
            {
                MeasureSummary measure = of(summary);
                Add(
                    text, summary.Scenario, summary.Controller, summary.Seeds, summary.GridlockedSeeds, name,
                    measure.Mean, measure.Ci95, measure.Median, measure.P95, measure.Worst, measure.WorstSeed);
            }
        }

        return text.ToString();
    }

    private static void Add(StringBuilder text, params ReadOnlySpan<object?> cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            string cell = Convert.ToString(cells[i], CultureInfo.InvariantCulture) ?? "";
            bool isQuoted = cell.AsSpan().IndexOfAny(",\"\n\r") >= 0;
            text.Append(i == 0 ? "" : ",")
                .Append(isQuoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell);
        }

        text.Append('\n');
    }
}
