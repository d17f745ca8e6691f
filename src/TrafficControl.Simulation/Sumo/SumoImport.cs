namespace TrafficControl.Simulation.Sumo;

/// <summary>What came of importing a net.</summary>
/// <param name="Lights">Traffic lights imported, in the order of the net.</param>
/// <param name="Refusals">Traffic lights that could not be.</param>
public sealed record SumoImport(IReadOnlyList<SumoLight> Lights, IReadOnlyList<SumoRefusal> Refusals);
