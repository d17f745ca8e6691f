namespace TrafficControl.Simulation.Evaluation.Trajectories;

/// <summary>What the signals at one stop line of a corridor showed to those who follow it.</summary>
/// <param name="Light">Identifier of the traffic light.</param>
/// <param name="DistanceM">Where the stop line lies, metres from the start of the corridor.</param>
/// <param name="Intervals">
/// Colours in order of time: simulated seconds from and to, and 'g' for green, 'y' for yellow, 'r' for red.
/// </param>
public sealed record StopLineSignals(
    string Light, double DistanceM, IReadOnlyList<(double FromS, double ToS, char Colour)> Intervals);
