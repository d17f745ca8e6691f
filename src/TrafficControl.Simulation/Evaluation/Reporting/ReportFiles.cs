using System.Text;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>Writes what an evaluation leaves for people.</summary>
public static class ReportFiles
{
    /// <summary>Name of the page.</summary>
    public const string HtmlName = "report.html";

    /// <summary>
    /// Writes <c>report.html</c>, <c>report.md</c>, <c>runs.csv</c>, <c>summary.csv</c> and, for each plotted run,
    /// <c>time-space-SCENARIO-CONTROLLER.svg</c>, over what was there.
    /// </summary>
    /// <param name="folder">Folder; made when missing.</param>
    /// <param name="report">The evaluation.</param>
    /// <param name="context">How it was made.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">A file cannot be written.</exception>
    public static void Write(string folder, EvaluationReport report, ReportContext context)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(context);
        Directory.CreateDirectory(folder);
        UTF8Encoding utf8 = new(encoderShouldEmitUTF8Identifier: false);
        File.WriteAllText(Path.Combine(folder, HtmlName), HtmlReport.Write(report, context), utf8);
        File.WriteAllText(Path.Combine(folder, "report.md"), MarkdownReport.Write(report, context), utf8);
        File.WriteAllText(Path.Combine(folder, "runs.csv"), CsvReport.Runs(report), utf8);
        File.WriteAllText(Path.Combine(folder, "summary.csv"), CsvReport.Summary(report), utf8);
        foreach (EvaluationRun run in report.Runs.Where(run => run.TimeSpace is not null))
        {
            string name = $"time-space-{FileWord(run.Scenario)}-{FileWord(run.Controller)}.svg";
            File.WriteAllText(Path.Combine(folder, name), HtmlReport.DrawTimeSpace(run, "time-space"), utf8);
        }
    }

    /// <summary>What of a name may stand in the name of a file everywhere.</summary>
    private static string FileWord(string name) =>
        string.Concat(name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '-'));
}
