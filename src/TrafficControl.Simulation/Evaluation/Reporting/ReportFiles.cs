using System.Text;

namespace TrafficControl.Simulation.Evaluation.Reporting;

/// <summary>Writes what an evaluation leaves for people.</summary>
public static class ReportFiles
{
    /// <summary>Name of the page.</summary>
    public const string HtmlName = "report.html";

    /// <summary>
    /// Writes <c>report.html</c>, <c>report.md</c>, <c>runs.csv</c> and <c>summary.csv</c>, over what was there.
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
    }
}
