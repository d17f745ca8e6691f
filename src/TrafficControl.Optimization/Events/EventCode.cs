namespace TrafficControl.Optimization.Events;

/// <summary>
/// The event codes that are written and read here, numbered as in the <i>Indiana Traffic Signal Hi Resolution Data
/// Logger Enumerations</i> (Purdue University and INDOT, 2020). The parameter of a phase or pedestrian event is the
/// position of the signal group in the intersection file, that of a detector event the position of the detector, both
/// counted from 1.
/// </summary>
public enum EventCode
{
    /// <summary>Phase begin green.</summary>
    BeginGreen = 1,

    /// <summary>Phase green termination.</summary>
    GreenTermination = 7,

    /// <summary>Phase begin yellow change.</summary>
    BeginYellow = 8,

    /// <summary>Phase end yellow change.</summary>
    EndYellow = 9,

    /// <summary>Phase begin red clearance; only where one is served.</summary>
    BeginRedClearance = 10,

    /// <summary>Phase end red clearance; only where one is served.</summary>
    EndRedClearance = 11,

    /// <summary>Pedestrian begin walk.</summary>
    BeginWalk = 21,

    /// <summary>Pedestrian begin change interval (flashing don't walk).</summary>
    BeginPedClearance = 22,

    /// <summary>Pedestrian begin solid don't walk.</summary>
    BeginDontWalk = 23,

    /// <summary>Detector off.</summary>
    DetectorOff = 81,

    /// <summary>Detector on.</summary>
    DetectorOn = 82,

    /// <summary>Pedestrian detector off.</summary>
    PedDetectorOff = 89,

    /// <summary>Pedestrian detector on.</summary>
    PedDetectorOn = 90,

    /// <summary>Unit flash status change; the parameter is NTCIP 1202 unitFlashStatus: 2 is not flashing.</summary>
    UnitFlashStatus = 173,
}
