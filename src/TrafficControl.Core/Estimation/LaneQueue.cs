using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// One approach lane: vehicles at the stop bar, standing behind it, and on their way from its advance loops. Detectors count
/// vehicles in and out of the stretches between them; every observation that proves the count wrong corrects it.
/// </summary>
internal sealed class LaneQueue
{
    /// <summary>Length of lane that a standing vehicle takes, metres.</summary>
    internal const double SpacingM = 7;

    // A vehicle that waits at the line stands on a zone this near to it.
    private const double StopBarWithinM = 6;

    // A zone longer than one vehicle stays occupied while a platoon passes, so it shows presence but cannot count.
    private const double CountingZoneM = 6;

    // A vehicle that slows, or starts a little late, is not overdue yet.
    private const int ArrivalPadMs = 1_200;

    private const int EmptyAfterMs = 2_500;
    private const double VanishSeconds = 3;
    private const int StandingAfterMs = 4_000;
    private const double MostUnseenBehind = 10;
    private const int TakeWithinSeconds = 6;
    private const int StartUpLostMs = 2_000;

    // Vehicles that follow each other this closely leave a queue; a longer gap means that it is used up.
    private const int SaturatedHeadwayMs = 2_800;

    // What a queue that still discharges is assumed to hold behind the last vehicle seen when no loop looks further back.
    private const double UnseenBehindDischarge = 2;

    // Vehicles that join past the last loop, per second, on a lane where no stop bar would show them: enough that the lane is
    // served now and then, whatever the model has let go.
    private const double UnseenJoiningVps = 0.02;

    // The queue of a short lane stands on the lanes that feed it, so no bound is below this.
    private const double LeastCapacityM = 100;

    // So many vehicles counted upstream without one at the stop bar mean that the stop bar is dead.
    private const int PassagesUntilBarIsDistrusted = 40;

    private readonly Intersection _intersection;
    private readonly Lane _lane;
    private readonly int _stopBar = -1;
    private readonly bool _barCounts;
    private readonly int[] _loops;
    private readonly double[] _loopDistanceM;
    private readonly long[] _travelMs;
    private readonly bool[] _loopIsOn;
    private readonly long[] _loopOnMs;
    private readonly long[] _loopCountMs;
    private readonly double[] _unseenBehind;
    private readonly ArrivalPipeline[] _stretches;
    private readonly LaneUsage[] _usage;
    private readonly ArrivalRate _rate = new();
    private bool _barIsOn;
    private long _barOnMs;
    private long _barOffMs;
    private long _nowMs;
    private long _queuedSinceMs = -1;
    private double _departedPart;
    private bool _followsClosely;
    private int _passagesWithoutBar;

    internal LaneQueue(Intersection intersection, Lane lane)
    {
        _intersection = intersection;
        _lane = lane;
        int[] detectors = lane.Detectors;
        int first = 0;
        if (detectors.Length > 0)
        {
            DetectorDefinition nearest = intersection.Detectors[detectors[0]].Definition;
            if (nearest.DistanceM <= StopBarWithinM)
            {
                first = 1;
                _stopBar = nearest.Kind == DetectorKind.Presence ? detectors[0] : -1;
                _barCounts = nearest.LengthM <= CountingZoneM;
            }
        }

        _loops = detectors[first..];
        _loopDistanceM = new double[_loops.Length];
        _travelMs = new long[_loops.Length];
        _loopIsOn = new bool[_loops.Length];
        _loopOnMs = new long[_loops.Length];
        _loopCountMs = new long[_loops.Length];
        _unseenBehind = new double[_loops.Length];
        _usage = new LaneUsage[_loops.Length];
        _stretches = new ArrivalPipeline[Math.Max(1, _loops.Length)];
        for (int i = 0; i < _stretches.Length; i++)
        {
            _stretches[i] = new ArrivalPipeline();
        }

        double farthestM = 0;
        for (int i = 0; i < _loops.Length; i++)
        {
            _usage[i] = new LaneUsage();
            _loopDistanceM[i] = intersection.Detectors[_loops[i]].Definition.DistanceM;
            double stretchM = _loopDistanceM[i] - farthestM;
            farthestM = _loopDistanceM[i];
            _travelMs[i] = (long)(stretchM / Math.Max(5, lane.Definition.SpeedMps) * 1000) + (i == 0 ? ArrivalPadMs : 0);
        }

        CapacityVehicles = Math.Max(LeastCapacityM, Math.Max(lane.Definition.LengthM, farthestM)) / SpacingM;
        SaturationPerSecond = MeanSaturation(intersection, lane);
    }

    /// <summary>Most vehicles the lane can hold.</summary>
    internal double CapacityVehicles { get; }

    /// <summary>Vehicles per second that leave in green, over all movements by their shares.</summary>
    internal double SaturationPerSecond { get; }

    /// <summary>Vehicles that stand or will have to stand.</summary>
    internal double QueueVehicles { get; private set; }

    /// <summary>Event time at which the last vehicle left, 0 before the first.</summary>
    internal long LastDepartureMs { get; private set; }

    /// <summary>Event time at which the stop bar last went on; the last departure where none works. 0 before the first.</summary>
    internal long LastCrossingMs => HasStopBar ? _barOnMs : LastDepartureMs;

    /// <summary>True while a vehicle is, or may be, at the stop line.</summary>
    internal bool IsStopBarOccupied { get; private set; }

    /// <summary>True while vehicles leave at saturation flow, one right behind the other.</summary>
    internal bool IsDischarging { get; private set; }

    /// <summary>True when the lane has a stop bar that reports presence and is not known to be dead.</summary>
    internal bool HasStopBar => _stopBar >= 0 && _passagesWithoutBar < PassagesUntilBarIsDistrusted;

    /// <summary>True when the stop bar works and tells one vehicle from the next.</summary>
    internal bool CountsDepartures => HasStopBar && _barCounts;

    /// <summary>Vehicles per second that arrive.</summary>
    internal double ArrivalRateVps =>
        _lane.Detectors.Length == 0 ? ArrivalRate.AssumedVehiclesPerSecond : _rate.VehiclesPerSecond;

    /// <summary>Milliseconds since somebody waits and nobody left; 0 while the queue is below half a vehicle.</summary>
    internal long WaitMs => _queuedSinceMs < 0 ? 0 : _nowMs - Math.Max(_queuedSinceMs, LastDepartureMs);

    /// <summary>Vehicles expected at the stop line from one second to before another, counted from now.</summary>
    internal double ExpectedVehicles(int fromSecond, int toSecond)
    {
        double sum = 0;
        int ahead = 0;
        for (int i = 0; i < _stretches.Length; i++)
        {
            sum += _stretches[i].ExpectedVehicles(fromSecond - ahead, toSecond - ahead);
            if (i < _loops.Length)
            {
                ahead += (int)(_travelMs[i] / 1000);
            }
        }

        return sum;
    }

    /// <summary>Takes in a transition of one of the lane's detectors.</summary>
    internal void Apply(int detector, bool isOn, long timeMs)
    {
        MoveVehicles(timeMs);
        if (detector == _stopBar)
        {
            ApplyStopBar(isOn, timeMs);
            return;
        }

        int loop = Array.IndexOf(_loops, detector);
        if (loop < 0 || _loopIsOn[loop] == isOn)
        {
            return;
        }

        _loopIsOn[loop] = isOn;
        _unseenBehind[loop] = 0;
        if (isOn)
        {
            _loopOnMs[loop] = timeMs;
            Pass(loop, 1, timeMs);
        }
    }

    /// <summary>Takes in what a counting detector of the lane saw in the interval that ends now.</summary>
    internal void ApplyCount(int detector, int vehicles, long timeMs)
    {
        MoveVehicles(timeMs);
        int loop = Array.IndexOf(_loops, detector);
        if (loop < 0)
        {
            // Counted at the line: they have left, and the model has already let them go in green.
            _rate.Count(vehicles);
            LastDepartureMs = vehicles > 0 ? timeMs : LastDepartureMs;
            return;
        }

        // Nobody knows when in the interval each one passed; the middle is the unbiased guess.
        long intervalMs = _loopCountMs[loop] == 0 ? 0 : timeMs - _loopCountMs[loop];
        _loopCountMs[loop] = timeMs;
        Pass(loop, vehicles, timeMs - (intervalMs / 2));
    }

    /// <summary>Brings the estimate up to the time of a tick.</summary>
    internal void Update(SignalHistory signals, DetectorBank detectors, long nowMs)
    {
        long elapsedMs = _nowMs == 0 ? 0 : Math.Clamp(nowMs - _nowMs, 0, 60_000);
        _nowMs = nowMs;
        double seconds = elapsedMs / 1000.0;
        MoveVehicles(nowMs);
        _rate.Advance(seconds);
        IsStopBarOccupied = _stopBar >= 0 && (_barIsOn || detectors.IsUncertain(_stopBar));
        bool isBarEmpty = HasStopBar && !IsStopBarOccupied && nowMs - _barOffMs > EmptyAfterMs;
        Grow(seconds, isBarEmpty);
        if (!CountsDepartures)
        {
            Discharge(signals, seconds, nowMs);
        }

        CorrectByStandingTraffic(detectors, seconds, nowMs);
        ForgetVanished(isBarEmpty, seconds);
        IsDischarging = _followsClosely && nowMs - LastDepartureMs <= SaturatedHeadwayMs;
        QueueVehicles = Sum();
        if (IsDischarging && _loops.Length == 0)
        {
            QueueVehicles = Math.Max(QueueVehicles, UnseenBehindDischarge);
        }

        if (QueueVehicles < 0.5)
        {
            _queuedSinceMs = -1;
        }
        else if (_queuedSinceMs < 0)
        {
            _queuedSinceMs = nowMs;
        }
    }

    private static double MeanSaturation(Intersection intersection, Lane lane)
    {
        double flow = 0;
        double share = 0;
        foreach (int movement in lane.Movements)
        {
            MovementDefinition definition = intersection.Movements[movement].Definition;
            flow += definition.Share * definition.SaturationFlowVph;
            share += definition.Share;
        }

        return share > 0 ? flow / share / 3600 : 0.5;
    }

    private void ApplyStopBar(bool isOn, long timeMs)
    {
        if (_barIsOn == isOn)
        {
            return;
        }

        _barIsOn = isOn;
        _passagesWithoutBar = 0;
        if (!isOn)
        {
            _barOffMs = timeMs;
            if (_barCounts)
            {
                Depart(1, timeMs);
            }
        }
        else
        {
            _barOnMs = timeMs;
            TakeFromStretch();
        }
    }

    private void TakeFromStretch()
    {
        if (_barCounts)
        {
            _stretches[0].Take(1, TakeWithinSeconds);
            if (_loops.Length > 0)
            {
                _usage[0].CountLeft(1);
            }
        }
    }

    private void Depart(double vehicles, long timeMs)
    {
        _followsClosely = timeMs - LastDepartureMs <= SaturatedHeadwayMs;
        LastDepartureMs = timeMs;
        if (_loops.Length == 0)
        {
            _rate.Count(vehicles);
        }
    }

    private void Pass(int loop, double passages, long timeMs)
    {
        if (loop + 1 < _loops.Length)
        {
            _stretches[loop + 1].Take(passages, TakeWithinSeconds);
            _usage[loop + 1].CountLeft(passages);
        }

        bool countsNext = loop > 0 || CountsDepartures;
        double vehicles = passages * (countsNext ? _usage[loop].VehiclesPerPassage : 1);
        if (countsNext)
        {
            _usage[loop].CountEntered(passages);
        }

        _stretches[loop].Add(vehicles, timeMs + _travelMs[loop]);
        if (loop == 0)
        {
            _rate.Count(vehicles);
            _passagesWithoutBar = Math.Min(_passagesWithoutBar + 1, PassagesUntilBarIsDistrusted);
        }
    }

    private void MoveVehicles(long timeMs)
    {
        foreach (ArrivalPipeline stretch in _stretches)
        {
            stretch.Advance(timeMs);
        }
    }

    /// <summary>Without an upstream loop the queue grows unseen, by the learned flow, behind whoever stands at the line.</summary>
    private void Grow(double seconds, bool isBarEmpty)
    {
        if (_loops.Length == 0 && !isBarEmpty)
        {
            _stretches[0].OverdueVehicles += ArrivalRateVps * seconds;
        }
        else if (!HasStopBar)
        {
            _stretches[0].OverdueVehicles += UnseenJoiningVps * seconds;
        }
    }

    /// <summary>Without a counting stop bar the queue leaves by the model: at saturation flow, once the start-up is lost.</summary>
    private void Discharge(SignalHistory signals, double seconds, long nowMs)
    {
        double flow = 0;
        foreach (int movement in _lane.Movements)
        {
            Movement m = _intersection.Movements[movement];
            bool isGreen = (signals.Frame.Green & (1UL << m.Group)) != 0 && !signals.Frame.IsFlash;
            if (isGreen && nowMs - signals.RightOfWayStartMs(m.Group) >= StartUpLostMs)
            {
                flow += m.Definition.Share * m.Definition.SaturationFlowVph / 3600;
            }
        }

        double left = Math.Min(flow * seconds, _stretches[0].OverdueVehicles);
        _stretches[0].OverdueVehicles -= left;
        _departedPart += left;
        if (_departedPart >= 1)
        {
            double whole = Math.Floor(_departedPart);
            _departedPart -= whole;
            Depart(whole, nowMs);
        }
    }

    /// <summary>Traffic that stands on an advance loop proves a queue from the line up to it.</summary>
    private void CorrectByStandingTraffic(DetectorBank detectors, double seconds, long nowMs)
    {
        for (int loop = 0; loop < _loops.Length; loop++)
        {
            bool isStanding = _loopIsOn[loop] && nowMs - _loopOnMs[loop] > StandingAfterMs
                && !detectors.IsUncertain(_loops[loop]);
            if (!isStanding)
            {
                continue;
            }

            double least = _loopDistanceM[loop] / SpacingM;
            double missing = least - Sum();
            if (missing > 0.15 * least)
            {
                _stretches[0].OverdueVehicles += missing;
            }

            bool isFarthest = loop == _loops.Length - 1;
            if (isFarthest && _unseenBehind[loop] < MostUnseenBehind)
            {
                double unseen = ArrivalRateVps * seconds;
                _unseenBehind[loop] += unseen;
                _stretches[0].OverdueVehicles += unseen;
            }
        }
    }

    /// <summary>Overdue vehicles that an empty loop proves absent have changed lane or turned off: they fade within seconds.</summary>
    private void ForgetVanished(bool isBarEmpty, double seconds)
    {
        double kept = Math.Max(0, 1 - (seconds / VanishSeconds));
        if (isBarEmpty)
        {
            _stretches[0].OverdueVehicles *= kept;
        }

        for (int i = 1; i < _stretches.Length; i++)
        {
            if (!ReachesLoop(i - 1))
            {
                _stretches[i].OverdueVehicles *= kept;
            }
        }

        double excess = Sum() - CapacityVehicles;
        for (int i = _stretches.Length - 1; i >= 0 && excess > 0; i--)
        {
            double cut = Math.Min(excess, _stretches[i].OverdueVehicles);
            _stretches[i].OverdueVehicles -= cut;
            excess -= cut;
        }
    }

    private bool ReachesLoop(int loop) =>
        _loopIsOn[loop] || _stretches[loop].OverdueVehicles > 0.7 * _loopDistanceM[loop] / SpacingM;

    private double Sum()
    {
        double sum = IsStopBarOccupied ? 1 : 0;
        foreach (ArrivalPipeline stretch in _stretches)
        {
            sum += stretch.OverdueVehicles;
        }

        return sum;
    }
}
