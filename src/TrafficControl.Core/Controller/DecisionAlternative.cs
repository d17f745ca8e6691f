namespace TrafficControl.Core.Controller;

/// <summary>A stage that a strategy looked at, with what it predicts for going there now.</summary>
/// <param name="Stage">Index of the stage.</param>
/// <param name="CostVehicleSeconds">
/// Predicted cost of the best known plan that begins with it, vehicle seconds of waiting over the horizon, stops included.
/// </param>
public readonly record struct DecisionAlternative(int Stage, float CostVehicleSeconds);
