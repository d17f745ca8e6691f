using System.Globalization;
using System.Net;
using System.Text;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>The report as one page that needs nothing else: no script, no font, no image, no link.</summary>
internal static class HtmlReport
{
    private const string Style = """
        body { font: 15px/1.45 Arial, sans-serif; color: #1a1a1a; background: #fff; }
        body { margin: 0 auto; max-width: 1180px; padding: 1.5rem; }
        h1, h2 { border-bottom: 1px solid #ddd; padding-bottom: .2rem; } h2 { margin-top: 2.5rem; }
        pre { background: #f4f4f4; padding: .7rem; white-space: pre-wrap; overflow-wrap: anywhere; }
        .wide { overflow-x: auto; } table { border-collapse: collapse; font-size: 13px; }
        th, td { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid #e4e4e4; vertical-align: top; }
        th:first-child, td:first-child, .text td { text-align: left; } tr.best td { font-weight: bold; }
        td.bad { color: #b00000; font-weight: bold; } figure { margin: 1rem 0; } svg { max-width: 100%; height: auto; }
        figcaption { font-size: 13px; color: #444; }
        i { display: inline-block; width: .9em; height: .9em; margin: 0 .3em 0 .8em; vertical-align: -.1em; }
        summary { cursor: pointer; padding: .2rem 0; } dt { font-weight: bold; }
        """;

    private const double ChartWidth = 1_000;
    private const double TimeSpaceHeight = 460;

    internal static string Write(EvaluationReport report, ReportContext context)
    {
        StringBuilder page = new();
        page.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n")
            .Append("<title>Comparison of signal controllers</title>\n<style>\n").Append(Style)
            .Append("\n</style>\n</head>\n<body>\n<h1>Comparison of signal controllers</h1>\n");
        AddContext(page, report, context);
        IReadOnlyList<string> scenarios = ReportTables.Scenarios(report);
        for (int i = 0; i < scenarios.Count; i++)
        {
            AddScenario(page, report, scenarios[i], $"s{i}");
        }

        AddFailures(page, report);
        AddNotes(page, report);
        return page.Append("</body>\n</html>\n").ToString();
    }

    private static void AddContext(StringBuilder page, EvaluationReport report, ReportContext context)
    {
        page.Append("<section id=\"how\">\n<h2>How it was made</h2>\n<pre>").Append(Text(context.CommandLine))
            .Append("</pre>\n");
        List<IReadOnlyList<string>> rows =
            [.. context.Settings.Select(setting => (IReadOnlyList<string>)[setting.Name, setting.Value])];
        rows.Add(["versions", string.Join("; ", context.Versions)]);
        if (report.IsCancelled)
        {
            rows.Add(["cancelled", "this holds what was finished until then"]);
        }

        AddTable(page, [], rows, isText: true);
        page.Append("</section>\n");
    }

    private static void AddScenario(StringBuilder page, EvaluationReport report, string scenario, string id)
    {
        EvaluationSummary[] summaries = [.. report.Summary.Where(summary => summary.Scenario == scenario)];
        EvaluationRun[] runs = [.. report.Runs.Where(run => run.Scenario == scenario)];
        IGrouping<string, EvaluationRun>[] controllers = [.. runs.GroupBy(run => run.Controller)];
        double least = summaries.Min(summary => summary.DelayS.Mean);
        page.Append(CultureInfo.InvariantCulture, $"<section id=\"{id}\">\n<h2>{Text(scenario)}</h2>\n");
        AddTable(page, ReportTables.SummaryHeads, ReportTables.Summary(report, scenario),
            best: Array.FindIndex(summaries, summary => summary.DelayS.Mean <= least));
        Chart chart = new(page, id);
        chart.Add(Charts.Delay(summaries, runs), 90 + (34 * summaries.Length), $"Delay by controller on {scenario}",
            "Delay by controller. A dot is a seed.");
        if (report.Comparisons.FirstOrDefault(comparison => comparison.Scenario == scenario) is { } first)
        {
            page.Append(CultureInfo.InvariantCulture, $"<h3>{Text(first.Reference)} against the others</h3>\n");
            AddTable(page, ReportTables.ComparisonHeads, ReportTables.Comparisons(report, scenario));
        }

        if (ReportTables.Forecasts(report, scenario) is { Count: > 0 } forecasts)
        {
            page.Append("<h3>Forecasts of the ends of green and red</h3>\n");
            AddTable(page, ReportTables.ForecastHeads, forecasts);
        }

        page.Append("<h3>Queue and throughput over time</h3>\n");
        chart.Add(Charts.Queue(controllers), 320, $"Queue over time on {scenario}",
            "Vehicles that stand or wait to enter the net, mean over the seeds.",
            [.. controllers.Select(group => group.Key)]);
        chart.Add(Charts.Throughput(controllers), 320, $"Throughput over time on {scenario}",
            "Vehicles per hour that reached the end of their route, by 5 minutes, mean over the seeds.",
            [.. controllers.Select(group => group.Key)]);
        AddTimeSpace(page, chart, scenario, runs);
        AddStages(page, chart, scenario, runs);
        page.Append("</section>\n");
    }

    /// <summary>The time-space diagram of a run, a file of its own.</summary>
    /// <param name="run">A run with a diagram.</param>
    /// <param name="id">Prefix of its identifiers.</param>
    internal static string DrawTimeSpace(EvaluationRun run, string id) =>
        SvgChart.Draw(Charts.TimeSpace(run.TimeSpace!), ChartWidth, TimeSpaceHeight, id, Text(TimeSpaceLabel(run)));

    private static string TimeSpaceLabel(EvaluationRun run) => $"Time-space diagram of {run.Controller} on {run.Scenario}";

    private static void AddTimeSpace(StringBuilder page, Chart chart, string scenario, EvaluationRun[] runs)
    {
        page.Append("<h3>Time-space diagrams</h3>\n<p>Each line is a vehicle on the way that most vehicles drive; "
            + "the bars are the signals at its stop lines. Slope is speed; a green wave is a band of lines that no red "
            + "cuts.</p>\n");
        foreach (EvaluationRun run in runs.Where(run => run.TimeSpace is not null))
        {
            IEnumerable<string> stops = run.TimeSpace!.StopLines.Select(stop => string.Create(
                CultureInfo.InvariantCulture, $"{stop.Light} at {stop.DistanceM:0} m"));
            OpenDetails(page, run, isOpen: run == runs[0]);
            chart.Add(Charts.TimeSpace(run.TimeSpace), TimeSpaceHeight, TimeSpaceLabel(run),
                $"Metres along the way over time. Stop lines: {string.Join(", ", stops)}.");
            page.Append("</details>\n");
        }
    }

    private static void AddStages(StringBuilder page, Chart chart, string scenario, EvaluationRun[] runs)
    {
        page.Append("<h3>Green splits</h3>\n<p>Share of each 5 minutes in which a light showed each of its stages; "
            + "white is the time between stages.</p>\n");
        foreach (EvaluationRun run in runs.Where(run => run.Stages.Count > 0))
        {
            OpenDetails(page, run, isOpen: run == runs[0]);
            foreach (StageShares stages in run.Stages)
            {
                chart.Add(
                    Charts.Stages(stages), 200, $"Green splits of {stages.Light} under {run.Controller} on {scenario}",
                    $"{stages.Light}: share of time in %.", [.. stages.Shares.Select(stage => stage.Stage)]);
            }

            page.Append("</details>\n");
        }
    }

    private static void OpenDetails(StringBuilder page, EvaluationRun run, bool isOpen) => page.Append(
        CultureInfo.InvariantCulture,
        $"<details{(isOpen ? " open" : "")}><summary>{Text(run.Controller)}, seed {run.Seed}</summary>\n");

    private static void AddFailures(StringBuilder page, EvaluationReport report)
    {
        if (report.Failures.Count > 0)
        {
            page.Append("<section id=\"failures\">\n<h2>Runs that failed</h2>\n");
            AddTable(page, ["scenario", "controller", "seed", "why"], [.. report.Failures.Select(failure =>
                (IReadOnlyList<string>)[failure.Scenario, failure.Controller, $"{failure.Seed}", failure.Message])],
                isText: true);
            page.Append("</section>\n");
        }
    }

    private static void AddNotes(StringBuilder page, EvaluationReport report)
    {
        page.Append("<section id=\"meaning\">\n<h2>What the figures mean</h2>\n<dl>\n");
        foreach ((string term, string meaning) in ReportNotes.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"<dt>{Text(term)}</dt><dd>{Text(meaning)}</dd>\n");
        }

        page.Append("</dl>\n");
        if (report.Notes.Count > 0)
        {
            page.Append("<h3>Notes on these runs</h3>\n<ul>\n")
                .AppendJoin("", report.Notes.Select(note => $"<li>{Text(note)}</li>\n")).Append("</ul>\n");
        }

        page.Append("</section>\n");
    }

    private static void AddTable(
        StringBuilder page, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows, int best = -1,
        bool isText = false)
    {
        page.Append("<div class=\"wide\"><table").Append(isText ? " class=\"text\"" : "").Append(">\n");
        if (heads.Count > 0)
        {
            page.Append("<tr>").AppendJoin("", heads.Select(head => $"<th>{Text(head)}</th>")).Append("</tr>\n");
        }

        for (int i = 0; i < rows.Count; i++)
        {
            page.Append(i == best ? "<tr class=\"best\">" : "<tr>")
                .AppendJoin("", rows[i].Select((cell, column) => Cell(cell, column < heads.Count ? heads[column] : "")))
                .Append("</tr>\n");
        }

        page.Append("</table></div>\n");
    }

    private static string Cell(string cell, string head)
    {
        bool isGridlocked = head == "gridlocked seeds" && !cell.StartsWith("0 ", StringComparison.Ordinal);
        bool isBad = isGridlocked || (head == "unsafe" && cell != "0");
        return $"<td{(isBad ? " class=\"bad\"" : "")}>{Text(cell)}</td>";
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Adds charts to a page, each with identifiers of its own.</summary>
    private sealed class Chart(StringBuilder page, string scenarioId)
    {
        private int _count;

        internal void Add(
            OxyPlot.PlotModel model, double height, string label, string caption, IReadOnlyList<string>? legend = null)
        {
            string svg = SvgChart.Draw(model, ChartWidth, height, $"{scenarioId}-{_count}", Text(label));
            _count++;
            page.Append("<figure>").Append(svg).Append("<figcaption>").Append(Text(caption))
                .AppendJoin("", (legend ?? []).Select((name, i) =>
                    $" <i style=\"background:{Charts.HtmlColour(i)}\"></i>{Text(name)}"))
                .Append("</figcaption></figure>\n");
        }
    }
}
