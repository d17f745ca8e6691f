using System.Globalization;
using Spectre.Console;
using TrafficControl.Optimization.Calibration;

namespace TrafficControl.Cli.Boards;

/// <summary>What a log says about the lanes of an intersection, with 95 % confidence intervals.</summary>
internal static class CalibrationTable
{
    /// <summary>Draws the table.</summary>
    /// <param name="result">The calibration.</param>
    public static Table Draw(CalibrationResult result)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title($"[bold]{Markup.Escape(result.Definition.Id)}[/]")
            .Caption(
                $"[grey]± 95 % confidence (samples). All lanes: start-up lost time {Text(result.StartUpLostTimeS, "0.0")} s, end gain "
                + $"{Text(result.EndGainS, "0.0")} s. * changed.[/]")
            .AddColumn("[bold]lane[/]");
        string[] titles =
            ["in file\nveh/h", "saturation flow\nveh/h", "at the end\nveh/h", "start-up lost\ns", "end gain\ns"];
        foreach (string title in titles)
        {
            table.AddColumn(new TableColumn($"[bold]{title}[/]").RightAligned().NoWrap());
        }

        foreach (LaneCalibration lane in result.Lanes)
        {
            table.AddRow(
                Markup.Escape(lane.Lane) + (lane.ChangesSaturation || lane.ChangesShares ? " [bold green]*[/]" : ""),
                lane.FileSaturationFlowVph.ToString("0", CultureInfo.InvariantCulture),
                Text(lane.SaturationFlowVph, "0"),
                Text(lane.LatestSaturationFlowVph, "0"),
                Text(lane.StartUpLostTimeS, "0.0"),
                Text(lane.EndGainS, "0.0"));
        }

        return table;
    }

    private static string Text(Estimate? estimate, string format) => estimate is { } known
        ? $"{Text(known.Value, format)} ± {Text(known.HalfWidth, format)} ({known.Samples})"
        : "-";

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
