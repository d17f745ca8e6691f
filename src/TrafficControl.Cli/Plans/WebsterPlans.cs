using System.Globalization;
using TrafficControl.Cli.Commands;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.FixedTime;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Plans;

/// <summary>
/// The plans that <c>webster</c> runs in an evaluation: for each light the best fixed plan for the demand of the whole
/// window, which a real engineer would have to forecast.
/// </summary>
internal static class WebsterPlans
{
    /// <summary>Adds the plans to those evaluations that compare <c>webster</c>.</summary>
    /// <param name="plans">The evaluations.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="SumoException">SUMO is missing or fails.</exception>
    /// <exception cref="Optimization.OptimizationInputException">No legal plan serves a light.</exception>
    public static async Task<IReadOnlyList<EvaluationPlan>> AddAsync(
        IReadOnlyList<EvaluationPlan> plans, CancellationToken cancellation)
    {
        List<EvaluationPlan> complete = [];
        foreach (EvaluationPlan plan in plans)
        {
            complete.Add(plan.Controllers.Contains(EvaluationController.Webster)
                ? plan with { LightPlans = await MakeAsync(plan, cancellation).ConfigureAwait(false) }
                : plan);
        }

        return complete;
    }

    /// <summary>Makes the plans of a scenario.</summary>
    /// <param name="plan">The evaluation.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Plans by light.</returns>
    /// <exception cref="SumoException">SUMO is missing or fails.</exception>
    /// <exception cref="Optimization.OptimizationInputException">No legal plan serves a light.</exception>
    private static async Task<IReadOnlyDictionary<string, TimingPlanDefinition>> MakeAsync(
        EvaluationPlan plan, CancellationToken cancellation)
    {
        SumoNet net = SumoNetReader.Read(plan.Scenario.NetFile);
        SumoImport import = SumoImporter.Import(net, plan.Import);
        SumoRunOptions options = new()
        {
            Scenario = plan.Scenario,
            Folder = Path.GetFullPath(Path.Combine(plan.ArtifactsFolder, plan.Scenario.Name, EvaluationControllers.WebsterPlan)),
            BeginMs = plan.BeginMs,
            EndMs = plan.EndMs,
        };
        IReadOnlyList<JunctionDemand> demands =
            await ScenarioDemand.CountAsync(options, net, import.Lights, cancellation).ConfigureAwait(false);
        Dictionary<string, TimingPlanDefinition> plans = new(StringComparer.Ordinal);
        foreach (JunctionDemand demand in demands)
        {
            await WriteVolumesAsync(options.Folder, demand, cancellation).ConfigureAwait(false);
            plans[demand.Definition.Id] = Make(demand);
        }

        return plans;
    }

    /// <summary>Leaves the volumes as <c>optimize-plan --volumes</c> reads them.</summary>
    private static Task WriteVolumesAsync(string folder, JunctionDemand demand, CancellationToken cancellation) =>
        File.WriteAllTextAsync(
            Path.Combine(folder, Path.ChangeExtension(ImportCommand.FileName(demand.Definition.Id), ".volumes.csv")),
            "movement,veh/h\n" + string.Concat(demand.Definition.Movements.Zip(
                demand.VolumesVph,
                (movement, volume) => string.Create(CultureInfo.InvariantCulture, $"{movement.Id},{volume:0.###}\n"))),
            cancellation);

    private static TimingPlanDefinition Make(JunctionDemand demand)
    {
        if (!demand.VolumesVph.Any(volume => volume > 0))
        {
            // Nobody comes here: any plan does, and the shipped one is legal.
            return demand.Definition.Plans[0] with { Id = EvaluationControllers.WebsterPlan };
        }

        return FixedTimeOptimizer.Optimize(
            Intersection.Create(demand.Definition),
            new MovementVolumes(demand.VolumesVph, []),
            new FixedTimeOptions { PlanId = EvaluationControllers.WebsterPlan }).Plan;
    }
}
