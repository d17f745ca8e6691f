using Grpc.Core;

namespace TrafficControl.Server.Hosting;

/// <summary>The one table of the errors this server answers with. Every message names the field and the fix.</summary>
internal static class RpcErrors
{
    internal static RpcException InvalidArgument(string fieldAndFix) => Of(StatusCode.InvalidArgument, fieldAndFix);

    internal static RpcException UnknownIntersection(string field, string id) => Of(
        StatusCode.NotFound, $"{field}: there is no intersection '{id}'; ListIntersections names those there are.");

    internal static RpcException UnknownPlan(string id, string intersection) => Of(
        StatusCode.NotFound, $"plan_id: intersection '{intersection}' has no plan '{id}'; ListPlans names those it has.");

    internal static RpcException WrongPageToken() =>
        InvalidArgument("page_token is not one; send that of the page before, or none for the first page.");

    internal static RpcException WrongProtocol(int got, int speaks) => Of(
        StatusCode.FailedPrecondition,
        $"hello.protocol_version is {got}, this engine speaks {speaks}; update the older of the two.");

    internal static RpcException ClockStep() => Of(
        StatusCode.FailedPrecondition,
        "tick.time_ms stepped more than 1 s back or 5 s ahead; set the controller's clock and connect again.");

    internal static RpcException Replaced() => Of(
        StatusCode.Aborted, "Another stream connected for this intersection and replaced this one.");

    internal static RpcException MailboxFull() => Of(
        StatusCode.ResourceExhausted,
        "The intersection's mailbox is full because its controller sends no ticks, or too many commands wait; try again later.");

    internal static RpcException Stopping() => Of(StatusCode.Unavailable, "The engine is shutting down; reconnect with backoff.");

    /// <summary>Any error; the ones of a single service are beside it.</summary>
    internal static RpcException Of(StatusCode code, string message) => new(new Status(code, message));
}
