using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>What a scenario asks of one junction.</summary>
/// <param name="Definition">
/// The intersection. The length of an exit lane that leads to another light is that of the whole way to its stop line.
/// </param>
/// <param name="VolumesVph">Vehicles per hour of each movement, in the order of the definition.</param>
public sealed record JunctionDemand(IntersectionDefinition Definition, IReadOnlyList<double> VolumesVph);
