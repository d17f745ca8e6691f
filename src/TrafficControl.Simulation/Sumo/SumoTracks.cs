namespace TrafficControl.Simulation.Sumo;

/// <summary>A tracks detector of a light and where it looks.</summary>
/// <param name="Detector">Index of the detector in the intersection file.</param>
/// <param name="ReachM">How far upstream of the stop line it sees, metres.</param>
/// <param name="Lanes">Lanes it sees, each once.</param>
public sealed record SumoTracks(int Detector, double ReachM, IReadOnlyList<SumoTrackedLane> Lanes);
