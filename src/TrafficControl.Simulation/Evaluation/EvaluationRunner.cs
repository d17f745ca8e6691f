using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Runs every controller with every seed in SUMO and measures them all in the same way.</summary>
public sealed class EvaluationRunner
{
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

    /// <summary>Runs one plan, as many runs at a time as the machine has cores.</summary>
    /// <param name="plan">What to compare.</param>
    /// <param name="progress">As for several plans.</param>
    /// <param name="cancellationToken">Ends all runs.</param>
    /// <exception cref="SumoException">As for several plans.</exception>
    public Task<EvaluationReport> RunAsync(
        EvaluationPlan plan, IProgress<EvaluationProgress>? progress, CancellationToken cancellationToken) =>
        RunAsync([plan], maxParallelRuns: 0, progress, cancellationToken);

    /// <summary>
    /// Runs several plans, their runs side by side. A run that fails is reported and the others go on; when cancelled,
    /// what was finished until then is reported. Results are in the order of the plans whatever finishes first.
    /// </summary>
    /// <param name="plans">What to compare; no two with a scenario of the same name.</param>
    /// <param name="maxParallelRuns">
    /// Most runs at a time; 0: as many as the machine has cores. Each is a SUMO process of its own; the engine's part
    /// is in this process.
    /// </param>
    /// <param name="progress">
    /// Receives how far it is, from several threads but never two at once; null: nobody asks.
    /// </param>
    /// <param name="cancellationToken">Ends all runs.</param>
    /// <exception cref="SumoException">
    /// SUMO is missing, a plan has no window, or no light of a scenario can be controlled. Nothing was run then.
    /// </exception>
    public async Task<EvaluationReport> RunAsync(
        IReadOnlyList<EvaluationPlan> plans, int maxParallelRuns, IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plans);
        SumoInstallation.Find("sumo");
        EvaluationJob[] jobs = [.. plans.SelectMany(Jobs)];
        EvaluationOutcome?[] outcomes = new EvaluationOutcome?[jobs.Length];
        ProgressBoard board = new(jobs.Length, progress);
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = maxParallelRuns > 0 ? maxParallelRuns : Environment.ProcessorCount,
            CancellationToken = cancellationToken,
        };
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, jobs.Length), parallel, async (job, cancel) =>
                outcomes[job] = await jobs[job].RunAsync(_createFleet, board.For(job, jobs[job].Name), cancel)
                    .ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // What was finished is worth keeping.
        }

        EvaluationJob[] finished = [.. jobs.Where((_, job) => outcomes[job] is not null)];
        IReadOnlyList<string> notes = CorridorDiagrams.Add(finished, [.. outcomes.OfType<EvaluationOutcome>()]);
        EvaluationReport report = Report(plans, jobs, outcomes, cancellationToken.IsCancellationRequested);
        return report with { Notes = [.. report.Notes, .. notes] };
    }

    private static IEnumerable<EvaluationJob> Jobs(EvaluationPlan plan)
    {
        SumoNet net = SumoNetReader.Read(plan.Scenario.NetFile);
        SumoImport import = SumoImporter.Import(net, plan.Import);
        RequireLights(plan, import);
        plan.Faults.RequireTargets(import.Lights);
        EvaluationJob[] jobs = [.. plan.Controllers.SelectMany(
            _ => plan.Seeds,
            (controller, seed) =>
                new EvaluationJob(plan, net, import, controller, seed, isPlotted: seed == plan.Seeds[0]))];
        foreach (EvaluationJob job in jobs)
        {
            // A window that makes no sense is found before hours of other runs.
            _ = job.Options.WindowEndMs;
        }

        return jobs;
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

    private static EvaluationReport Report(
        IReadOnlyList<EvaluationPlan> plans, EvaluationJob[] jobs, EvaluationOutcome?[] outcomes, bool isCancelled)
    {
        EvaluationRun[] runs = [.. outcomes.Select(outcome => outcome?.Run).OfType<EvaluationRun>()];
        List<ControllerComparison> comparisons = [];
        foreach (EvaluationPlan plan in plans.Where(plan => plan.Controllers.Count > 0))
        {
            string reference = EvaluationControllers.NameOf(plan.Reference ?? plan.Controllers[0]);
            comparisons.AddRange(ControllerComparison.Of(
                [.. runs.Where(run => run.Scenario == plan.Scenario.Name)], reference));
        }

        return new EvaluationReport
        {
            Runs = runs,
            Summary =
            [
                .. runs.GroupBy(run => (run.Scenario, run.Controller))
                    .Select(group => EvaluationSummary.Of([.. group])),
            ],
            Comparisons = comparisons,
            Failures = [.. outcomes.Select(outcome => outcome?.Failure).OfType<EvaluationFailure>()],
            IsCancelled = isCancelled,
            SumoVersion = outcomes.FirstOrDefault(outcome => outcome is { Software.Length: > 0 })?.Software ?? "",
            Notes =
            [
                .. jobs.DistinctBy(job => job.Plan).SelectMany(job => Notes(job.Plan.Scenario.Name, job.Import)),
                .. runs.SelectMany(
                    run => run.Notes, (run, note) => $"{run.Scenario}, {run.Controller}, seed {run.Seed}: {note}"),
            ],
        };
    }

    private static IEnumerable<string> Notes(string scenario, SumoImport import) =>
    [
        .. import.Refusals.Select(refusal => $"{scenario}: {refusal}; it keeps its program."),
        .. import.Lights.SelectMany(light => light.Notes, (light, note) => $"{scenario}, {light.Id}: {note}."),
    ];

    /// <summary>Collects the shares of runs that go on side by side.</summary>
    private sealed class ProgressBoard(int jobs, IProgress<EvaluationProgress>? progress)
    {
        private readonly Lock _lock = new();
        private readonly double[] _shares = new double[jobs];

        internal RunProgress For(int job, string name) => new(this, job, name);

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
