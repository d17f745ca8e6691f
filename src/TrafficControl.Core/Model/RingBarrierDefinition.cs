namespace TrafficControl.Core.Model;

/// <summary>
/// The NEMA dual-ring-barrier structure as a policy over the groups: each ring runs its phases in order, the rings run
/// side by side, and all cross a barrier together.
/// </summary>
/// <param name="Rings">
/// One entry per ring; in it one entry per barrier section; in that the vehicle groups in sequence.
/// </param>
public sealed record RingBarrierDefinition(IReadOnlyList<IReadOnlyList<IReadOnlyList<string>>> Rings);
