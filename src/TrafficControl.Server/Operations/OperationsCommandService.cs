using Grpc.Core;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.Hosting;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Operations;

/// <summary>Puts operators' commands into mailboxes.</summary>
internal sealed class OperationsCommandService : V1.OperationsService.OperationsServiceBase
{
    private readonly EngineRegistry _engines;

    public OperationsCommandService(EngineRegistry engines)
    {
        _engines = engines;
    }

    /// <inheritdoc/>
    public override Task<V1.ActivatePlanResponse> ActivatePlan(V1.ActivatePlanRequest request, ServerCallContext context)
    {
        IntersectionEngine engine = Find(request.IntersectionId);
        if (request.PlanId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("plan_id is empty; name a plan of the intersection's file.");
        }

        int plan = engine.Intersection.FindPlan(request.PlanId);
        if (plan < 0)
        {
            throw RpcErrors.UnknownPlan(request.PlanId, request.IntersectionId);
        }

        TimingPlan chosen = engine.Intersection.Plans[plan];
        return engine.TryActivatePlan(chosen)
            ? Task.FromResult(new V1.ActivatePlanResponse())
            : throw RpcErrors.MailboxFull();
    }

    /// <inheritdoc/>
    public override Task<V1.ClearBreachResponse> ClearBreach(V1.ClearBreachRequest request, ServerCallContext context) =>
        Find(request.IntersectionId).TryClearBreach()
            ? Task.FromResult(new V1.ClearBreachResponse())
            : throw RpcErrors.MailboxFull();

    private IntersectionEngine Find(string id) => id.Length == 0
        ? throw RpcErrors.InvalidArgument("intersection_id is empty; name an intersection.")
        : _engines.Find(id) ?? throw RpcErrors.UnknownIntersection("intersection_id", id);
}
