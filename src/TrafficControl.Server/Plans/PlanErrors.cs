using System.Text;
using Grpc.Core;
using TrafficControl.Core.Model;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Server.Plans;

/// <summary>What is said of plans and changes that are refused.</summary>
internal static class PlanErrors
{
    // A status travels in a header: clients refuse long ones.
    private const int MaxTextLength = 3_000;

    /// <summary>Faults in one line; those that do not fit are counted.</summary>
    internal static string Text(IReadOnlyList<ModelFault> faults)
    {
        StringBuilder text = new();
        for (int i = 0; i < faults.Count; i++)
        {
            if (text.Length > MaxTextLength)
            {
                return text.Append($"; and {faults.Count - i} more: ValidatePlan lists all").ToString();
            }

            text.Append(i == 0 ? "" : "; ").Append(faults[i]);
        }

        return text.ToString();
    }

    internal static RpcException Of(PlanOutcome outcome, PlanKey key, int version) => outcome switch
    {
        PlanOutcome.Exists => RpcErrors.Of(
            StatusCode.AlreadyExists,
            $"plan.id: intersection '{key.IntersectionId}' has a plan '{key.PlanId}'; update that one, or choose another id."),
        PlanOutcome.NoVersion => UnknownVersion(key, version),
        PlanOutcome.Stale => RpcErrors.Of(
            StatusCode.Aborted,
            $"etag is not of the current version of plan '{key.PlanId}': somebody changed it; get the plan, make the change anew."),
        PlanOutcome.InUse => RpcErrors.Of(
            StatusCode.FailedPrecondition,
            $"plan_id: intersection '{key.IntersectionId}' is to run plan '{key.PlanId}'; activate another one first."),
        PlanOutcome.TooMany => RpcErrors.Of(
            StatusCode.ResourceExhausted,
            $"intersection_id: '{key.IntersectionId}' has {PlanStore.MaxPlansPerIntersection} plans; delete one first."),
        PlanOutcome.RequestReused => RpcErrors.InvalidArgument(
            "note.request_id was used for another change; choose a new one for each change."),
        _ => RpcErrors.UnknownPlan(key.PlanId, key.IntersectionId),
    };

    internal static RpcException UnknownVersion(PlanKey key, int version) => RpcErrors.Of(
        StatusCode.NotFound, $"version: plan '{key.PlanId}' has no version {version}; ListPlanVersions names those it has.");

    internal static RpcException OnlyInFile(PlanKey key) => RpcErrors.Of(
        StatusCode.FailedPrecondition,
        $"plan_id: plan '{key.PlanId}' is as in the intersection's file and was never changed; update it, or change the file.");
}
