namespace TrafficControl.Simulation.Evaluation;

/// <summary>One measure over the seeds of a controller.</summary>
/// <param name="Mean">Mean of the seeds.</param>
/// <param name="P95">
/// 95th percentile: over all vehicles of all seeds for a measure per vehicle, over the seeds for a total.
/// </param>
/// <param name="Worst">Worst seed's value.</param>
/// <param name="WorstSeed">The seed it came from.</param>
/// <param name="Median">Median of the seeds; of an even number the mean of the middle two.</param>
/// <param name="Ci95">
/// Half the width of the 95 % confidence interval of the mean, by Student's t over the seeds; null for one seed.
/// </param>
public sealed record MeasureSummary(double Mean, double P95, double Worst, int WorstSeed, double Median, double? Ci95);
