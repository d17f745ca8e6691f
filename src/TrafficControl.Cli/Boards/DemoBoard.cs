using System.Globalization;
using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;
using TrafficControl.Cli.Fleets;
using TrafficControl.Simulation.Corridor;

namespace TrafficControl.Cli.Boards;

/// <summary>
/// The live board of the demo: a panel per strategy that runs, a line per strategy that waits or is done.
/// </summary>
internal static class DemoBoard
{
    private const int BarWidth = 30;
    private const int VehiclesPerBlock = 3;
    private const int ProgressWidth = 24;

    /// <summary>Draws the board.</summary>
    /// <param name="runs">All runs, in order.</param>
    public static IRenderable Draw(IReadOnlyList<StrategyRun> runs)
    {
        List<IRenderable> rows = [];
        foreach (StrategyRun run in runs)
        {
            rows.Add(run.IsRunning && run.Progress is { } progress
                ? Panel(run, progress)
                : new Markup(Line(run)));
        }

        rows.Add(new Markup(
            "[black on green3] green [/] [black on yellow3] yellow [/] [grey54 on grey15] red [/] [black on aqua] walk [/] "
            + "[black on lightskyblue3] ped clearance [/]  [grey]bars: vehicles queued. All signals through gRPC. Ctrl-C ends.[/]"));
        return new Rows(rows);
    }

    /// <summary>One line on a run, for boards and for outputs that are no terminal.</summary>
    /// <param name="run">The run.</param>
    public static string Summary(StrategyRun run) => run.Result is { } result
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{run.Strategy}: delay {result.Traffic.MeanDelayS:0.0} s/veh, {result.Traffic.StopsPerVehicle:0.00} stops/veh, "
            + $"{result.Traffic.ThroughputVph:0} veh/h, {result.SafetyViolations} safety violations "
            + $"({result.Traffic.ElapsedMs / 60_000.0:0.#} simulated minutes in {run.WallS:0.0} s)")
        : run.IsRunning ? $"{run.Strategy}: starting" : $"{run.Strategy}: waiting";

    private static string Line(StrategyRun run)
    {
        string mark = run.Result is null ? "[grey]…[/]" : run.Result.SafetyViolations == 0 ? "[green]✓[/]" : "[red]✗[/]";
        string colour = run.Result is null ? "grey" : "default";
        return $" {mark} [{colour}]{Markup.Escape(Summary(run))}[/]";
    }

    private static Panel Panel(StrategyRun run, CorridorProgress progress)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().NoWrap().PadRight(2))
            .AddColumn(new GridColumn().NoWrap());
        for (int j = 0; j < run.Streets.Count; j++)
        {
            grid.AddRow(
                Markup.Escape(run.Streets[j].Name),
                SignalText.Markup(run.Streets[j].GroupIds, SignalMasks.Of(progress.Frames[j])),
                QueueBar(progress.QueueVehicles[j]));
        }

        return new Panel(grid).Header(Header(run, progress)).Border(BoxBorder.Rounded).BorderColor(Color.Grey35).Expand();
    }

    private static string Header(StrategyRun run, CorridorProgress progress)
    {
        double share = Math.Clamp((double)progress.ElapsedMs / progress.DurationMs, 0, 1);
        int done = (int)(share * ProgressWidth);
        return string.Create(
            CultureInfo.InvariantCulture,
            $" [bold]{Markup.Escape(run.Strategy)}[/] [green]{new string('━', done)}[/][grey35]{new string('━', ProgressWidth - done)}[/] "
            + $"{Clock(progress.ElapsedMs)} of {Clock(progress.DurationMs)}  [grey]×{run.SpeedFactor:0}[/]  "
            + $"delay [bold]{progress.MeanDelayS:0.0}[/] s/veh  {progress.Running} vehicles ");
    }

    private static string QueueBar(int vehicles)
    {
        StringBuilder bar = new();
        int filled = Math.Min(BarWidth, (vehicles + VehiclesPerBlock - 1) / VehiclesPerBlock);
        string colour = vehicles switch { < 30 => "green3", < 60 => "yellow3", _ => "red3" };
        bar.Append('[').Append(colour).Append(']').Append('█', filled).Append("[/]").Append(' ', BarWidth - filled);
        return bar.Append(CultureInfo.InvariantCulture, $"{vehicles,4}").ToString();
    }

    private static string Clock(long ms) => TimeSpan.FromMilliseconds(ms).ToString(@"mm\:ss", CultureInfo.InvariantCulture);
}
