using Grpc.Core;

namespace TrafficControl.Server.Hosting;

/// <summary>The one table of the errors this server answers with. Every message names the field and the fix.</summary>
internal static class RpcErrors
{
    internal static RpcException InvalidArgument(string fieldAndFix) => Error(StatusCode.InvalidArgument, fieldAndFix);

    internal static RpcException UnknownIntersection(string field, string id) => Error(
        StatusCode.NotFound, $"{field}: there is no intersection '{id}'; ListIntersections names those there are.");

    internal static RpcException UnknownPlan(string id, string intersection) => Error(
        StatusCode.NotFound, $"plan_id: intersection '{intersection}' has no plan '{id}'; GetIntersection names those it has.");

    internal static RpcException WrongProtocol(int got, int speaks) => Error(
        StatusCode.FailedPrecondition,
        $"hello.protocol_version is {got}, this engine speaks {speaks}; update the older of the two.");

    internal static RpcException ClockStep() => Error(
        StatusCode.FailedPrecondition,
        "tick.time_ms stepped more than 1 s back or 5 s ahead; set the controller's clock and connect again.");

    internal static RpcException Replaced() => Error(
        StatusCode.Aborted, "Another stream connected for this intersection and replaced this one.");

    internal static RpcException MailboxFull() => Error(
        StatusCode.ResourceExhausted,
        "The intersection's mailbox is full because its controller sends no ticks, or too many commands wait; try again later.");

    internal static RpcException Stopping() => Error(StatusCode.Unavailable, "The engine is shutting down; reconnect with backoff.");

    private static RpcException Error(StatusCode code, string message) => new(new Status(code, message));
}
