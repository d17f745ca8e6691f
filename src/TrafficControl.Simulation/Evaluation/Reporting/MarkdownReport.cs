using System.Globalization;
using System.Text;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>The report as Markdown: settings, tables and notes, no charts.</summary>
internal static class MarkdownReport
{
    internal static string Write(EvaluationReport report, ReportContext context)
    {
        StringBuilder text = new();
        text.Append("# Comparison of signal controllers\n\n```\n").Append(context.CommandLine).Append("\n```\n\n");
        foreach (string version in context.Versions)
        {
            text.Append("- ").Append(version).Append('\n');
        }

        foreach ((string name, string value) in context.Settings)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {name}: {value}\n");
        }

        foreach (string scenario in ReportTables.Scenarios(report))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n## {scenario}\n\n");
            AddTable(text, ReportTables.SummaryHeads, ReportTables.Summary(report, scenario));
            if (ReportTables.Forecasts(report, scenario) is { Count: > 0 } forecasts)
            {
                text.Append("\n### Forecasts of the ends of green and red\n\n");
                AddTable(text, ReportTables.ForecastHeads, forecasts);
            }

            if (report.Comparisons.FirstOrDefault(comparison => comparison.Scenario == scenario) is { } first)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n### {first.Reference} against the others\n\n");
                AddTable(text, ReportTables.ComparisonHeads, ReportTables.Comparisons(report, scenario));
            }
        }

        if (report.Failures.Count > 0)
        {
            text.Append("\n## Runs that failed\n\n");
            AddTable(text, ["scenario", "controller", "seed", "why"], [.. report.Failures.Select(failure =>
                (IReadOnlyList<string>)[failure.Scenario, failure.Controller, $"{failure.Seed}", failure.Message])]);
        }

        text.Append("\n## What the figures mean\n\n");
        foreach ((string term, string meaning) in ReportNotes.All)
        {
            text.Append(CultureInfo.InvariantCulture, $"- **{term}**: {meaning}\n");
        }

        if (report.Notes.Count > 0)
        {
            text.Append("\n## Notes on these runs\n\n").AppendJoin("", report.Notes.Select(note => $"- {note}\n"));
        }

        return text.ToString();
    }

    private static void AddTable(
        StringBuilder text, IReadOnlyList<string> heads, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        AddRow(text, heads);
        AddRow(text, [.. heads.Select((_, column) => column == 0 ? "---" : "---:")]);
        foreach (IReadOnlyList<string> row in rows)
        {
            AddRow(text, row);
        }
    }

    private static void AddRow(StringBuilder text, IReadOnlyList<string> cells) =>
        text.Append("| ")
            .AppendJoin(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))
            .Append(" |\n");
}
