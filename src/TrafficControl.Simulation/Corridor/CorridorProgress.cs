using TrafficControl.Core.Controller;

namespace TrafficControl.Simulation.Corridor;

/// <summary>How far a run has come. Immutable.</summary>
/// <param name="ElapsedMs">Simulated time, milliseconds.</param>
/// <param name="DurationMs">Simulated time at the end, milliseconds.</param>
/// <param name="Running">Vehicles in the network.</param>
/// <param name="MeanDelayS">Delay per vehicle so far, seconds.</param>
/// <param name="QueueVehicles">Queue at each junction.</param>
/// <param name="Frames">What each junction shows.</param>
public sealed record CorridorProgress(
    long ElapsedMs,
    long DurationMs,
    long Running,
    double MeanDelayS,
    IReadOnlyList<int> QueueVehicles,
    IReadOnlyList<SignalFrame> Frames);
