using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Cli.Fleets;

/// <summary>
/// What the detectors of one intersection see of simple random traffic: vehicles come at random to every approach lane,
/// stand in line at red and leave two seconds apart at green. Enough to watch a controller work; the traffic model of
/// the demo is the one to measure with.
/// </summary>
internal sealed class RandomField
{
    // A lane discharges some 1 800 vehicles an hour.
    private const int HeadwayMs = 2_000;
    private const double VehicleSpacingM = 7;
    private const double ButtonsPerSecond = 1.0 / 45;

    private readonly Intersection _intersection;
    private readonly Random _random;
    private readonly double _vehiclesPerMs;
    private readonly Queue<long>[] _approaching;
    private readonly int[] _standing;
    private readonly int[] _left;
    private readonly long[] _nextDischargeMs;
    private readonly bool[] _isOn;
    private long _lastMs = -1;

    /// <summary>Creates empty approaches.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="flowVph">Vehicles an hour on every approach lane.</param>
    /// <param name="seed">Seed of the arrivals.</param>
    public RandomField(Intersection intersection, int flowVph, int seed)
    {
        _intersection = intersection;
        _random = new Random(seed);
        _vehiclesPerMs = flowVph / 3_600_000.0;
        _approaching = [.. intersection.Lanes.Select(_ => new Queue<long>())];
        _standing = new int[intersection.Lanes.Length];
        _left = new int[intersection.Lanes.Length];
        _nextDischargeMs = new long[intersection.Lanes.Length];
        _isOn = new bool[intersection.Detectors.Length];
    }

    /// <summary>Vehicles that stand at the stop lines.</summary>
    public int Standing => _standing.Sum();

    /// <summary>Moves on to the time of a tick and adds what the detectors saw.</summary>
    /// <param name="tick">The tick; its time is set.</param>
    /// <param name="shown">What the signals show.</param>
    public void Read(ControllerTick tick, in SignalFrame shown)
    {
        long elapsedMs = _lastMs < 0 ? 0 : Math.Clamp(tick.TimeMs - _lastMs, 0, 1_000);
        _lastMs = tick.TimeMs;
        foreach (Lane lane in _intersection.Lanes)
        {
            if (lane.Definition.Role == LaneRole.Approach)
            {
                Move(lane, tick.TimeMs, elapsedMs, !shown.IsFlash && (shown.Green & lane.Groups) != 0);
            }
        }

        foreach (Detector detector in _intersection.Detectors)
        {
            See(detector, tick, elapsedMs);
        }
    }

    private void Move(Lane lane, long nowMs, long elapsedMs, bool isGreen)
    {
        int index = lane.Index;
        long travelMs = (long)(lane.Definition.LengthM / lane.Definition.SpeedMps * 1_000);
        if (_random.NextDouble() < _vehiclesPerMs * elapsedMs)
        {
            _approaching[index].Enqueue(nowMs + travelMs);
        }

        while (_approaching[index].TryPeek(out long atLineMs) && atLineMs <= nowMs)
        {
            _approaching[index].Dequeue();
            _standing[index]++;
        }

        if (isGreen && _standing[index] > 0 && nowMs >= _nextDischargeMs[index])
        {
            _standing[index]--;
            _left[index]++;
            _nextDischargeMs[index] = nowMs + HeadwayMs;
        }
    }

    private void See(Detector detector, ControllerTick tick, long elapsedMs)
    {
        if (detector.Definition.Kind == DetectorKind.PushButton)
        {
            bool isPressed = _random.NextDouble() < ButtonsPerSecond * elapsedMs / 1_000;
            tick.PedestrianCalls |= isPressed ? detector.Calls & _intersection.PedestrianGroups : 0;
            return;
        }

        if (detector.Definition.Kind == DetectorKind.Tracks)
        {
            Track(detector, _intersection.Lanes[detector.Lane], tick);
            return;
        }

        bool isOn = detector.Lane >= 0 && IsOccupied(detector, _intersection.Lanes[detector.Lane], tick.TimeMs);
        if (isOn == _isOn[detector.Index])
        {
            return;
        }

        _isOn[detector.Index] = isOn;
        if (detector.Definition.Kind == DetectorKind.Presence)
        {
            tick.TryAdd(new DetectorTransition(tick.TimeMs, (ushort)detector.Index, isOn));
        }
        else if (isOn)
        {
            tick.TryAdd(new DetectorCount((ushort)detector.Index, VehicleClasses.Car, 1));
        }
    }

    /// <summary>
    /// Reports who stands and who comes on a lane; vehicles are numbered in the order in which they reach the line.
    /// </summary>
    private void Track(Detector detector, Lane lane, ControllerTick tick)
    {
        int order = 0;
        for (; order < _standing[lane.Index]; order++)
        {
            Report(1 + (order * VehicleSpacingM), 0);
        }

        foreach (long atLineMs in _approaching[lane.Index])
        {
            double freeM = (atLineMs - tick.TimeMs) / 1_000.0 * lane.Definition.SpeedMps;
            Report(Math.Max(freeM, 1 + (order * VehicleSpacingM)), lane.Definition.SpeedMps);
            order++;
        }

        void Report(double distanceM, double speedMps)
        {
            double fromEdgeM = distanceM - detector.Definition.DistanceM;
            if (fromEdgeM >= 0 && fromEdgeM <= detector.Definition.LengthM)
            {
                uint vehicle = ((uint)lane.Index << 24) + (uint)((_left[lane.Index] + order) & 0xff_ffff);
                tick.TryAdd(new TrackObservation(
                    tick.TimeMs, vehicle, (ushort)detector.Index, VehicleClasses.Car, (float)distanceM, (float)speedMps, 100));
            }
        }
    }

    private bool IsOccupied(Detector detector, Lane lane, long nowMs)
    {
        // A vehicle that rolls forward leaves a gap, else a queue would look like one long vehicle.
        bool isRolling = nowMs < _nextDischargeMs[lane.Index] - (HeadwayMs / 2);
        if (_standing[lane.Index] * VehicleSpacingM > detector.Definition.DistanceM && !isRolling)
        {
            return true;
        }

        double farM = detector.Definition.DistanceM + detector.Definition.LengthM + VehicleSpacingM;
        foreach (long atLineMs in _approaching[lane.Index])
        {
            double distanceM = (atLineMs - nowMs) / 1_000.0 * lane.Definition.SpeedMps;
            if (distanceM >= detector.Definition.DistanceM && distanceM <= farM)
            {
                return true;
            }
        }

        return false;
    }
}
