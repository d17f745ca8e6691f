using System.Text;
using TrafficControl.Server.Hosting;
using TrafficControl.Storage.Plans;

namespace TrafficControl.Server.Plans;

/// <summary>Pages of lists of plans: their order, which is that of the store, and the tokens that name where one ends.</summary>
internal static class PlanPage
{
    // Identifiers hold no line feeds.
    private const char Separator = '\n';

    internal static int Compare(PlanKey a, PlanKey b)
    {
        int byIntersection = Compare(a.IntersectionId, b.IntersectionId);
        return byIntersection != 0 ? byIntersection : Compare(a.PlanId, b.PlanId);
    }

    internal static string TokenOf(PlanKey key) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(key.IntersectionId + Separator + key.PlanId));

    /// <summary>The key a token stands for; null for the empty token.</summary>
    internal static PlanKey? Parse(string token)
    {
        if (token.Length == 0)
        {
            return null;
        }

        byte[] bytes = new byte[token.Length];
        string[] parts = Convert.TryFromBase64String(token, bytes, out int length)
            ? Encoding.UTF8.GetString(bytes, 0, length).Split(Separator)
            : [];
        return parts.Length == 2 ? new PlanKey(parts[0], parts[1]) : throw RpcErrors.WrongPageToken();
    }

    private static int Compare(string a, string b) =>
        Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b));
}
