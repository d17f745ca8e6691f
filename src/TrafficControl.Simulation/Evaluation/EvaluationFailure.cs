namespace TrafficControl.Simulation.Evaluation;

/// <summary>A run that came to no result.</summary>
/// <param name="Scenario">Scenario.</param>
/// <param name="Controller">Controller.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Message">Why, in one line.</param>
public sealed record EvaluationFailure(string Scenario, string Controller, int Seed, string Message);
