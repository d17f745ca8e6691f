using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Spectre.Console;
using TrafficControl.Cli.Boards;
using TrafficControl.Cli.Fleets;
using TrafficControl.Cli.Plans;
using TrafficControl.Cli.Terminal;
using TrafficControl.Core.Model;
using TrafficControl.Optimization;
using TrafficControl.Runtime.Engines;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Evaluation.Reporting;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Cli.Commands;

/// <summary><c>trafficctl evaluate</c>: controllers compared in SUMO.</summary>
internal static class EvaluateCommand
{
    private const string Description = """
        Run controllers in SUMO on real scenarios and compare what drivers lose. Needs sumo on the PATH.

        fixed is the program shipped in the net; actuated, max-pressure and adaptive are the engine's, driven through its
        real gRPC interface; the -10s are controllers of the benchmark literature on the same detectors; webster is a fixed
        plan optimised for the scenario's own demand (needs duarouter, which comes with sumo); sumo-* are SUMO's own. The
        others are compared with the reference seed by seed: difference, 95 % interval, paired t test, Wilcoxon.

        DIR/report.html holds tables and charts and opens without a network; report.md, runs.csv and summary.csv lie
        beside it.
        Every run leaves its trips and the exact SUMO command line in DIR/<scenario>/<controller>/seed-<n>/. A run that
        fails is reported and the others go on. Exits with 1 when a run failed, or a safety rule or a promise was broken.

        Example:
          trafficctl evaluate --scenario cologne1.sumocfg,cologne3.sumocfg --controllers max-pressure,fixed --seeds 1-10
        """;

    private const string DefaultArtifacts = "artifacts/evaluate";

    /// <summary>Builds the command.</summary>
    /// <param name="screen">Where it writes.</param>
    public static Command Create(Screen screen)
    {
        Options options = new();
        Command command = new("evaluate", Description)
        {
            options.Scenarios, options.Begin, options.End, options.Lights, options.Controllers, options.Reference,
            options.Detectors, options.Faults, options.Seeds, options.Jobs, options.Intergreen, options.Teleport,
            options.Drain, options.Exchange, options.Commitment, options.Artifacts, options.Events, options.Json,
        };
        command.SetAction(async (result, cancellation) =>
        {
            JsonTarget json = new(result.GetValue(options.Json) ?? "", screen);
            IReadOnlyList<EvaluationPlan> plans = await options.ToPlansAsync(result, cancellation).ConfigureAwait(false);
            ReportContext context = options.ToContext(result, plans);
            EvaluationRunner runner = new(options.ToFleet(result));
            return await RunAsync(screen, runner, plans, result.GetValue(options.Jobs), context, json, cancellation)
                .ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        Screen screen, EvaluationRunner runner, IReadOnlyList<EvaluationPlan> plans, int jobs, ReportContext context,
        JsonTarget json, CancellationToken cancellation)
    {
        if (SumoInstallation.TryFind("sumo") is null)
        {
            throw CliException.Unavailable($"sumo was not found. {SumoInstallation.InstallHint}");
        }

        IAnsiConsole console = screen.For(json);
        EvaluationReport report;
        try
        {
            report = await RunPlansAsync(console, runner, plans, jobs, cancellation).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SumoException or OptimizationInputException)
        {
            throw CliException.WrongInput(exception.Message, exception);
        }

        json.WriteText(report.ToJson() + "\n");
        Show(console, report);
        context = context with { Versions = [.. context.Versions, report.SumoVersion] };
        ReportFiles.Write(plans[0].ArtifactsFolder, report, context);
        console.WriteLine($"Report: {Path.Combine(plans[0].ArtifactsFolder, ReportFiles.HtmlName)}");
        console.WriteLine($"Artifacts: {plans[0].ArtifactsFolder}");
        cancellation.ThrowIfCancellationRequested();
        foreach (EvaluationFailure failure in report.Failures)
        {
            screen.Error.WriteLine(
                $"trafficctl: {failure.Scenario}, {failure.Controller}, seed {failure.Seed} failed: {failure.Message}");
        }

        bool isSafe = report.Runs.All(run => run.SafetyViolations == 0 && run.Forecasts is not { BrokenPromises: > 0 });
        return isSafe && report.Failures.Count == 0 ? ExitCode.Success : ExitCode.BadResult;
    }

    private static void Show(IAnsiConsole console, EvaluationReport report)
    {
        foreach (IGrouping<string, EvaluationSummary> scenario in report.Summary.GroupBy(summary => summary.Scenario))
        {
            console.Write(EvaluationTable.Draw([.. scenario]));
            ControllerComparison[] comparisons = [.. report.Comparisons.Where(
                comparison => comparison.Scenario == scenario.Key && comparison.Measure == "delay_s")];
            if (comparisons.Length > 0)
            {
                console.Write(ComparisonTable.Draw(comparisons));
            }
        }

        foreach (string note in report.Notes)
        {
            console.MarkupLineInterpolated($"[grey]note: {note}[/]");
        }
    }

    private static async Task<EvaluationReport> RunPlansAsync(
        IAnsiConsole console, EvaluationRunner runner, IReadOnlyList<EvaluationPlan> plans, int jobs,
        CancellationToken cancellation)
    {
        plans = await WebsterPlans.AddAsync(plans, cancellation).ConfigureAwait(false);

        if (!console.Profile.Capabilities.Interactive)
        {
            foreach (EvaluationPlan plan in plans)
            {
                console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{plan.Scenario.Name}: {plan.Controllers.Count} controllers, {plan.Seeds.Count} seeds"));
            }

            return await runner.RunAsync(plans, jobs, null, cancellation).ConfigureAwait(false);
        }

        return await console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                ProgressTask bar = context.AddTask("starting");
                return runner.RunAsync(plans, jobs, new BarProgress(bar), cancellation);
            }).ConfigureAwait(false);
    }

    // Not Progress<T>: that one hands reports to the thread pool, where they may overtake each other.
    private sealed class BarProgress(ProgressTask bar) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value)
        {
            bar.Value = value.TotalShare * 100;
            bar.Description = Markup.Escape(value.Run);
        }
    }

    private sealed class Options
    {
        private const int MaxSeconds = 604_800;
        private const int MaxJobs = 1_024;

        // With the revision of the source after a plus sign, where the build knew it.
        private static readonly string Version = typeof(EvaluateCommand).Assembly
            .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "of unknown version";

        private static readonly string[] DefaultSeeds = ["1", "2", "3"];

        public Option<string[]> Scenarios { get; } = new("--scenario")
        {
            HelpName = "FILE.sumocfg|NAME",
            Required = true,
            Arity = ArgumentArity.OneOrMore,
            Description = "SUMO configuration to run, or a name that 'trafficctl scenario list' shows; several separated by commas,"
                + " or the option several times",
        };

        public Option<int> Begin { get; } = CommonOptions.Integer(
            "--begin", "S", "Start of the window, simulated seconds; -1: as the scenario says", -1, -1, MaxSeconds);

        public Option<int> End { get; } = CommonOptions.Integer(
            "--end", "S", "End of the window, simulated seconds; -1: as the scenario says", -1, -1, MaxSeconds);

        public Option<string[]> Lights { get; } = CommonOptions.List(
            "--lights", "ID,ID", "Traffic lights to control; the others keep their program [default: all]", []);

        public Option<string[]> Controllers { get; } = CommonOptions.List(
            "--controllers", "NAME,NAME", "Controllers to compare", [.. EvaluationControllers.Names], EvaluationControllers.Names);

        public Option<string> Reference { get; } = new("--reference")
        {
            HelpName = "NAME",
            DefaultValueFactory = _ => "",
            Description =
                "Controller that the others are compared with, seed by seed [default: the first of --controllers]",
        };

        public Option<string> Detectors { get; } = new("--detectors")
        {
            HelpName = "LIST",
            DefaultValueFactory = _ => DetectorLayout.DefaultText,
            Description = "Detectors of every approach lane: loops stopbar and advance:METRES (12 to 500) before the stop line, or"
                + " tracks:METRES (20 to 500), a camera or radar that follows every vehicle from there",
        };

        public Option<string> Faults { get; } = SumoOptions.Faults();

        public Option<string[]> Seeds { get; } = CommonOptions.List(
            "--seeds", "N,N-M", "Seeds of the traffic: numbers and ranges", DefaultSeeds);

        public Option<int> Jobs { get; } = CommonOptions.Integer(
            "--jobs", "N", "Most runs at a time, each a SUMO process of its own; 0: as many as there are cores", 0, 0,
            MaxJobs);

        public Option<string> Intergreen { get; } = SumoOptions.Intergreen();

        public Option<int> Teleport { get; } = CommonOptions.Integer(
            "--teleport", "S", "Standing time after which SUMO moves a stuck vehicle on, seconds; -1: never", -1, -1, MaxSeconds);

        public Option<int> Drain { get; } = CommonOptions.Integer(
            "--drain", "S", "Time to let vehicles arrive after the window, simulated seconds; 0: stop at its end", 0, 0, MaxSeconds);

        public Option<string> Exchange { get; } = new("--exchange")
        {
            HelpName = "on|off",
            DefaultValueFactory = _ => new EngineOptions().ExchangeForecasts ? "on" : "off",
            Description = "Whether our intersections tell those downstream whom they plan to send",
            CustomParser = argument =>
            {
                string text = argument.Tokens.Count == 0 ? "" : argument.Tokens[0].Value;
                if (text is not ("on" or "off"))
                {
                    argument.AddError($"--exchange is '{text}'; give on or off.");
                }

                return text;
            },
        };

        public Option<int> Commitment { get; } = CommonOptions.Integer(
            "--commitment", "S", "Time ahead that adaptive announces its changes, seconds; 0: decided the moment they come", 0, 0,
            TimingPlanDefinition.MaxCommitmentMs / 1_000);

        public Option<string> Artifacts { get; } = new("--artifacts")
        {
            HelpName = "DIR",
            DefaultValueFactory = _ => DefaultArtifacts,
            Description = "Folder for the trips and command lines of all runs; made when missing",
        };

        public Option<bool> Events { get; } = new("--events")
        {
            Description = "Write an event log per intersection, events/ID.csv beside the trips, for trafficctl calibrate",
        };

        public Option<string> Json { get; } = CommonOptions.Json("runs and summary");

        public async Task<IReadOnlyList<EvaluationPlan>> ToPlansAsync(ParseResult result, CancellationToken cancellation)
        {
            int begin = result.GetValue(Begin);
            int end = result.GetValue(End);
            if (begin >= 0 && end >= 0 && end <= begin)
            {
                throw CliException.WrongInput($"--end is {end}; give a time after --begin, which is {begin}.");
            }

            string[] controllers = CommonOptions.ValueOrDefault(result, Controllers, [.. EvaluationControllers.Names]);
            string reference = ReadReference(result.GetValue(Reference) ?? "", controllers);
            int[] seeds = SeedList.Parse(CommonOptions.ValueOrDefault(result, Seeds, DefaultSeeds));
            string[] lights = result.GetValue(Lights) ?? [];
            SumoImportOptions import = SumoOptions.ToImportOptions(
                lights, result.GetValue(Detectors) ?? "", result.GetValue(Intergreen) ?? "");
            DetectorFaults faults = SumoOptions.ToFaults(result.GetValue(Faults) ?? "");
            string artifacts = MakeFolder(result.GetValue(Artifacts) ?? DefaultArtifacts);
            List<SumoConfiguration> scenarios = [];
            foreach (string scenario in (result.GetValue(Scenarios) ?? []).SelectMany(Files))
            {
                string path = await SumoOptions.MakeIfBuiltInAsync(scenario, artifacts, cancellation).ConfigureAwait(false);
                scenarios.Add(SumoOptions.ReadScenario(path, lights));
            }

            if (scenarios.GroupBy(scenario => scenario.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
            {
                throw CliException.WrongInput(
                    $"--scenario: two scenarios are named '{twins.Key}' and their artifacts would mix; evaluate them one after the other.");
            }

            return [.. scenarios.Select(scenario => new EvaluationPlan
            {
                Scenario = scenario,
                Controllers = [.. controllers.Select(EvaluationControllers.Parse)],
                Reference = EvaluationControllers.Parse(reference),
                Seeds = seeds,
                Import = import,
                Faults = faults,
                BeginMs = begin < 0 ? null : begin * 1_000L,
                EndMs = end < 0 ? null : end * 1_000L,
                DrainMs = result.GetValue(Drain) * 1_000L,
                CommitmentMs = result.GetValue(Commitment) * 1_000,
                TeleportS = result.GetValue(Teleport),
                Watch = result.GetValue(Events) ? RecordingFleet.Around : null,
                ArtifactsFolder = artifacts,
            })];
        }

        public ReportContext ToContext(ParseResult result, IReadOnlyList<EvaluationPlan> plans) => new(
            SumoProcess.ToCommandLine("trafficctl", [.. result.Tokens.Select(token => token.Value)]),
            [
                $"trafficctl {Version}",
                $"{RuntimeInformation.FrameworkDescription} on {RuntimeInformation.OSDescription}",
            ],
            [
                ("reference", EvaluationControllers.NameOf(plans[0].Reference ?? plans[0].Controllers[0])),
                ("seeds", string.Join(", ", plans[0].Seeds)),
                ("window", plans[0].BeginMs is null && plans[0].EndMs is null
                    ? "as each scenario says"
                    : $"{Seconds(plans[0].BeginMs)} to {Seconds(plans[0].EndMs)}"),
                ("drain", Seconds(plans[0].DrainMs)),
                ("detectors of our controllers", result.GetValue(Detectors) ?? ""),
                ("detector faults of our controllers", plans[0].Faults.Items.Count == 0 ? "none" : plans[0].Faults.ToString()),
                ("exchange of forecasts", result.GetValue(Exchange) ?? ""),
                ("intergreen", result.GetValue(Intergreen) ?? ""),
                ("teleport time", plans[0].TeleportS < 0 ? "-1: never" : Seconds((long)plans[0].TeleportS * 1_000)),
                ("commitment of adaptive", Seconds(result.GetValue(Commitment) * 1_000L)),
                ("lights", result.GetValue(Lights) is { Length: > 0 } lights ? string.Join(", ", lights) : "all"),
            ]);

        public Func<IReadOnlyList<IntersectionDefinition>, string, CancellationToken, ValueTask<IJunctionFleet>> ToFleet(
            ParseResult result)
        {
            bool isOn = result.GetValue(Exchange) == "on";
            return (intersections, planId, cancellation) =>
                EngineFleet.CreateAsync(intersections, planId, isOn, cancellation);
        }

        private static string Seconds(long? ms) =>
            ms is { } value
                ? string.Create(CultureInfo.InvariantCulture, $"{value / 1_000} s")
                : "as the scenario says";

        // A comma may also be part of a file's name.
        private static string[] Files(string text) => File.Exists(text)
            ? [text]
            : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                is { Length: > 0 } files
                ? files
                : throw CliException.WrongInput("--scenario is empty; name a .sumocfg file or a built-in scenario.");

        private static string ReadReference(string name, string[] controllers) =>
            name.Length == 0 ? controllers[0]
            : controllers.Contains(name) ? name
            : throw CliException.WrongInput(
                $"--reference is '{name}'; give one of the controllers that run: {string.Join(", ", controllers)}.");

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
