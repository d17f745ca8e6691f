using System.Globalization;
using TrafficControl.Cli.Commands;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.Corridors;
using TrafficControl.Optimization.FixedTime;
using TrafficControl.Simulation.Evaluation;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Plans;

/// <summary>
/// The plans that <c>webster</c> runs in an evaluation: for each light the best fixed plan for the demand of the whole
/// window, which a real engineer would have to forecast; lights that lanes join are coordinated.
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
        foreach (JunctionDemand demand in demands)
        {
            await WriteVolumesAsync(options.Folder, demand, cancellation).ConfigureAwait(false);
        }

        // A light that nobody comes to has no demand to plan for: it gets its shipped plan, which is legal.
        CorridorSite[] sites = [.. demands.Where(HasTraffic).Select(demand => new CorridorSite(
            Intersection.Create(demand.Definition), new MovementVolumes(demand.VolumesVph, [])))];
        FixedTimeOptions limits = new() { PlanId = EvaluationControllers.WebsterPlan };
        IReadOnlyList<FixedTimeResult> results = CorridorOptimizer.IsJoined(sites)
            ? CorridorOptimizer.Optimize(sites, limits).Plans
            : [.. sites.Select(site => FixedTimeOptimizer.Optimize(site.Intersection, site.Volumes, limits))];
        return results.Select(result => (Id: result.Intersection, result.Plan))
            .Concat(demands.Where(demand => !HasTraffic(demand)).Select(demand => (
                demand.Definition.Id, Plan: demand.Definition.Plans[0] with { Id = EvaluationControllers.WebsterPlan })))
            .ToDictionary(entry => entry.Id, entry => entry.Plan, StringComparer.Ordinal);
    }

    private static bool HasTraffic(JunctionDemand demand) => demand.VolumesVph.Any(volume => volume > 0);

    /// <summary>Leaves the volumes as <c>optimize-plan --volumes</c> reads them.</summary>
    private static Task WriteVolumesAsync(string folder, JunctionDemand demand, CancellationToken cancellation) =>
        File.WriteAllTextAsync(
            Path.Combine(folder, Path.ChangeExtension(ImportCommand.FileName(demand.Definition.Id), ".volumes.csv")),
            "movement,veh/h\n" + string.Concat(demand.Definition.Movements.Zip(
                demand.VolumesVph,
                (movement, volume) => string.Create(CultureInfo.InvariantCulture, $"{movement.Id},{volume:0.###}\n"))),
            cancellation);
}
