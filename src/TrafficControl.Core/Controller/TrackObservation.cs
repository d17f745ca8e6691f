using TrafficControl.Core.Model;

namespace TrafficControl.Core.Controller;

/// <summary>
/// Where a tracks detector saw one object at one moment. An object on a lane that leads to several stop lines is
/// reported under the detector of each of them, with the same identifier.
/// </summary>
/// <param name="TimeMs">Event time, Unix milliseconds; after the last tick, not after this one.</param>
/// <param name="ObjectId">The same for one object as long as the sensor follows it; unique at the intersection.</param>
/// <param name="Detector">Index of the tracks detector.</param>
/// <param name="Class">One class.</param>
/// <param name="DistanceM">
/// Front of the object to the stop line along its way, metres; negative past the line, down to -50.
/// </param>
/// <param name="SpeedMps">Speed, metres per second, 0 or more.</param>
/// <param name="ConfidencePercent">How sure the sensor is, 0 to 100.</param>
/// <param name="Section">
/// The lane it is on, by the sensor's own numbers, 1 to 255: the same number is always the same lane, so that where its
/// vehicles go can be learned. 0: not told.
/// </param>
public readonly record struct TrackObservation(
    long TimeMs,
    uint ObjectId,
    ushort Detector,
    VehicleClasses Class,
    float DistanceM,
    float SpeedMps,
    byte ConfidencePercent,
    byte Section = 0);
