using Grpc.Core;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage.Audit;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Plans;

/// <summary>Who changes something and why, looked over before it goes into the audit.</summary>
internal static class ChangeNotes
{
    private const int MaxAuthorLength = 256;
    private const int MaxReasonLength = 1_000;
    private const int MaxRequestIdLength = 128;

    internal static ChangeOrigin Check(V1.ChangeNote? note, ServerCallContext context)
    {
        V1.ChangeNote given = note ?? new V1.ChangeNote();
        Check("note.author", given.Author, MaxAuthorLength, "say who changes it");
        Check("note.reason", given.Reason, MaxReasonLength, "say why");
        if (given.RequestId.Length > 0)
        {
            Check("note.request_id", given.RequestId, MaxRequestIdLength, "name the request");
        }

        return new ChangeOrigin(given.Author, context.Peer, given.Reason, given.RequestId);
    }

    private static void Check(string field, string text, int maxLength, string fix)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw RpcErrors.InvalidArgument($"{field} is empty; {fix}.");
        }

        if (text.Length > maxLength || text.Any(char.IsControl))
        {
            throw RpcErrors.InvalidArgument(
                $"{field} has more than {maxLength} characters, or a control character; {fix} in a line.");
        }
    }
}
