using System.Globalization;
using Spectre.Console;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary>Reports as a table: a column for each run.</summary>
internal static class ReportTable
{
    /// <summary>Draws reports side by side.</summary>
    /// <param name="reports">The reports; one or more.</param>
    internal static Table Draw(IReadOnlyList<LoadReport> reports)
    {
        Table table = new() { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(TitleOf(reports[0]))) };
        table.AddColumn("");
        foreach (LoadReport report in reports)
        {
            table.AddColumn(new TableColumn(Markup.Escape($"{report.Target} {report.Load}")).RightAligned());
        }

        Row("p50 ms", report => Number(report.P50Ms, "0.000"));
        Row("p99 ms", report => Number(report.P99Ms, "0.000"));
        Row("p99.9 ms", report => Number(report.P999Ms, "0.000"));
        Row("max ms", report => Number(report.MaxMs, "0.000"));
        Row("ticks", report => Number(report.Ticks, "0"));
        Row("answers/s", report => Number(report.TicksPerSecond, "0"));
        Row("missed 100 ms deadlines", report => Number(report.MissedDeadlines, "0"));
        Row("directives unlike the recording", report => Number(report.WrongDirectives, "0"));
        Row("server CPU, % of one", report => Number(report.ServerCpuPercent, "0"));
        Row("server CPU a tick, µs", report => Number(report.ServerCpuPerTickUs, "0.0"));
        Row("generator CPU, % of one", report => Number(report.GeneratorCpuPercent, "0"));
        Row("allocated a tick, B", report => Number(report.AllocatedBytesPerTick, "0"));
        Row("collections gen 0 / 1 / 2", report =>
            $"{Number(report.Gen0Collections, "0")} / {Number(report.Gen1Collections, "0")} / {Number(report.Gen2Collections, "0")}");
        Row("GC pauses, ms in all", report => Number(report.GcPauseMs, "0.0"));
        Row("in use an intersection, KiB", report => Number(report.LiveKibPerIntersection, "0"));
        Row("heap an intersection, KiB", report => Number(report.HeapKibPerIntersection, "0"));
        Row("resident an intersection, KiB", report => Number(report.ResidentKibPerIntersection, "0"));
        return table;

        void Row(string name, Func<LoadReport, string> figure) =>
            table.AddRow([Markup.Escape(name), .. reports.Select(report => Markup.Escape(figure(report)))]);
    }

    /// <summary>A figure, or a dash when it is not known.</summary>
    /// <param name="value">The figure.</param>
    /// <param name="format">How to write it.</param>
    internal static string Number(double? value, string format) => value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";

    private static string TitleOf(LoadReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Controllers} controllers on {report.Connections} connections, {report.Pace}, {report.Mix} traffic, {report.Strategy}, "
        + $"{report.Client} client, {report.Seconds} s");
}
