namespace TrafficControl.Simulation.Traffic;

/// <summary>Shares of the vehicle classes in a flow; the rest are passenger cars.</summary>
/// <param name="MotorcycleShare">Share of motorcycles, 0 to 1.</param>
/// <param name="BusShare">Share of buses, 0 to 1; with the motorcycles at most 1.</param>
public readonly record struct VehicleMix(double MotorcycleShare, double BusShare)
{
    /// <summary>Passenger cars only.</summary>
    public static VehicleMix CarsOnly => default;

    /// <summary>True when the shares are within their ranges.</summary>
    public bool IsValid => MotorcycleShare >= 0 && BusShare >= 0 && MotorcycleShare + BusShare <= 1;

    /// <summary>The class of a vehicle for a random number.</summary>
    /// <param name="unit">Uniform from 0 to below 1.</param>
    public VehicleType Pick(double unit) =>
        unit < MotorcycleShare ? VehicleType.Motorcycle
        : unit < MotorcycleShare + BusShare ? VehicleType.Bus
        : VehicleType.Car;
}
