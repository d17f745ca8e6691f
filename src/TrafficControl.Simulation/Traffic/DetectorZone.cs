using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>A presence detector's place on a road lane.</summary>
/// <param name="Junction">Junction it reports to.</param>
/// <param name="Detector">Its index there.</param>
/// <param name="StartM">Upstream edge, metres along the lane.</param>
/// <param name="EndM">Downstream edge, metres along the lane.</param>
/// <param name="Classes">Classes it sees.</param>
internal readonly record struct DetectorZone(int Junction, int Detector, double StartM, double EndM, VehicleClasses Classes);
