using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Traffic;

/// <summary>
/// How vehicles of one class follow each other. The parameters are those of the Intelligent Driver Model.
/// </summary>
/// <param name="Class">One class, as detectors tell it apart.</param>
/// <param name="LengthM">Length that a vehicle takes up in its lane, metres.</param>
/// <param name="MinGapM">Gap at standstill (s0), metres.</param>
/// <param name="HeadwayS">Safe time headway (T), seconds.</param>
/// <param name="AccelerationMps2">Largest acceleration (a), metres per second squared.</param>
/// <param name="DecelerationMps2">Comfortable deceleration (b), metres per second squared.</param>
public sealed record VehicleType(
    VehicleClasses Class,
    double LengthM,
    double MinGapM,
    double HeadwayS,
    double AccelerationMps2,
    double DecelerationMps2)
{
    /// <summary>
    /// A passenger car. The values give a saturation headway near 1.9 s and a start-up lost time near 2 s.
    /// </summary>
    public static VehicleType Car { get; } = new(VehicleClasses.Car, 4.5, 2, 1.0, 1.8, 2);

    /// <summary>
    /// A motorcycle. Two ride abreast, which a single file can only show as vehicles of half the length, gap and
    /// headway: they leave a stop line at about twice the rate of cars.
    /// </summary>
    public static VehicleType Motorcycle { get; } = new(VehicleClasses.Motorcycle, 1.2, 0.8, 0.5, 2, 2.5);

    /// <summary>A city bus.</summary>
    public static VehicleType Bus { get; } = new(VehicleClasses.Bus, 12, 2.5, 1.3, 1.1, 1.8);
}
