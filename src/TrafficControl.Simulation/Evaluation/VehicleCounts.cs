namespace TrafficControl.Simulation.Evaluation;

/// <summary>Vehicles of one run whose departure was due within the window.</summary>
/// <param name="Loaded">All of them.</param>
/// <param name="Inserted">Entered the net.</param>
/// <param name="Arrived">Reached the end of their route.</param>
/// <param name="Running">Still under way at the end.</param>
/// <param name="Waiting">Never found room to enter.</param>
public sealed record VehicleCounts(int Loaded, int Inserted, int Arrived, int Running, int Waiting);
