namespace TrafficControl.Simulation.Sumo;

/// <summary>A traffic light that cannot be expressed as an intersection file.</summary>
/// <param name="Light">Identifier of the traffic light.</param>
/// <param name="Reasons">Everything that stands in the way, one sentence each.</param>
public sealed record SumoRefusal(string Light, IReadOnlyList<string> Reasons)
{
    /// <inheritdoc/>
    public override string ToString() => $"Traffic light '{Light}' cannot be imported: {string.Join("; ", Reasons)}";
}
