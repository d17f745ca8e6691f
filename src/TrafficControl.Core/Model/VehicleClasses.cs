namespace TrafficControl.Core.Model;

/// <summary>
/// The classes a detector can tell apart; a set. Follows the classes of RSMP S0204 and NTCIP 1202 v03 travel modes.
/// </summary>
[Flags]
public enum VehicleClasses
{
    /// <summary>No class.</summary>
    None = 0,

    /// <summary>Passenger cars and vans.</summary>
    Car = 1,

    /// <summary>Motorcycles and mopeds.</summary>
    Motorcycle = 2,

    /// <summary>Lorries.</summary>
    Truck = 4,

    /// <summary>Buses and trams.</summary>
    Bus = 8,

    /// <summary>Bicycles.</summary>
    Bicycle = 16,

    /// <summary>People on foot.</summary>
    Pedestrian = 32,

    /// <summary>Every class: a detector that does not classify.</summary>
    All = Car | Motorcycle | Truck | Bus | Bicycle | Pedestrian,
}
