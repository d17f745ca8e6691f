namespace TrafficControl.Simulation.Evaluation;

/// <summary>How far an evaluation is.</summary>
/// <param name="Run">The run that moved, such as "max-pressure, seed 2".</param>
/// <param name="RunShare">Share of that run done, 0 to 1.</param>
/// <param name="TotalShare">Share of all runs done, 0 to 1.</param>
public readonly record struct EvaluationProgress(string Run, double RunShare, double TotalShare);
