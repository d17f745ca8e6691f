using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Fleets;
using TrafficControl.Cli.Terminal;
using TrafficControl.Client.Link;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl evaluate</c>: controllers compared in SUMO.</summary>
internal static class EvaluateCommand
{
    private const string Description = """
        Run controllers in SUMO on real scenarios and compare what drivers lose. Needs sumo on the PATH.

        fixed is the program shipped in the net; actuated and max-pressure are the engine's, driven through its real gRPC
        interface; sumo-* are SUMO's own controllers. Every run leaves its trips and the exact SUMO command line in
        DIR/<scenario>/<controller>/seed-<n>/. Exits with 1 when a safety rule was broken.

        Example:
          trafficctl evaluate --scenario cologne1.sumocfg --controllers fixed,max-pressure --seeds 1,2,3 --json result.json
        """;

    private const string DefaultArtifacts = "artifacts/evaluate";

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Options options = new();
        Command command = new("evaluate", Description)
        {
            options.Scenarios, options.Begin, options.End, options.Lights, options.Controllers, options.Detectors, options.Seeds,
            options.Intergreen, options.Teleport, options.Drain, options.Artifacts, options.Json,
        };
        command.SetAction((result, cancellation) =>
        {
            JsonTarget json = new(result.GetValue(options.Json) ?? "", screen);
            return RunAsync(screen, options.ToPlans(result), json, cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, IReadOnlyList<EvaluationPlan> plans, JsonTarget json, CancellationToken cancellation)
    {
        if (SumoInstallation.TryFind("sumo") is null)
        {
            throw CliException.Unavailable($"sumo was not found. {SumoInstallation.InstallHint}");
        }

        List<EvaluationReport> reports = [];
        IAnsiConsole console = screen.For(json);
        try
        {
            foreach (EvaluationPlan plan in plans)
            {
                reports.Add(await RunPlanAsync(console, plan, cancellation).ConfigureAwait(false));
                console.Write(EvaluationTable.Draw(reports[^1].Summary));
                foreach (string note in reports[^1].Notes)
                {
                    console.MarkupLineInterpolated($"[grey]note: {note}[/]");
                }
            }
        }
        catch (SumoException exception)
        {
            throw CliException.WrongInput(exception.Message, exception);
        }
        catch (LinkLostException exception)
        {
            throw CliException.Unavailable($"The server in this process was lost: {exception.Message}", exception);
        }
        finally
        {
            // Also after Ctrl-C: scenarios that were finished stay.
            json.WriteText(Merge(reports).ToJson() + "\n");
        }

        console.WriteLine($"Artifacts: {plans[0].ArtifactsFolder}");
        return reports.Sum(report => report.Runs.Sum(run => run.SafetyViolations)) == 0 ? ExitCode.Success : ExitCode.BadResult;
    }

    private static async Task<EvaluationReport> RunPlanAsync(
        IAnsiConsole console, EvaluationPlan plan, CancellationToken cancellation)
    {
        EvaluationRunner runner = new(EngineFleet.CreateAsync);
        if (!console.Profile.Capabilities.Interactive)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Scenario.Name}: {plan.Controllers.Count} controllers, {plan.Seeds.Count} seeds"));
            return await runner.RunAsync(plan, null, cancellation).ConfigureAwait(false);
        }

        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask bar = context.AddTask(Markup.Escape(plan.Scenario.Name));
                return runner.RunAsync(plan, new BarProgress(bar, plan.Scenario.Name), cancellation);
            }).ConfigureAwait(false);
    }

    private static EvaluationReport Merge(List<EvaluationReport> reports) => new()
    {
        Runs = [.. reports.SelectMany(report => report.Runs)],
        Summary = [.. reports.SelectMany(report => report.Summary)],
        Notes = [.. reports.SelectMany(report => report.Notes)],
    };

    // Not Progress<T>: that one hands reports to the thread pool, where they may overtake each other.
    private sealed class BarProgress(ProgressTask bar, string scenario) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value)
        {
            bar.Value = value.TotalShare * 100;
            bar.Description = Markup.Escape($"{scenario}: {value.Run}");
        }
    }

    private sealed class Options
    {
        private const int MaxSeconds = 604_800;
        private static readonly string[] DefaultSeeds = ["1", "2", "3"];

        public Option<string[]> Scenarios { get; } = new("--scenario")
        {
            HelpName = "FILE.sumocfg",
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            Description = "SUMO configuration to run; may be given several times",
        };

        public Option<int> Begin { get; } = CommonOptions.Integer(
            "--begin", "S", "Start of the window, simulated seconds; -1: as the scenario says", -1, -1, MaxSeconds);

        public Option<int> End { get; } = CommonOptions.Integer(
            "--end", "S", "End of the window, simulated seconds; -1: as the scenario says", -1, -1, MaxSeconds);

        public Option<string[]> Lights { get; } = CommonOptions.List(
            "--lights", "ID,ID", "Traffic lights to control; the others keep their program [default: all]", []);

        public Option<string[]> Controllers { get; } = CommonOptions.List(
            "--controllers", "NAME,NAME", "Controllers to compare", [.. EvaluationControllers.Names], EvaluationControllers.Names);

        public Option<string> Detectors { get; } = new("--detectors")
        {
            HelpName = "LIST",
            DefaultValueFactory = _ => DetectorLayout.DefaultText,
            Description = "Detectors of every approach lane: loops stopbar and advance:METRES (12 to 500) before the stop line, or"
                + " tracks:METRES (20 to 500), a camera or radar that follows every vehicle from there",
        };

        public Option<string[]> Seeds { get; } = CommonOptions.List("--seeds", "N,N", "Seeds of the traffic", DefaultSeeds);

        public Option<string> Intergreen { get; } = SumoOptions.Intergreen();

        public Option<int> Teleport { get; } = CommonOptions.Integer(
            "--teleport", "S", "Standing time after which SUMO moves a stuck vehicle on, seconds; -1: never", -1, -1, MaxSeconds);

        public Option<int> Drain { get; } = CommonOptions.Integer(
            "--drain", "S", "Time to let vehicles arrive after the window, simulated seconds; 0: stop at its end", 0, 0, MaxSeconds);

        public Option<string> Artifacts { get; } = new("--artifacts")
        {
            HelpName = "DIR",
            DefaultValueFactory = _ => DefaultArtifacts,
            Description = "Folder for the trips and command lines of all runs; made when missing",
        };

        public Option<string> Json { get; } = CommonOptions.Json("runs and summary");

        public IReadOnlyList<EvaluationPlan> ToPlans(ParseResult result)
        {
            int begin = result.GetValue(Begin);
            int end = result.GetValue(End);
            if (begin >= 0 && end >= 0 && end <= begin)
            {
                throw CliException.WrongInput($"--end is {end}; give a time after --begin, which is {begin}.");
            }

            int[] seeds = [.. CommonOptions.ValueOrDefault(result, Seeds, DefaultSeeds).Select(ParseSeed)];
            string[] lights = result.GetValue(Lights) ?? [];
            SumoImportOptions import = SumoOptions.ToImportOptions(
                lights, result.GetValue(Detectors) ?? "", result.GetValue(Intergreen) ?? "");
            SumoConfiguration[] scenarios =
                [.. (result.GetValue(Scenarios) ?? []).Select(scenario => SumoOptions.ReadScenario(scenario, lights))];
            if (scenarios.GroupBy(scenario => scenario.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            {
                throw CliException.WrongInput(
                    $"--scenario: two scenarios are named '{twins.Key}' and their artifacts would mix; evaluate them one after the other.");
            }

            return [.. scenarios.Select(scenario => new EvaluationPlan
            {
                Scenario = scenario,
                Controllers = [.. CommonOptions.ValueOrDefault(result, Controllers, [.. EvaluationControllers.Names])
                    .Select(EvaluationControllers.Parse)],
                Seeds = seeds,
                Import = import,
                BeginMs = begin < 0 ? null : begin * 1_000L,
                EndMs = end < 0 ? null : end * 1_000L,
                DrainMs = result.GetValue(Drain) * 1_000L,
                TeleportS = result.GetValue(Teleport),
                ArtifactsFolder = MakeFolder(result.GetValue(Artifacts) ?? DefaultArtifacts),
            })];
        }

        private static int ParseSeed(string text) =>
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
                ? seed
                : throw CliException.WrongInput($"--seeds holds '{text}'; give whole numbers from 0 to {int.MaxValue}.");

        private static string MakeFolder(string path)
        {
            try
            {
                return Directory.CreateDirectory(path).FullName;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                throw CliException.WrongInput($"--artifacts: '{path}' is no folder that can be made; name another.", exception);
            }
        }
    }
}
