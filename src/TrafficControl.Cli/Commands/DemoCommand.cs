using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Fleets;
using TrafficControl.Cli.Terminal;
using TrafficControl.Client.Link;
using TrafficControl.Simulation.Corridor;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl demo</c>: strategies compared on a built-in corridor.</summary>
internal static class DemoCommand
{
    private const string Description = """
        Time the signals of a simulated corridor and compare strategies. Needs nothing installed.

        Starts the server in this process, connects a controller per junction through its real gRPC interface, and runs every
        strategy with the same vehicles as fast as the machine can. Exits with 1 when a safety rule was broken.

        Example:
          trafficctl demo
          trafficctl demo --minutes 5 --strategies fixed,max-pressure --json demo.json
        """;

    // Two runs at a time keep two cores busy and still fit a screen.
    private const int MaxParallelRuns = 2;
    private static readonly TimeSpan RedrawEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Option<int> minutes = CommonOptions.Integer("--minutes", "N", "Simulated minutes per strategy", 15, 1, 240);
        Option<int> seed = CommonOptions.Integer("--seed", "N", "Seed of the traffic", 1, 0, int.MaxValue);
        string[] all = [.. CorridorScenario.PlanIds];
        Option<string[]> strategies = CommonOptions.List(
            "--strategies", "NAME,NAME", $"Strategies to compare: {string.Join(", ", all)}", all, all);
        Option<string> json = CommonOptions.Json("the results");
        Command command = new("demo", Description) { minutes, seed, strategies, json };
        command.SetAction((result, cancellation) => RunAsync(
            screen, CommonOptions.ValueOrDefault(result, strategies, all), result.GetValue(minutes), result.GetValue(seed),
            new JsonTarget(result.GetValue(json) ?? "", screen), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, string[] strategies, int minutes, int seed, JsonTarget json, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        StrategyRun[] runs = [.. strategies.Select(strategy => new StrategyRun(strategy, minutes, seed))];
        IAnsiConsole console = screen.For(json);
        try
        {
            await RunAllAsync(console, runs, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Conclude(console, [.. runs.Where(run => run.Result is not null)], minutes, seed, json, started);
            throw;
        }
        catch (LinkLostException exception)
        {
            throw CliException.Unavailable($"The server in this process was lost: {exception.Message}", exception);
        }

        return Conclude(console, runs, minutes, seed, json, started);
    }

    private static async Task RunAllAsync(IAnsiConsole console, StrategyRun[] runs, CancellationToken cancellation)
    {
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = MaxParallelRuns, CancellationToken = cancellation };
        bool isLive = console.Profile.Capabilities.Interactive && console.Profile.Capabilities.Ansi;
        Task all = Parallel.ForEachAsync(runs, parallel, async (run, cancel) =>
        {
            await run.RunAsync(cancel).ConfigureAwait(false);
            if (!isLive)
            {
                lock (runs)
                {
                    console.WriteLine(DemoBoard.Summary(run));
                }
            }
        });
        if (isLive)
        {
            await console.Live(DemoBoard.Draw(runs)).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async context =>
            {
                while (!all.IsCompleted)
                {
                    context.UpdateTarget(DemoBoard.Draw(runs));
                    await Task.WhenAny(all, Task.Delay(RedrawEvery, CancellationToken.None)).ConfigureAwait(false);
                }
            }).ConfigureAwait(false);
        }

        await all.ConfigureAwait(false);
    }

    private static int Conclude(
        IAnsiConsole console, StrategyRun[] done, int minutes, int seed, JsonTarget json, long started)
    {
        double wallS = Stopwatch.GetElapsedTime(started).TotalSeconds;
        json.Write(DemoReport.Of(done, minutes, seed, wallS));
        if (done.Length == 0)
        {
            return ExitCode.Success;
        }

        console.Write(DemoTable.Draw(done, minutes, seed));
        int violations = done.Sum(run => run.Result!.SafetyViolations);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Took {wallS:0.0} s. Safety violations: {violations}."));
        return violations == 0 ? ExitCode.Success : ExitCode.BadResult;
    }
}
