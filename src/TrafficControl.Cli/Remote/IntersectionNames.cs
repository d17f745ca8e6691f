using TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Remote;

/// <summary>The names behind the indices of an intersection.</summary>
/// <param name="Groups">Identifiers of the signal groups by index.</param>
/// <param name="Lanes">Identifiers of the lanes by index.</param>
internal sealed record IntersectionNames(IReadOnlyList<string> Groups, IReadOnlyList<string> Lanes)
{
    /// <summary>Takes the names from an intersection file.</summary>
    /// <param name="intersection">The file.</param>
    public static IntersectionNames Of(Intersection intersection) =>
        new([.. intersection.SignalGroups.Select(group => group.Id)], [.. intersection.Lanes.Select(lane => lane.Id)]);
}
