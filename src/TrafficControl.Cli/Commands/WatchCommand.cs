using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Remote;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl watch</c>: the intersections of a running server, live.</summary>
internal static class WatchCommand
{
    private const string Description = $"""
        Watch the intersections of a running server: signals, queues and reasons.

        On a terminal a table that is drawn over; elsewhere one line per update. Marks after a queue count
        {EvidenceMarks.Legend}.

        Example:
          trafficctl watch --id main-1st,main-2nd --interval 500
          trafficctl watch --once --json -
        """;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Option<Uri> address = CommonOptions.Address();
        Option<string[]> ids = CommonOptions.List("--id", "ID,ID", "Intersections to watch [default: all]", []);
        Option<int> interval = CommonOptions.Integer(
            "--interval", "MS", "Least time between two updates of an intersection, milliseconds of wall time", 1_000, 100, 60_000);
        Option<bool> once = new("--once") { Description = "Show the present states and end" };
        Option<string> json = new("--json")
        {
            HelpName = "FILE",
            DefaultValueFactory = _ => "",
            Description = "Also write every update as a line of JSON to this file; - for the output, then without the table.",
        };
        Command command = new("watch", Description) { address, ids, interval, once, json };
        command.SetAction((result, cancellation) => RunAsync(
            screen,
            new Request(
                CommonOptions.ValueOrDefault(result, address), result.GetValue(ids) ?? [], result.GetValue(interval),
                result.GetValue(once), new JsonTarget(result.GetValue(json) ?? "", screen)),
            cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, Request request, CancellationToken cancellation)
    {
        using ServerConnection server = new(request.Address);
        IntersectionQueries queries = new(server);
        IReadOnlyList<string> ids = request.Ids.Length > 0
            ? request.Ids
            : await queries.ListAsync(cancellation).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            throw CliException.WrongInput(
                $"--address: the server at {request.Address.GetLeftPart(UriPartial.Authority)} has no intersections; "
                + "start it with --TrafficControl:Intersections=DIR.");
        }

        SortedDictionary<string, WatchedState> states = new(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            states[id] = await queries.GetAsync(id, cancellation).ConfigureAwait(false);
        }

        if (!request.Json.IsOutput)
        {
            request.Json.Clear();
        }

        if (request.Once)
        {
            ShowOnce(screen, request, states);
            return ExitCode.Success;
        }

        if (screen.IsLive && !request.Json.IsOutput)
        {
            await WatchLiveAsync(screen, request, queries, ids, states, cancellation).ConfigureAwait(false);
        }
        else
        {
            await queries.WatchAsync(ids, request.IntervalMs, state => Add(screen, request.Json, state), cancellation)
                .ConfigureAwait(false);
        }

        return ExitCode.Success;
    }

    private static void ShowOnce(Screen screen, Request request, SortedDictionary<string, WatchedState> states)
    {
        if (screen.IsLive && !request.Json.IsOutput)
        {
            screen.Console.Write(WatchBoard.Draw(states.Values, request.Address));
        }

        foreach (WatchedState state in states.Values)
        {
            request.Json.AddLine(state.ToLine());
            if (!screen.IsLive && !request.Json.IsOutput)
            {
                screen.Output.WriteLine(WatchBoard.Line(state));
            }
        }
    }

    private static Task WatchLiveAsync(
        Screen screen, Request request, IntersectionQueries queries, IReadOnlyList<string> ids,
        SortedDictionary<string, WatchedState> states, CancellationToken cancellation) =>
        screen.Console.Live(WatchBoard.Draw(states.Values, request.Address)).StartAsync(context => queries.WatchAsync(
            ids, request.IntervalMs,
            state =>
            {
                states[state.Id] = state;
                request.Json.AddLine(state.ToLine());
                context.UpdateTarget(WatchBoard.Draw(states.Values, request.Address));
            },
            cancellation));

    private static void Add(Screen screen, JsonTarget json, WatchedState state)
    {
        json.AddLine(state.ToLine());
        if (!json.IsOutput)
        {
            screen.Output.WriteLine(WatchBoard.Line(state));
            screen.Output.Flush();
        }
    }

    private sealed record Request(Uri Address, string[] Ids, int IntervalMs, bool Once, JsonTarget Json);
}
