using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>What a tracks detector looks at.</summary>
/// <param name="Detector">Its index at its junction.</param>
/// <param name="Lane">Lane that ends at its stop line.</param>
/// <param name="Feeder">Lane that the lane opens from as a turn pocket; null: it is none.</param>
/// <param name="NearM">Nearest distance to the stop line that it sees, metres.</param>
/// <param name="FarM">Farthest, metres.</param>
/// <param name="Classes">Classes it sees.</param>
internal readonly record struct TrackView(
    int Detector, RoadLane Lane, RoadLane? Feeder, double NearM, double FarM, VehicleClasses Classes);
