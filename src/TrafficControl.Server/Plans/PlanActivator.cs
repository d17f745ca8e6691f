using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage;
using TrafficControl.Storage.Audit;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Server.Plans;

/// <summary>
/// Makes intersections run plans: first on the disk, so that whatever reaches the street is written down, then into the mailbox.
/// One activation at a time, so that both have the same order.
/// </summary>
internal sealed class PlanActivator : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Activates a version.</summary>
    /// <param name="store">The store.</param>
    /// <param name="engine">The intersection's engine.</param>
    /// <param name="plan">The plan in compiled form.</param>
    /// <param name="version">Its version; 0: the file's.</param>
    /// <param name="asked">The version of the request; 0: the current one.</param>
    /// <param name="origin">Who, from where, why.</param>
    /// <param name="cancellation">Ends it before it begins.</param>
    /// <exception cref="Grpc.Core.RpcException">The mailbox is full; what was to run is to run again.</exception>
    public async Task<PlanChange> ActivateAsync(
        TrafficStore store, IntersectionEngine engine, TimingPlan plan, int version, int asked, ChangeOrigin origin,
        CancellationToken cancellation)
    {
        PlanKey key = new(engine.Intersection.Id, plan.Definition.Id);
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            PlanChange change = await store.Plans.ActivateAsync(key, version, asked, origin, cancellation).ConfigureAwait(false);
            if (change.Outcome == PlanOutcome.Done && !change.IsRepeat && !engine.TryActivatePlan(plan))
            {
                await store.Plans.UndoActivationAsync(key, change, origin, "mailbox full").ConfigureAwait(false);
                throw RpcErrors.MailboxFull();
            }

            return change;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
