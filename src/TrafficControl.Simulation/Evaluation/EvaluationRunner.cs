using System.Diagnostics;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Runs every controller with every seed in SUMO and measures them all in the same way.</summary>
public sealed class EvaluationRunner
{
    // SUMO 1.15 aborts with an assertion on some nets at its default range of 100 m; the first that works is used and
    // noted.
    private static readonly int?[] DelayBasedRangesM = [null, 80, 60, 40, 25, 15, 8];
    private readonly Func<IReadOnlyList<IntersectionDefinition>, string, CancellationToken, ValueTask<IJunctionFleet>> _createFleet;

    /// <summary>Creates a runner.</summary>
    /// <param name="createFleet">
    /// Makes the seats of one run: intersections, plan they all run, cancellation. Called once per run, at times for
    /// several runs at once, with the same intersections.
    /// </param>
    public EvaluationRunner(
        Func<IReadOnlyList<IntersectionDefinition>, string, CancellationToken, ValueTask<IJunctionFleet>> createFleet)
    {
        ArgumentNullException.ThrowIfNull(createFleet);
        _createFleet = createFleet;
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">What to compare.</param>
    /// <param name="progress">
    /// Receives how far it is, from several threads but never two at once; null: nobody asks.
    /// </param>
    /// <param name="cancellationToken">Ends all runs.</param>
    /// <exception cref="SumoException">SUMO is missing or fails, or no light can be controlled.</exception>
    public async Task<EvaluationReport> RunAsync(
        EvaluationPlan plan, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        SumoInstallation.Find("sumo");
        SumoImport import = SumoImporter.Import(SumoNetReader.Read(plan.Scenario.NetFile), plan.Import);
        RequireLights(plan, import);

        List<(EvaluationController Controller, int Seed)> jobs =
            [.. plan.Controllers.SelectMany(_ => plan.Seeds, (controller, seed) => (controller, seed))];
        EvaluationRun[] runs = new EvaluationRun[jobs.Count];
        ProgressBoard board = new(jobs.Count, progress);
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = plan.MaxParallelRuns > 0 ? plan.MaxParallelRuns : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(Enumerable.Range(0, jobs.Count), parallel, async (job, cancel) =>
        {
            (EvaluationController controller, int seed) = jobs[job];
            runs[job] = await RunOneAsync(plan, import, controller, seed, board.For(job, controller, seed), cancel)
                .ConfigureAwait(false);
        }).ConfigureAwait(false);

        return new EvaluationReport
        {
            Runs = runs,
            Summary = [.. runs.Chunk(Math.Max(1, plan.Seeds.Count)).Select(EvaluationSummary.Of)],
            Notes =
            [
                .. import.Refusals.Select(refusal => $"{refusal}; it keeps its program."),
                .. import.Lights.SelectMany(light => light.Notes, (light, note) => $"{light.Id}: {note}."),
            ],
        };
    }

    private static void RequireLights(EvaluationPlan plan, SumoImport import)
    {
        bool isAnyAskedForRefused = plan.Import.Lights.Count > 0 && import.Refusals.Count > 0;
        if (isAnyAskedForRefused || import.Lights.Count == 0)
        {
            throw new SumoException(import.Refusals.Count > 0
                ? string.Join(". ", import.Refusals)
                : $"The net of scenario '{plan.Scenario.Name}' has no traffic light.");
        }
    }

    private async Task<EvaluationRun> RunOneAsync(
        EvaluationPlan plan, SumoImport import, EvaluationController controller, int seed, IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        string name = EvaluationControllers.NameOf(controller);
        SumoRunOptions options = new()
        {
            Scenario = plan.Scenario,
            Folder = Path.GetFullPath(Path.Combine(plan.ArtifactsFolder, plan.Scenario.Name, name, $"seed-{seed}")),
            Seed = seed,
            BeginMs = plan.BeginMs,
            EndMs = plan.EndMs,
            DrainMs = plan.DrainMs,
            TeleportS = plan.TeleportS,
            StepMs = plan.Import.StepMs,
            RepeatsProgram = controller == EvaluationController.Fixed && plan.Import.Intergreen != SumoIntergreen.Legal,
        };
        SumoRunReport report;
        List<string> notes = [];
        if (EvaluationControllers.PlanOf(controller) is { } planId)
        {
            await using IJunctionFleet fleet = await _createFleet(
                [.. import.Lights.Select(light => PeerPlans.AddTo(light.Definition))], planId, cancellationToken).ConfigureAwait(false);
            report = await SumoRun.RunAsync(options, import.Lights, fleet, progress, cancellationToken).ConfigureAwait(false);
            notes.AddRange(report.SafetyDetails);
        }
        else
        {
            report = await RunSumosOwnAsync(options, import, controller, notes, cancellationToken).ConfigureAwait(false);
        }

        if (notes.Count > 0)
        {
            await File.WriteAllLinesAsync(Path.Combine(options.Folder, "notes.txt"), notes, cancellationToken).ConfigureAwait(false);
        }

        progress.Report(1);
        return ToRun(plan.Scenario.Name, name, seed, report, TripMeasuresReader.Read(options, report.EndMs), notes);
    }

    private static async Task<SumoRunReport> RunSumosOwnAsync(
        SumoRunOptions options, SumoImport import, EvaluationController controller, List<string> notes,
        CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(options.Folder);
        string file = Path.Combine(options.Folder, "programs.add.xml");
        SumoRunOptions own = options with { AdditionalFiles = [file] };
        IEnumerable<SumoProgram> programs = import.Lights.Select(light => light.Program);
        if (controller == EvaluationController.SumoActuated)
        {
            SumoAdditionalFiles.WritePrograms(file, programs, "actuated", null);
            return await SumoRun.RunAloneAsync(own, cancellationToken).ConfigureAwait(false);
        }

        for (int i = 0; ; i++)
        {
            SumoAdditionalFiles.WritePrograms(file, programs, "delay_based", DelayBasedRangesM[i]);
            try
            {
                SumoRunReport report = await SumoRun.RunAloneAsync(own, cancellationToken).ConfigureAwait(false);
                if (DelayBasedRangesM[i] is { } range)
                {
                    notes.Add($"SUMO aborts with longer detectors on this net: delay-based ran with a range of {range} m.");
                }

                return report;
            }
            catch (SumoException) when (i + 1 < DelayBasedRangesM.Length)
            {
                // The next shorter range is tried.
            }
        }
    }

    private static EvaluationRun ToRun(
        string scenario, string controller, int seed, SumoRunReport report, TripMeasures trips, List<string> notes)
    {
        double[] decisions = [.. report.DecisionTicks.Select(ticks => ticks * 1e6 / Stopwatch.Frequency)];
        return new EvaluationRun
        {
            Scenario = scenario,
            Controller = controller,
            Seed = seed,
            DelayS = Mean(trips.DelaysS),
            TimeLossS = Mean(trips.TimeLossesS),
            DepartDelayS = Mean(trips.DepartDelaysS),
            Stops = Mean(trips.Stops),
            Co2G = Mean(trips.Co2G),
            Vehicles = trips.Vehicles,
            SafetyViolations = report.SafetyViolations,
            Decision = new DecisionTime(
                Math.Round(Percentiles.Of(decisions, 0.5), 1), Math.Round(Percentiles.Of(decisions, 0.99), 1)),
            Trips = trips,
            Notes = notes,
        };
    }

    private static double Mean(IReadOnlyList<double> values) => values.Count == 0 ? 0 : Math.Round(values.Average(), 3);

    /// <summary>Collects the shares of runs that go on side by side.</summary>
    private sealed class ProgressBoard(int jobs, IProgress<EvaluationProgress>? progress)
    {
        private readonly Lock _lock = new();
        private readonly double[] _shares = new double[jobs];

        internal RunProgress For(int job, EvaluationController controller, int seed) =>
            new(this, job, $"{EvaluationControllers.NameOf(controller)}, seed {seed}");

        internal void Report(int job, string run, double share)
        {
            lock (_lock)
            {
                _shares[job] = share;
                progress?.Report(new EvaluationProgress(run, share, _shares.Sum() / jobs));
            }
        }
    }

    private sealed class RunProgress(ProgressBoard board, int job, string run) : IProgress<double>
    {
        public void Report(double value) => board.Report(job, run, value);
    }
}
