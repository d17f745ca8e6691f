using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.Events;

/// <summary>The detector at the stop line of a lane.</summary>
internal static class StopBar
{
    /// <summary>Farthest from the stop line, metres, at which a detector still sees who departs.</summary>
    internal const double MaxDistanceM = 10;

    /// <summary>
    /// Longest zone, metres, that tells two queued vehicles apart: a jam spacing of 7 m leaves the zone empty between
    /// them.
    /// </summary>
    internal const double MaxLengthM = 6.5;

    /// <summary>The lane's detector nearest to the stop line, or null when none reports presence within reach.</summary>
    internal static Detector? Find(Intersection intersection, Lane lane)
    {
        foreach (int index in lane.Detectors)
        {
            DetectorDefinition detector = intersection.Detectors[index].Definition;
            if (detector.Kind == DetectorKind.Presence && detector.DistanceM <= MaxDistanceM)
            {
                return intersection.Detectors[index];
            }
        }

        return null;
    }
}
