using System.Globalization;
using Spectre.Console;
using TrafficControl.Simulation.Evaluation;

namespace TrafficControl.Cli.Boards;

/// <summary>The reference controller against each of the others: difference in delay, and how sure it is.</summary>
internal static class ComparisonTable
{
    /// <summary>Draws the table.</summary>
    /// <param name="comparisons">Comparisons of delay on one scenario, one or more.</param>
    public static Table Draw(IReadOnlyList<ControllerComparison> comparisons)
    {
        string scenario = Markup.Escape(comparisons[0].Scenario);
        string reference = Markup.Escape(comparisons[0].Reference);
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title($"[bold]{scenario}[/]: delay of {reference} against")
            .Caption("[grey]Paired over the seeds that both finished; negative: the reference delays less.[/]")
            .AddColumn(new TableColumn("[bold]controller[/]").NoWrap());
        foreach (string title in new[] { "difference\ns/veh", "95 %\n±", "\n%", "t test\np", "Wilcoxon\np", "\nseeds" })
        {
            table.AddColumn(new TableColumn($"[bold]{title}[/]").RightAligned().NoWrap());
        }

        foreach (ControllerComparison comparison in comparisons)
        {
            table.AddRow(
                Markup.Escape(comparison.Controller),
                Text(comparison.Difference, "+0.0;-0.0;0.0"),
                Text(comparison.Ci95, "0.0"),
                Text(comparison.DifferencePercent, "+0.0;-0.0;0.0"),
                Text(comparison.TTestP, "0.0000"),
                Text(comparison.WilcoxonP, "0.0000"),
                Text(comparison.Seeds, "0"));
        }

        return table;
    }

    private static string Text(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "-";
}
