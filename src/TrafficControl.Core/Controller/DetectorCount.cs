using TrafficControl.Core.Model;

namespace TrafficControl.Core.Controller;

/// <summary>Vehicles of one class that a counting detector saw in the interval that ended at the tick.</summary>
/// <param name="Detector">Index of the detector.</param>
/// <param name="Class">One class.</param>
/// <param name="Count">Number of vehicles, 0 to 65 535.</param>
public readonly record struct DetectorCount(ushort Detector, VehicleClasses Class, ushort Count);
