using System.Globalization;
using Spectre.Console;
using TrafficControl.Simulation.Evaluation;

namespace TrafficControl.Cli.Boards;

/// <summary>
/// The summary of an evaluation: per controller the mean of the seeds with its 95 % confidence interval, the median,
/// the 95th percentile, the worst seed.
/// </summary>
internal static class EvaluationTable
{
    private const string SafetyTitle = "un-\nsafe";

    private static readonly (string Title, Func<EvaluationSummary, MeasureSummary> Measure, string Format)[] Columns =
    [
        ("delay\ns/veh", summary => summary.DelayS, "0.0"),
        ("loss\ns/veh", summary => summary.TimeLossS, "0.0"),
        ("stops\n/veh", summary => summary.Stops, "0.00"),
        ("CO2\ng/veh", summary => summary.Co2G, "0"),
        ("arri-\nved", summary => summary.Arrived, "0"),
        ("run-\nning", summary => summary.Running, "0"),
        ("wait-\ning", summary => summary.Waiting, "0"),
        ("queue\ngone s", summary => summary.QueueClearedS, "0"),
        ("tele-\nports", summary => summary.Teleports, "0"),
        (SafetyTitle, summary => summary.SafetyViolations, "0"),
        ("µs\np50", summary => summary.DecisionP50Us, "0"),
        ("µs\np99", summary => summary.DecisionP99Us, "0"),
    ];

    /// <summary>Draws the table.</summary>
    /// <param name="summaries">Summaries of one scenario, one or more.</param>
    public static Table Draw(IReadOnlyList<EvaluationSummary> summaries)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title(string.Create(
                CultureInfo.InvariantCulture, $"[bold]{Markup.Escape(summaries[0].Scenario)}[/], {summaries[0].Seeds} seed(s)"))
            .Caption(
                "[grey]* least mean delay. ±: half the 95 % confidence interval of the mean over the seeds. "
                + "p95: of all vehicles for delay, loss, stops and CO2, else of the seeds. "
                + "worst: the worst seed of each; --json names it. "
                + "queue gone: since when no more than 20 vehicles a light stood or waited to enter. "
                + "unsafe: safety rules broken. µs: time of a decision.[/]")
            .AddColumn(new TableColumn("[bold]controller[/]").NoWrap())
            .AddColumn(new TableColumn("").NoWrap());
        foreach ((string title, _, _) in Columns)
        {
            table.AddColumn(new TableColumn($"[bold]{title}[/]").RightAligned().NoWrap());
        }

        double best = summaries.Min(summary => summary.DelayS.Mean);
        foreach (EvaluationSummary summary in summaries)
        {
            string gridlocks = summary.GridlockedSeeds == 0 ? "" : string.Create(
                CultureInfo.InvariantCulture, $"\n[bold red]{summary.GridlockedSeeds} gridlocked[/]");
            string name = Markup.Escape(summary.Controller);
            bool isBest = summaries.Count > 1 && summary.DelayS.Mean <= best;
            string title = (isBest ? $"[bold green]{name}*[/]" : name) + gridlocks;
            table.AddRow([title, "mean", .. Row(summary, measure => measure.Mean, "default")]);
            table.AddRow(["", "[grey]±[/]", .. Row(summary, measure => measure.Ci95, "grey")]);
            table.AddRow(["", "[grey]med.[/]", .. Row(summary, measure => measure.Median, "grey")]);
            table.AddRow(["", "[grey]p95[/]", .. Row(summary, measure => measure.P95, "grey")]);
            table.AddRow(["", "[grey]worst[/]", .. Row(summary, measure => measure.Worst, "grey")]);
        }

        return table;
    }

    private static IEnumerable<string> Row(
        EvaluationSummary summary, Func<MeasureSummary, double?> value, string style) =>
        Columns.Select(column =>
        {
            if (value(column.Measure(summary)) is not { } number)
            {
                return $"[{style}]-[/]";
            }

            bool isViolation = column.Title == SafetyTitle && number > 0;
            string text = number.ToString(column.Format, CultureInfo.InvariantCulture);
            return $"[{(isViolation ? "bold red" : style)}]{text}[/]";
        });
}
