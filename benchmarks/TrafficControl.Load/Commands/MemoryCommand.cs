using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load memory</c>: what an intersection takes, and whether it grows.</summary>
internal static class MemoryCommand
{
    private const string Description = """
        Report the memory of an intersection, all garbage collected: its file and its engine alone, and then those of the server
        with all sessions open, while simulated time goes by as fast as the server answers.

        Example:
          trafficcontrol-load memory --controllers 1000 --connections 16 --pace events --minutes 60
        """;

    // Longer than the junctions of a run differ in their traffic, shorter than a script.
    private const int AloneMinutes = 5;
    private const int MostMinutes = 24 * 60;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        ShapeOptions shape = new(seconds: 1);
        Option<int> minutes = CommonOptions.Integer("--minutes", "N", "Simulated minutes; 0: engines alone", 60, 0, MostMinutes);
        Option<int> looks = CommonOptions.Integer("--looks", "N", "How often to look in that time", 6, 1, MostMinutes);
        Option<string> json = CommonOptions.Json("the report");
        Command command = new("memory", Description) { minutes, looks, json };
        shape.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            IAnsiConsole console = screen.For(target);
            LoadRunner runner = shape.Runner(result);
            LoadShape asked = shape.Shape(result, isSaturated: true);
            EngineMemoryReport alone = runner.MeasureAlone(asked, AloneMinutes);
            console.WriteLine(
                $"Alone, KiB an intersection: file {Kib(alone.FileKib)}, engine {Kib(alone.EngineKib)}, "
                + $"after {AloneMinutes} minutes of traffic {Kib(alone.EngineAfterTrafficKib)}.");
            IReadOnlyList<MemoryRow> rows = result.GetValue(minutes) == 0
                ? []
                : await runner.RunMemoryAsync(asked, result.GetValue(minutes), result.GetValue(looks), cancellation)
                    .ConfigureAwait(false);
            console.Write(Draw(rows));
            target.Write(new MemoryReport(asked.Controllers, asked.Connections, asked.Strategy, asked.Mix.Name, alone, rows));
            return ExitCode.Success;
        });
        return command;
    }

    private static string Kib(double? kib) => ReportTable.Number(kib, "0.0");

    private static Table Draw(IReadOnlyList<MemoryRow> rows)
    {
        Table table = new() { Border = TableBorder.Simple };
        table.AddColumns("simulated minutes", "in use an intersection, KiB", "resident, KiB", "ticks", "collections gen 2");
        foreach (MemoryRow row in rows)
        {
            table.AddRow(
                ReportTable.Number(row.SimulatedMinutes, "0"), Kib(row.LiveKib), Kib(row.ResidentKib),
                ReportTable.Number(row.Ticks, "0"), ReportTable.Number(row.Gen2Collections, "0"));
        }

        return table;
    }

    private sealed record MemoryReport(
        int Controllers, int Connections, string Strategy, string Mix, EngineMemoryReport Alone, IReadOnlyList<MemoryRow> Served);
}
