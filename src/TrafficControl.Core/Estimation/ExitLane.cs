using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// The room left on one exit lane: what its detectors show and what the neighbour downstream reports.
/// </summary>
internal sealed class ExitLane
{
    /// <summary>A detector occupied for longer than this has standing traffic on it.</summary>
    internal const int BlockedAfterMs = 6_000;

    /// <summary>A neighbour's report counts for this long.</summary>
    internal const int ReportValidMs = 10_000;

    private readonly Intersection _intersection;
    private readonly Lane _lane;
    private double _reportedVehicles;
    private long _reportedMs;

    internal ExitLane(Intersection intersection, Lane lane)
    {
        _intersection = intersection;
        _lane = lane;
    }

    /// <summary>Standing vehicles on the lane.</summary>
    internal double QueueVehicles { get; private set; }

    /// <summary>True while nothing can enter the lane.</summary>
    internal bool IsBlocked { get; private set; }

    internal void Report(double vehicles, long timeMs)
    {
        _reportedVehicles = vehicles > 0 ? vehicles : 0;
        _reportedMs = timeMs;
    }

    internal void Update(DetectorBank detectors, long nowMs)
    {
        double capacity = _lane.Definition.LengthM / ApproachLane.SpacingM;
        QueueVehicles = nowMs - _reportedMs <= ReportValidMs ? Math.Min(_reportedVehicles, capacity) : 0;
        IsBlocked = QueueVehicles >= capacity - 1 && QueueVehicles >= 1;
        foreach (int detector in _lane.Detectors)
        {
            // An uncertain detector may have missed its "off", so it is no proof that the lane is blocked.
            if (detectors.IsOn(detector) && !detectors.IsUncertain(detector)
                && nowMs - detectors.LastOnMs(detector) > BlockedAfterMs)
            {
                IsBlocked = true;
                double behind = _lane.Definition.LengthM - _intersection.Detectors[detector].Definition.DistanceM;
                QueueVehicles = Math.Max(QueueVehicles, behind / ApproachLane.SpacingM);
            }
        }
    }
}
