using Google.Protobuf.WellKnownTypes;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Storage.Plans;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Plans;

/// <summary>The messages of plans.</summary>
internal static class PlanMapper
{
    internal static V1.PlanVersion ToMessage(PlanVersion plan, bool isActive) => new()
    {
        IntersectionId = plan.Key.IntersectionId,
        Plan = IntersectionMapper.ToMessage(plan.Plan),
        Version = plan.Version,
        Etag = plan.Etag,
        Checksum = plan.Checksum,
        Author = plan.Author,
        Reason = plan.Reason,
        CreateTime = plan.Version == 0 ? null : Timestamp.FromDateTimeOffset(DateTimeOffset.FromUnixTimeMilliseconds(plan.CreatedMs)),
        Active = isActive,
    };
}
