namespace TrafficControl.Simulation.Evaluation;

/// <summary>How much of the time a traffic light showed each of its stages, interval by interval.</summary>
/// <param name="Light">Identifier of the traffic light.</param>
/// <param name="BeginS">Simulated time at which the first interval begins, seconds.</param>
/// <param name="IntervalS">Length of an interval, seconds.</param>
/// <param name="Shares">
/// For each stage its share of each interval, 0 to 1. What is left is the time between stages.
/// </param>
public sealed record StageShares(
    string Light, double BeginS, double IntervalS, IReadOnlyList<(string Stage, IReadOnlyList<double> Shares)> Shares);
