using System.Globalization;
using Spectre.Console;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Boards;

/// <summary>Plans, differences and audit lines as tables.</summary>
internal static class OperationTables
{
    /// <summary>Versions of plans.</summary>
    /// <param name="plans">The versions.</param>
    public static Table Plans(IEnumerable<V1.PlanVersion> plans)
    {
        Table table = Create("Intersection", "Plan", "Version", "Active", "Strategy", "Cycle s", "Author", "Reason");
        foreach (V1.PlanVersion plan in plans)
        {
            table.AddRow(
                Text(plan.IntersectionId), Text(plan.Plan.Id),
                plan.Version == 0 ? "file" : plan.Version.ToString(CultureInfo.InvariantCulture), plan.Active ? "yes" : "",
                Text(plan.Plan.Strategy.ToString()),
                plan.Plan.CycleMs == 0 ? "-" : (plan.Plan.CycleMs / 1_000.0).ToString("0.#", CultureInfo.InvariantCulture),
                Text(plan.Author), Text(plan.Reason));
        }

        return table;
    }

    /// <summary>The fields in which two plans differ.</summary>
    /// <param name="differences">The differences.</param>
    public static Table Differences(IEnumerable<V1.PlanDifference> differences)
    {
        Table table = Create("Field", "From", "To");
        foreach (V1.PlanDifference difference in differences)
        {
            table.AddRow(Text(difference.Path), Text(difference.From), Text(difference.To));
        }

        return table;
    }

    /// <summary>Lines of the audit.</summary>
    /// <param name="entries">The lines.</param>
    public static Table Audit(IEnumerable<V1.AuditEntry> entries)
    {
        Table table = Create("#", "Time (UTC)", "Author", "Action", "Intersection", "Plan", "Reason", "Result");
        foreach (V1.AuditEntry entry in entries)
        {
            table.AddRow(
                entry.Sequence.ToString(CultureInfo.InvariantCulture),
                entry.Time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
                Text(entry.Author), Text(entry.Action), Text(entry.IntersectionId), Text(entry.PlanId), Text(entry.Reason),
                Text(entry.Result));
        }

        return table;
    }

    private static Table Create(params string[] titles)
    {
        Table table = new() { Border = TableBorder.Simple };
        foreach (string title in titles)
        {
            table.AddColumn(new TableColumn($"[bold]{Text(title)}[/]"));
        }

        return table;
    }

    private static string Text(string text) => Markup.Escape(text);
}
