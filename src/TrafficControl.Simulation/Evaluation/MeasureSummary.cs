namespace TrafficControl.Simulation.Evaluation;

/// <summary>One measure over the seeds of a controller.</summary>
/// <param name="Mean">Mean of the seeds.</param>
/// <param name="P95">
/// 95th percentile: over all vehicles of all seeds for a measure per vehicle, over the seeds for a total.
/// </param>
/// <param name="Worst">Worst seed's value.</param>
/// <param name="WorstSeed">The seed it came from.</param>
public sealed record MeasureSummary(double Mean, double P95, double Worst, int WorstSeed);
