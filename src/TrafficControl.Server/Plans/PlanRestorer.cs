using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Storage;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Server.Plans;

/// <summary>
/// Before the first controller connects, gives every intersection the plan that was active when the server stopped. A plan that
/// no longer suits its intersection is told of and left; the street runs on the default plan rather than not at all.
/// </summary>
internal sealed class PlanRestorer : IHostedService
{
    private readonly OpenedStore _store;
    private readonly EngineRegistry _engines;
    private readonly ILogger<PlanRestorer> _logger;

    public PlanRestorer(OpenedStore store, EngineRegistry engines, ILogger<PlanRestorer> logger)
    {
        _store = store;
        _engines = engines;
        _logger = logger;
    }

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_store.IsKept)
        {
            return;
        }

        TrafficStore store = await _store.GetAsync().ConfigureAwait(false);
        foreach (PlanActivation active in await store.Queries.ListActivationsAsync(null, cancellationToken).ConfigureAwait(false))
        {
            if (_engines.Find(active.Key.IntersectionId) is { } engine)
            {
                await RestoreAsync(store, engine, active, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                PlanLog.UnknownIntersection(_logger, active.Key.IntersectionId);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task RestoreAsync(
        TrafficStore store, IntersectionEngine engine, PlanActivation active, CancellationToken cancellation)
    {
        try
        {
            TimingPlanDefinition? plan = active.Version == 0
                ? FilePlans.Find(engine.Intersection, active.Key.PlanId)
                : (await store.Queries.FindAsync(active.Key, active.Version, cancellation).ConfigureAwait(false))?.Plan;
            if (plan is null)
            {
                PlanLog.NotRestored(_logger, active.Key.IntersectionId, active.Key.PlanId, active.Version, "is no longer there.");
                return;
            }

            engine.StartWith_BeforeFirstSession(engine.Intersection.CompilePlan(plan));
            PlanLog.Restored(_logger, active.Key.IntersectionId, active.Key.PlanId, active.Version);
        }
        catch (IntersectionFaultException exception)
        {
            string faults = "no longer suits the intersection: " + PlanErrors.Text(exception.Faults);
            PlanLog.NotRestored(_logger, active.Key.IntersectionId, active.Key.PlanId, active.Version, faults);
        }
    }
}
