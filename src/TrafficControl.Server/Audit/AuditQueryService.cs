using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using TrafficControl.Server.Hosting;
using TrafficControl.Server.Plans;
using TrafficControl.Storage;
using TrafficControl.Storage.Audit;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Audit;

/// <summary>Shows and checks who changed what.</summary>
internal sealed class AuditQueryService : V1.AuditService.AuditServiceBase
{
    private readonly OpenedStore _store;

    public AuditQueryService(OpenedStore store)
    {
        _store = store;
    }

    /// <inheritdoc/>
    public override async Task<V1.ListAuditEntriesResponse> ListAuditEntries(
        V1.ListAuditEntriesRequest request, ServerCallContext context)
    {
        int size = PageSizes.Check(request.PageSize);
        long before = PageSizes.ParseToken(request.PageToken);
        TrafficStore store = await _store.GetAsync().ConfigureAwait(false);
        IReadOnlyList<AuditEntry> entries = await store.Audit.ListAsync(
            new AuditFilter(request.IntersectionId, request.PlanId, before, size + 1), context.CancellationToken)
            .ConfigureAwait(false);
        AuditEntry[] page = [.. entries.Take(size)];
        return new V1.ListAuditEntriesResponse
        {
            Entries = { page.Select(ToMessage) },
            NextPageToken = entries.Count <= size ? "" : PageSizes.TokenOf(page[^1].Sequence),
        };
    }

    /// <inheritdoc/>
    public override async Task<V1.VerifyAuditResponse> VerifyAudit(V1.VerifyAuditRequest request, ServerCallContext context)
    {
        TrafficStore store = await _store.GetAsync().ConfigureAwait(false);
        AuditVerification found = await store.Audit.VerifyAsync(context.CancellationToken).ConfigureAwait(false);
        return new V1.VerifyAuditResponse { Rows = found.Rows, HeadHash = found.HeadHash, Faults = { found.Faults } };
    }

    private static V1.AuditEntry ToMessage(AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        Time = Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(entry.TimeMs)),
        Author = entry.Author,
        Address = entry.Address,
        Action = entry.Action,
        IntersectionId = entry.IntersectionId,
        PlanId = entry.PlanId,
        OldValue = entry.OldValue,
        NewValue = entry.NewValue,
        Reason = entry.Reason,
        RequestId = entry.RequestId,
        Result = entry.Result,
        Hash = entry.Hash,
    };
}
