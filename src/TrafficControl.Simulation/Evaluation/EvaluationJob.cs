using System.Diagnostics;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>One controller with one seed on one scenario.</summary>
internal sealed class EvaluationJob
{
    // SUMO 1.15 aborts with an assertion on some nets at its default range of 100 m; the first that works is used and
    // noted.
    private static readonly int?[] DelayBasedRangesM = [null, 80, 60, 40, 25, 15, 8];
    private readonly EvaluationController _controller;
    private readonly string _controllerName;

    internal EvaluationJob(
        EvaluationPlan plan, SumoNet net, SumoImport import, EvaluationController controller, int seed, bool isPlotted)
    {
        Plan = plan;
        Net = net;
        Import = import;
        _controller = controller;
        _controllerName = EvaluationControllers.NameOf(controller);
        Options = new SumoRunOptions
        {
            Scenario = plan.Scenario,
            Folder = Path.GetFullPath(
                Path.Combine(plan.ArtifactsFolder, plan.Scenario.Name, _controllerName, $"seed-{seed}")),
            Seed = seed,
            BeginMs = plan.BeginMs,
            EndMs = plan.EndMs,
            DrainMs = plan.DrainMs,
            TeleportS = plan.TeleportS,
            StepMs = plan.Import.StepMs,
            RecordsTrajectories = isPlotted,

            // SUMO's own controllers have their own detectors, which no fault reaches.
            Faults = EvaluationControllers.PlanOf(controller) is null ? DetectorFaults.None : plan.Faults,
            RepeatsProgram = controller == EvaluationController.Fixed && plan.Import.Intergreen != SumoIntergreen.Legal,
        };
    }

    internal EvaluationPlan Plan { get; }

    internal SumoNet Net { get; }

    internal SumoImport Import { get; }

    internal SumoRunOptions Options { get; }

    /// <summary>Name for people, such as "cologne1, max-pressure, seed 2".</summary>
    internal string Name => $"{Plan.Scenario.Name}, {_controllerName}, seed {Options.Seed}";

    /// <summary>Runs the job. A fault of this run does not stop the others, so it becomes a failure.</summary>
    /// <param name="createFleet">Makes the seats.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    internal async Task<EvaluationOutcome> RunAsync(
        Func<IReadOnlyList<IntersectionDefinition>, string, CancellationToken, ValueTask<IJunctionFleet>> createFleet,
        IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        List<string> notes = [];
        try
        {
            SumoRunReport report = EvaluationControllers.PlanOf(_controller) is { } planId
                ? await RunOursAsync(createFleet, planId, notes, progress, cancellationToken).ConfigureAwait(false)
                : await RunSumosOwnAsync(notes, progress, cancellationToken).ConfigureAwait(false);
            if (notes.Count > 0)
            {
                await File.WriteAllLinesAsync(Path.Combine(Options.Folder, "notes.txt"), notes, cancellationToken)
                    .ConfigureAwait(false);
            }

            return new EvaluationOutcome
            {
                Run = ToRun(report, TripMeasuresReader.Read(Options, report.EndMs), notes),
                Software = report.Software,
                EndMs = report.EndMs,
                Signals = Options.RecordsTrajectories ? report.Signals : [],
            };
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string kind = exception is SumoException ? "" : $"{exception.GetType().Name}: ";
            return new EvaluationOutcome
            {
                Failure = new EvaluationFailure(
                    Plan.Scenario.Name, _controllerName, Options.Seed,
                    (kind + exception.Message).ReplaceLineEndings(" ")),
            };
        }
        finally
        {
            progress.Report(1);
        }
    }

    private async Task<SumoRunReport> RunOursAsync(
        Func<IReadOnlyList<IntersectionDefinition>, string, CancellationToken, ValueTask<IJunctionFleet>> createFleet,
        string planId,
        List<string> notes,
        IProgress<double> progress,
        CancellationToken cancellationToken)
    {
        IntersectionDefinition[] intersections =
            [.. Import.Lights.Select(light => Announcing(PeerPlans.AddTo(Plan.Complete(light))))];
        IJunctionFleet engine = await createFleet(intersections, planId, cancellationToken).ConfigureAwait(false);
        await using IJunctionFleet fleet = Plan.Watch?.Invoke(Options.Folder, intersections, engine) ?? engine;
        SumoRunReport report = await SumoRun.RunAsync(Options, Import.Lights, fleet, progress, cancellationToken)
            .ConfigureAwait(false);
        notes.AddRange(report.SafetyDetails);
        return report;
    }

    private async Task<SumoRunReport> RunSumosOwnAsync(
        List<string> notes, IProgress<double> progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Options.Folder);
        string file = Path.Combine(Options.Folder, "programs.add.xml");
        SumoRunOptions own = Options with { AdditionalFiles = [file] };
        IEnumerable<SumoProgram> programs = Import.Lights.Select(light => light.Program);
        if (_controller == EvaluationController.SumoActuated)
        {
            SumoAdditionalFiles.WritePrograms(file, programs, "actuated", null);
            return await SumoRun.WatchAsync(own, Import.Lights, progress, cancellationToken).ConfigureAwait(false);
        }

        for (int i = 0; ; i++)
        {
            SumoAdditionalFiles.WritePrograms(file, programs, "delay_based", DelayBasedRangesM[i]);
            try
            {
                SumoRunReport report = await SumoRun.WatchAsync(own, Import.Lights, progress, cancellationToken)
                    .ConfigureAwait(false);
                if (DelayBasedRangesM[i] is { } range)
                {
                    notes.Add(
                        $"SUMO aborts with longer detectors on this net: delay-based ran with a range of {range} m.");
                }

                return report;
            }
            catch (SumoException) when (i + 1 < DelayBasedRangesM.Length)
            {
                // The next shorter range is tried.
            }
        }
    }

    private EvaluationRun ToRun(SumoRunReport report, TripMeasures trips, List<string> notes)
    {
        double[] decisions = [.. report.DecisionTicks.Select(ticks => ticks * 1e6 / Stopwatch.Frequency)];
        IReadOnlyList<TrafficSample> series = TrafficSeriesReader.Read(Options.SummaryFile);
        return new EvaluationRun
        {
            Scenario = Plan.Scenario.Name,
            Controller = _controllerName,
            Seed = Options.Seed,
            DelayS = Mean(trips.DelaysS),
            TimeLossS = Mean(trips.TimeLossesS),
            DepartDelayS = Mean(trips.DepartDelaysS),
            Stops = Mean(trips.Stops),
            Co2G = Mean(trips.Co2G),
            Vehicles = trips.Vehicles,
            SafetyViolations = report.SafetyViolations,
            Decision = new DecisionTime(
                Math.Round(Percentiles.Of(decisions, 0.5), 1), Math.Round(Percentiles.Of(decisions, 0.99), 1)),
            StuckVehicles = GridlockRule.StuckVehicles(report.StandingTimesS),
            Teleports = trips.Teleports,
            ForecastTally = Sum(report.Forecasts),
            QueueClearedS = QueueClearing.ClearedS(series, Import.Lights.Count),
            Series = series,
            Stages = Options.RecordsTrajectories ? Stages(report) : [],
            Faults = Options.Faults.Items.Count == 0 ? null : Options.Faults.ToString(),
            Trips = trips,
            Notes = notes,
        };
    }

    /// <summary>The intersection with its adaptive plan announcing changes as the evaluation asks.</summary>
    private IntersectionDefinition Announcing(IntersectionDefinition definition) => definition with
    {
        Plans =
        [
            .. definition.Plans.Select(plan => plan.Strategy == StrategyKind.Adaptive
                ? plan with { CommitmentMs = Plan.CommitmentMs }
                : plan),
        ],
    };

    private static ForecastTally? Sum(IReadOnlyList<ForecastTally> lights)
    {
        ForecastTally sum = new();
        foreach (ForecastTally light in lights)
        {
            sum.Add(light);
        }

        return lights.Count == 0 ? null : sum;
    }

    private StageShares[] Stages(SumoRunReport report) => [.. Import.Lights.Zip(
        report.Signals,
        (light, signals) => StageShareReader.Read(light, signals, Options.WindowBeginMs, report.EndMs))];

    private static double Mean(IReadOnlyList<double> values) => values.Count == 0 ? 0 : Math.Round(values.Average(), 3);
}
