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

    private const int MostTravelSeconds = 64;

    // With room for fewer vehicles than this, those who enter get slower.
    private const double FreeRoomVehicles = 4;

    private readonly Intersection _intersection;
    private readonly Lane _lane;
    private readonly double[] _enteredIn = new double[MostTravelSeconds];
    private readonly int _travelSeconds;
    private double _reportedVehicles;
    private long _enteredSecond;
    private long _reportedMs;

    internal ExitLane(Intersection intersection, Lane lane)
    {
        _intersection = intersection;
        _lane = lane;
        _travelSeconds = (int)Math.Clamp(lane.Definition.LengthM / lane.Definition.SpeedMps, 1, MostTravelSeconds - 1);
    }

    /// <summary>Vehicles that have entered the lane since the start, by the shares of the movements that lead to it.</summary>
    internal double EnteredVehicles { get; private set; }

    /// <summary>Standing vehicles on the lane.</summary>
    internal double QueueVehicles { get; private set; }

    /// <summary>True while nothing can enter the lane.</summary>
    internal bool IsBlocked { get; private set; }

    /// <summary>
    /// Part of the flow towards the lane that finds room on it, 0 to 1: its length less who stands on it and who is on the way.
    /// Known only while the neighbour reports; otherwise the lane is open until it is blocked.
    /// </summary>
    internal double Openness { get; private set; } = 1;

    /// <summary>Vehicles enter the lane.</summary>
    internal void Enter(double vehicles, long nowMs)
    {
        Forget(nowMs);
        EnteredVehicles += vehicles;
        _enteredIn[_enteredSecond % MostTravelSeconds] += vehicles;
    }

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

        bool isReported = nowMs - _reportedMs <= ReportValidMs;
        double room = isReported ? capacity - QueueVehicles - OnTheWay(nowMs) : FreeRoomVehicles;
        Openness = IsBlocked ? 0 : Math.Clamp(room / FreeRoomVehicles, 0, 1);
    }

    /// <summary>Vehicles that entered within the time the lane takes at its speed limit.</summary>
    private double OnTheWay(long nowMs)
    {
        Forget(nowMs);
        double sum = 0;
        for (int i = 0; i <= _travelSeconds; i++)
        {
            sum += _enteredIn[(_enteredSecond + MostTravelSeconds - i) % MostTravelSeconds];
        }

        return sum;
    }

    private void Forget(long nowMs)
    {
        long second = nowMs / 1000;
        for (long s = Math.Max(_enteredSecond, second - MostTravelSeconds) + 1; s <= second; s++)
        {
            _enteredIn[s % MostTravelSeconds] = 0;
        }

        _enteredSecond = Math.Max(second, _enteredSecond);
    }
}
