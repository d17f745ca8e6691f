namespace TrafficControl.Simulation.Evaluation.Trajectories;

/// <summary>A way through a net along which vehicles are plotted.</summary>
/// <param name="EdgeStartsM">For each edge of the way, the distance at which it starts, metres.</param>
/// <param name="LengthM">Length of the way, metres.</param>
/// <param name="StopLines">
/// The controlled stop lines on the way: light, links by which the way crosses it, distance in metres.
/// </param>
internal sealed record PlottedWay(
    IReadOnlyDictionary<string, double> EdgeStartsM,
    double LengthM,
    IReadOnlyList<(string Light, IReadOnlyList<int> Links, double DistanceM)> StopLines);
