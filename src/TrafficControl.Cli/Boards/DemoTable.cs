using System.Globalization;
using Spectre.Console;
using TrafficControl.Cli.Fleets;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Cli.Boards;

/// <summary>
/// The table at the end of the demo: the best of each column marked, the change against fixed in per cent.
/// </summary>
internal static class DemoTable
{
    /// <summary>The strategy the others are compared with.</summary>
    public const string Reference = "fixed";

    private static readonly Column[] Columns =
    [
        new("delay\ns/veh", measures => measures.MeanDelayS, "0.0", LessIsBetter: true),
        new("stops\nper veh", measures => measures.StopsPerVehicle, "0.00", LessIsBetter: true),
        new("mean queue\nveh/junction", measures => measures.MeanQueueVehicles, "0.0", LessIsBetter: true),
        new("max queue\nveh", measures => measures.MaxQueueVehicles, "0", LessIsBetter: true),
        new("throughput\nveh/h", measures => measures.ThroughputVph, "0", LessIsBetter: false),
    ];

    /// <summary>Draws the table.</summary>
    /// <param name="runs">Runs that have a result.</param>
    /// <param name="minutes">Simulated minutes.</param>
    /// <param name="seed">Seed of the traffic.</param>
    public static Table Draw(IReadOnlyList<StrategyRun> runs, int minutes, int seed)
    {
        StrategyRun? reference = runs.FirstOrDefault(run => run.Strategy == Reference);
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title($"[bold]{minutes} simulated minutes, {runs[0].Streets.Count} junctions, seed {seed}[/]")
            .AddColumn(new TableColumn("[bold]strategy[/]").NoWrap());
        foreach (Column column in Columns)
        {
            table.AddColumn(new TableColumn($"[bold]{column.Title}[/]").RightAligned().NoWrap());
        }

        table.AddColumn(new TableColumn("[bold]safety\nviolations[/]").RightAligned().NoWrap());
        foreach (StrategyRun run in runs)
        {
            int violations = run.Result!.SafetyViolations;
            table.AddRow(
            [
                Markup.Escape(run.Strategy),
                .. Columns.Select(column => Cell(column, run, reference, runs)),
                violations == 0 ? "[green]0[/]" : $"[bold red]{violations}[/]",
            ]);
        }

        string comparison = reference is null ? "" : $" In brackets: change against {Reference}.";
        return table.Caption($"[grey]* best. The same vehicles arrive under every strategy.{comparison}[/]");
    }

    /// <summary>
    /// Change of a value against the reference in per cent; null when there is nothing to compare with.
    /// </summary>
    /// <param name="value">The value.</param>
    /// <param name="reference">The reference.</param>
    public static double? ChangePercent(double value, double? reference) =>
        reference is null or 0 ? null : Math.Round((value - reference.Value) / reference.Value * 100, 1);

    private static string Cell(Column column, StrategyRun run, StrategyRun? reference, IReadOnlyList<StrategyRun> runs)
    {
        double value = column.Value(run.Result!.Traffic);
        IEnumerable<double> all = runs.Select(other => column.Value(other.Result!.Traffic));
        string text = value.ToString(column.Format, CultureInfo.InvariantCulture);

        // What looks the same is equally good.
        bool isBest = runs.Count > 1
            && text == (column.LessIsBetter ? all.Min() : all.Max()).ToString(column.Format, CultureInfo.InvariantCulture);
        double? change = reference is null || reference == run
            ? null
            : ChangePercent(value, column.Value(reference.Result!.Traffic));
        string compared = change is { } percent
            ? string.Create(CultureInfo.InvariantCulture, $" [grey]({percent:+0;-0;0} %)[/]")
            : "";
        return (isBest ? $"[bold green]{text}*[/]" : text) + compared;
    }

    private sealed record Column(string Title, Func<TrafficMeasures, double> Value, string Format, bool LessIsBetter);
}
