namespace TrafficControl.Optimization.FixedTime;

/// <summary>The movements of a lane group that turn the same way under the same signal.</summary>
/// <param name="Group">Index of the signal group.</param>
/// <param name="Movements">Indices of the movements, one a lane.</param>
/// <param name="Share">Share of the lane group's vehicles, 0 to 1.</param>
/// <param name="SaturationVps">Saturation flow of one lane, vehicles per second of green.</param>
/// <param name="Foes">Indices of the movements they give way to while both are green.</param>
internal sealed record TurnClass(int Group, int[] Movements, double Share, double SaturationVps, int[] Foes);
