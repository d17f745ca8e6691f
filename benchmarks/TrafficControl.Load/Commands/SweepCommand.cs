using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load sweep</c>: how many controllers a machine carries.</summary>
internal static class SweepCommand
{
    private const string Description = """
        Find the number of controllers at which the p99 of paced runs crosses a limit: doubles it from --controllers on until it
        does, then halves the gap until it is a tenth. With '--connections 0' each controller has a connection of its own.

        Example:
          trafficcontrol-load sweep --controllers 500 --connections 16
          trafficcontrol-load sweep --controllers 500 --connections 0 --pace events
        """;

    private const int DefaultSeconds = 8;
    private const int MostControllers = 64_000;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        ShapeOptions shape = new(DefaultSeconds);
        Option<int> limit = CommonOptions.Integer("--limit", "MS", "The p99 that is too much, milliseconds", 50, 1, 10_000);
        Option<string> json = CommonOptions.Json("the reports and the numbers found");
        Command command = new("sweep", Description) { limit, json };
        shape.AddTo(command);
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget target = new(result.GetValue(json) ?? "", screen);
            LoadShape first = shape.Shape(result, isSaturated: false);
            LoadRunner runner = shape.Runner(result);
            IAnsiConsole console = screen.For(target);
            List<LoadReport> runs = [];
            Crossing crossing = await Crossing.FindAsync(
                first.Controllers, MostControllers,
                async controllers =>
                {
                    LoadReport report = await runner.RunAsync(LoadTarget.Engine, Of(first, controllers), null, cancellation)
                        .ConfigureAwait(false);
                    runs.Add(report);
                    console.WriteLine(
                        $"{controllers} controllers: p50 {ReportTable.Number(report.P50Ms, "0.00")} ms, "
                        + $"p99 {ReportTable.Number(report.P99Ms, "0.00")} ms, missed {report.MissedDeadlines}, "
                        + $"server CPU {ReportTable.Number(report.ServerCpuPercent, "0")} %, "
                        + $"generator CPU {ReportTable.Number(report.GeneratorCpuPercent, "0")} %");
                    return report.P99Ms > result.GetValue(limit);
                }).ConfigureAwait(false);
            console.WriteLine($"p99 crosses {result.GetValue(limit)} ms between {crossing.Below} and {crossing.Above} controllers.");
            target.Write(new SweepReport(result.GetValue(limit), crossing.Below, crossing.Above, runs));
            return ExitCode.Success;
        });
        return command;
    }

    private static LoadShape Of(LoadShape first, int controllers) => first with
    {
        Controllers = controllers,
        Connections = first.Connections == first.Controllers ? controllers : Math.Min(first.Connections, controllers),
    };

    private sealed record SweepReport(int LimitMs, int Below, int Above, IReadOnlyList<LoadReport> Runs);
}
