using Grpc.Core;
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
    public override Task<V1.ClearBreachResponse> ClearBreach(V1.ClearBreachRequest request, ServerCallContext context) =>
        Find(request.IntersectionId).TryClearBreach()
            ? Task.FromResult(new V1.ClearBreachResponse())
            : throw RpcErrors.MailboxFull();

    private IntersectionEngine Find(string id) => id.Length == 0
        ? throw RpcErrors.InvalidArgument("intersection_id is empty; name an intersection.")
        : _engines.Find(id) ?? throw RpcErrors.UnknownIntersection("intersection_id", id);
}
