using System.Globalization;
using TrafficControl.Cli.Remote;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Boards;

/// <summary>Says beside a queue how many lanes' own detectors had no part in it, and how many detectors are not believed.</summary>
internal static class EvidenceMarks
{
    /// <summary>What the marks mean, for captions and help.</summary>
    public const string Legend =
        "lanes without working detectors: n from the lanes beside them, p from their own past, c by a constant call; "
        + "! detectors not believed";

    /// <summary>The marks that apply, such as <c>n2 c1 !3</c>; empty when every lane rests on its own detectors.</summary>
    /// <param name="state">The state.</param>
    public static string Of(WatchedState state)
    {
        (string Mark, int Count)[] marks =
        [
            ("n", state.LanesBy(V1.LaneEvidence.Neighbour)),
            ("p", state.LanesBy(V1.LaneEvidence.Profile)),
            ("c", state.LanesBy(V1.LaneEvidence.Call)),
            ("!", state.FailedDetectors.Count),
        ];
        return string.Join(' ', marks.Where(mark => mark.Count > 0).Select(mark => string.Create(
            CultureInfo.InvariantCulture, $"{mark.Mark}{mark.Count}")));
    }
}
