using System.CommandLine;
using Spectre.Console;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Hostile;
using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Commands;

/// <summary><c>trafficcontrol-load hostile</c>: what a hostile peer does to the others.</summary>
internal static class HostileCommand
{
    private const string Description = """
        Make paced runs with and without a hostile peer and report how far it moves the p99 of the others.

        stalled-watcher watches all intersections and never reads; flood ticks at 1 000 Hz; large-messages sends messages of
        4 MB. Runs with and without take turns; the medians are compared.

        Example:
          trafficcontrol-load hostile --peer flood --seconds 10
        """;

    private const int DefaultSeconds = 10;
    private const int MaxRounds = 20;

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    internal static Command Create(Screen screen)
    {
        ShapeOptions shape = new(DefaultSeconds);
        Option<string> peer = ShapeOptions.Word("--peer", "Who", HostilePeer.Kinds[0], HostilePeer.Kinds);
        Option<int> rounds = CommonOptions.Integer("--rounds", "N", "Runs of each kind", 3, 1, MaxRounds);
        Option<string> json = CommonOptions.Json("the reports and the ratio");
        Command command = new("hostile", Description) { peer, rounds, json };
        shape.AddTo(command);
        command.SetAction((result, cancellation) => RunAsync(
            screen, shape.Runner(result), shape.Shape(result, isSaturated: false), result.GetValue(peer)!, result.GetValue(rounds),
            new JsonTarget(result.GetValue(json) ?? "", screen), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, LoadRunner runner, LoadShape shape, string peer, int rounds, JsonTarget json, CancellationToken cancellation)
    {
        List<LoadReport> quiet = [];
        List<LoadReport> disturbed = [];
        for (int round = 0; round < rounds; round++)
        {
            quiet.Add(await runner.RunAsync(LoadTarget.Engine, shape, null, cancellation).ConfigureAwait(false));
            LoadReport with = await runner.RunAsync(
                LoadTarget.Engine, shape, server => HostilePeer.Start(peer, server, shape.Strategy, shape.Controllers),
                cancellation).ConfigureAwait(false);
            disturbed.Add(with with { Target = $"engine and {peer}" });
        }

        HostileReport report = new(
            peer, Median.Of(quiet, run => run.P99Ms), Median.Of(disturbed, run => run.P99Ms), [.. quiet, .. disturbed]);
        IAnsiConsole console = screen.For(json);
        console.Write(ReportTable.Draw([report.Quiet, report.Disturbed]));
        console.WriteLine($"p99 with {peer} over without: {ReportTable.Number(report.P99Ratio, "0.00")} (median of {rounds} rounds).");
        json.Write(report);
        return report.Runs.Any(run => run.WrongDirectives is > 0) ? ExitCode.BadResult : ExitCode.Success;
    }

    private sealed record HostileReport(string Peer, LoadReport Quiet, LoadReport Disturbed, IReadOnlyList<LoadReport> Runs)
    {
        public double P99Ratio => Disturbed.P99Ms / Quiet.P99Ms;
    }
}
