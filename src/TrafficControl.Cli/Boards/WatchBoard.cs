using System.Globalization;
using Spectre.Console;
using TrafficControl.Cli.Remote;

namespace TrafficControl.Cli.Boards;

/// <summary>Draws the states of watched intersections: a table on a terminal, a line per update elsewhere.</summary>
internal static class WatchBoard
{
    // More lines than a tall terminal has would scroll on every update.
    private const int MaxRows = 50;

    /// <summary>The table.</summary>
    /// <param name="states">The states by identifier.</param>
    /// <param name="address">Address of the server.</param>
    public static Table Draw(IReadOnlyCollection<WatchedState> states, Uri address)
    {
        Table table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey35)
            .Title($"[bold]Intersections[/] [grey]at {Markup.Escape(address.GetLeftPart(UriPartial.Authority))}[/]")
            .AddColumns(
                new TableColumn("[bold]id[/]").NoWrap(), new TableColumn("[bold]link[/]").NoWrap(),
                new TableColumn("[bold]clock[/]").NoWrap(), new TableColumn("[bold]plan[/]").NoWrap(),
                new TableColumn("[bold]signals[/]"), new TableColumn("[bold]next[/]"),
                new TableColumn("[bold]queue[/]").RightAligned().NoWrap(), new TableColumn("[bold]why[/]").NoWrap());
        foreach (WatchedState state in states.OrderBy(state => state.Id, StringComparer.Ordinal).Take(MaxRows))
        {
            table.AddRow(
                Markup.Escape(state.Id),
                Link(state.Connection),
                Clock(state.TimeMs),
                Markup.Escape(state.PlanId),
                SignalText.Markup(state.GroupIds, state.Masks),
                Markup.Escape(SignalText.Ids(state.GroupIds, state.NextGroups)),
                Queue(state),
                state.SafetyBreach.Length == 0 ? Markup.Escape(Why(state)) : $"[bold red]{Markup.Escape(state.SafetyBreach)}[/]");
        }

        int hidden = states.Count - Math.Min(states.Count, MaxRows);
        return table.Caption(hidden == 0
            ? $"[grey]queue in vehicles, estimated, ± standard deviation; "
                + $"after it {EvidenceMarks.Legend}. Ctrl-C ends.[/]"
            : $"[grey]{hidden} more; name some with --id. Ctrl-C ends.[/]");
    }

    /// <summary>The line.</summary>
    /// <param name="state">The state.</param>
    public static string Line(WatchedState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Clock(state.TimeMs)} {state.Id} {state.Connection} plan {state.PlanId}: "
        + $"{SignalText.Words(state.GroupIds, state.Masks)}; next {Next(state)}; "
        + $"queue {QueueText(state)} veh{Marks(state)}; {Why(state)}{Breach(state)}");

    /// <summary>The reason, the stage chosen with its cost, and how much more the best others would cost.</summary>
    private static string Why(WatchedState state)
    {
        if (state.Chosen is not { } chosen)
        {
            return state.Reason;
        }

        IEnumerable<string> others = state.Alternatives.Select(other => string.Create(
            CultureInfo.InvariantCulture, $", {other.Stage} {other.CostVehicleSeconds - chosen.CostVehicleSeconds:+0;-0;+0}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{state.Reason}: {chosen.Stage} {chosen.CostVehicleSeconds:0} veh s{string.Concat(others)}");
    }

    private static string Queue(WatchedState state)
    {
        string queue = QueueText(state);
        string marks = Marks(state);
        return marks.Length == 0 ? queue : $"{queue}[yellow]{Markup.Escape(marks)}[/]";
    }

    /// <summary>The queue with its standard deviation, which is left out where all is seen.</summary>
    private static string QueueText(WatchedState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.QueueVehicles:0.0}"
        + $"{(state.QueueDeviationVehicles < 0.05 ? "" : $"±{state.QueueDeviationVehicles:0.0}")}");

    private static string Marks(WatchedState state) => EvidenceMarks.Of(state) is { Length: > 0 } marks ? " " + marks : "";

    private static string Breach(WatchedState state) =>
        state.SafetyBreach.Length == 0 ? "" : $"; SAFETY BREACH {state.SafetyBreach}";

    private static string Next(WatchedState state) =>
        state.NextGroups == 0 ? "-" : SignalText.Ids(state.GroupIds, state.NextGroups);

    private static string Clock(long timeMs) => timeMs == 0
        ? "--:--:--"
        : DateTimeOffset.FromUnixTimeMilliseconds(timeMs).ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Link(string connection) => connection switch
    {
        "online" => "[green]online[/]",
        "offline" => "[red]offline[/]",
        _ => $"[grey]{Markup.Escape(connection)}[/]",
    };
}
