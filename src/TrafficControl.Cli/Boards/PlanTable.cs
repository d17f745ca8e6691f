using System.Globalization;
using Spectre.Console;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Cli.Boards;

/// <summary>An optimised plan: its splits, and what it does for each movement.</summary>
internal static class PlanTable
{
    /// <summary>Draws the table.</summary>
    /// <param name="result">The plan.</param>
    public static Table Draw(FixedTimeResult result)
    {
        string webster = result.WebsterCycleS is { } cycle ? Text(cycle, "0") + " s" : "none, oversaturated";
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title($"[bold]{Markup.Escape(result.Intersection)}[/], plan '{Markup.Escape(result.Plan.Id)}', cycle "
                + $"{Text(result.Plan.CycleMs / 1000.0, "0")} s, offset {Text(result.Plan.OffsetMs / 1000.0, "0")} s: "
                + string.Join(", ", result.Plan.Splits.Select(
                    split => $"{Markup.Escape(split.Stage)} {Text(split.DurationMs / 1000.0, "0")} s")))
            .Caption(
                $"[grey]Y {Text(result.FlowRatio, "0.00")}, lost {Text(result.LostTimeS, "0.0")} s, Webster's cycle {webster}, "
                + $"critical v/c {Text(result.CriticalDegree, "0.00")}, mean delay {Text(result.DelayS, "0.0")} s/veh, level of "
                + $"service {result.LevelOfService}. * critical.[/]");
        foreach (string title in new[] { "movement", "group" })
        {
            table.AddColumn(new TableColumn($"[bold]{title}[/]"));
        }

        foreach (string title in new[] { "volume\nveh/h", "sat. flow\nveh/h", "flow\nratio", "g/C", "v/c", "delay\ns/veh", "LOS" })
        {
            table.AddColumn(new TableColumn($"[bold]{title}[/]").RightAligned().NoWrap());
        }

        foreach (MovementPerformance movement in result.Movements)
        {
            string style = movement.LevelOfService == 'F' ? "bold red" : "default";
            table.AddRow(
                Markup.Escape(movement.Movement) + (movement.IsCritical ? " [bold]*[/]" : ""),
                Markup.Escape(movement.SignalGroup),
                Text(movement.VolumeVph, "0"),
                Text(movement.SaturationFlowVph, "0"),
                Text(movement.FlowRatio, "0.00"),
                Text(movement.GreenRatio, "0.00"),
                $"[{style}]{Text(movement.Degree, "0.00")}[/]",
                $"[{style}]{Text(movement.DelayS, "0.0")}[/]",
                $"[{style}]{movement.LevelOfService}[/]");
        }

        return table;
    }

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
