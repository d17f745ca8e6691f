using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// One physical detector of an approach and where its vehicles end up: the lanes it lies over, and the lanes beside
/// them that late lane changers choose, with weights learned from those who arrived.
/// </summary>
internal sealed class DetectorChannel
{
    /// <summary>
    /// A detector that is on for longer is stood on, milliseconds; a lorry at walking speed takes less.
    /// </summary>
    internal const int StandingAfterMs = 4_000;

    // What is assumed of a new detector's vehicles: nearly all stay on its lanes, few change at the last moment or
    // leave the road; as much as about forty vehicles would have taught.
    private const float TargetWeight = 4;
    private const float BesideWeight = 0.3f;
    private const float SinkWeight = 0.15f;

    // Remembers about fifty vehicles.
    private const float Kept = 0.98f;
    private const float Learned = 0.1f;

    private readonly ChannelWatch _watch;
    private readonly int[] _targets;
    private readonly float[] _weights;
    private float _sink = SinkWeight;
    private bool _isOn;
    private bool _isFailed;
    private int _unmatched;
    private int _departures;
    private double _greenS;

    /// <param name="watch">Is told what it is judged by.</param>
    /// <param name="index">Position among the channels.</param>
    /// <param name="kind">How it reports.</param>
    /// <param name="isStopBar">True when a vehicle that waits at the line stands on it.</param>
    /// <param name="distanceM">Distance to the line, metres.</param>
    /// <param name="speedMps">Free speed there, m/s, above 0.</param>
    /// <param name="targets">Lanes it lies over, one or more.</param>
    /// <param name="beside">Lanes beside them that its vehicles may change to.</param>
    internal DetectorChannel(
        ChannelWatch watch, int index, DetectorKind kind, bool isStopBar, double distanceM, double speedMps, int[] targets,
        int[] beside)
    {
        _watch = watch;
        Index = index;
        Kind = kind;
        IsStopBar = isStopBar;
        DistanceM = (float)distanceM;
        TravelMs = (long)(DistanceM / speedMps * 1000);
        _targets = targets;
        Reports = kind == DetectorKind.Tracks ? new ReportPeriod() : null;
        int count = Math.Min(TrackedVehicle.MaxCandidates, targets.Length + beside.Length);
        Candidates = count == targets.Length ? targets : new int[count];
        _weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            bool isTarget = i < targets.Length;
            Candidates[i] = isTarget ? targets[i] : beside[i - targets.Length];
            _weights[i] = isTarget ? TargetWeight / targets.Length : BesideWeight;
        }
    }

    /// <summary>Position among the channels.</summary>
    internal int Index { get; }

    /// <summary>How it reports.</summary>
    internal DetectorKind Kind { get; }

    /// <summary>True when a vehicle that waits at the line stands on it.</summary>
    internal bool IsStopBar { get; }

    /// <summary>Distance to the line, metres.</summary>
    internal float DistanceM { get; }

    /// <summary>Time from it to the line at free speed, milliseconds.</summary>
    internal long TravelMs { get; }

    /// <summary>Lanes it lies over.</summary>
    internal ReadOnlySpan<int> Targets => _targets;

    /// <summary>Lanes its vehicles may reach.</summary>
    internal int[] Candidates { get; }

    /// <summary>How often a tracking sensor reports an object; null for any other.</summary>
    internal ReportPeriod? Reports { get; }

    /// <summary>True while it is occupied.</summary>
    internal bool IsOn
    {
        get => _isOn;
        set
        {
            _isOn = value;
            _watch.Wake(Index);
        }
    }

    /// <summary>Event time of the last change, Unix milliseconds.</summary>
    internal long OnMs { get; set; }

    /// <summary>Event time of the last "off", Unix milliseconds.</summary>
    internal long OffMs { get; set; }

    /// <summary>Event time at which the queue in front of it was last filled up, Unix milliseconds.</summary>
    internal long FilledMs { get; set; }

    /// <summary>Serial of the vehicle that came last, or 0.</summary>
    internal int LastSerial { get; set; }

    /// <summary>What an interval counter saw last, Unix milliseconds.</summary>
    internal long CountedMs { get; set; }

    /// <summary>
    /// Of a stop bar: vehicles that came over the loops before it and over no stop bar since it last changed.
    /// </summary>
    internal int Unmatched
    {
        get => _unmatched;
        set
        {
            _unmatched = value;
            _watch.Wake(Index);
        }
    }

    /// <summary>Vehicles that left its lanes since it last changed.</summary>
    internal int Departures
    {
        get => _departures;
        set
        {
            _departures = value;
            _watch.Wake(Index);
        }
    }

    /// <summary>Seconds of free green for which it has been on without a break.</summary>
    internal double GreenS
    {
        get => _greenS;
        set
        {
            _greenS = value;
            _watch.Wake(Index);
        }
    }

    /// <summary>True when it cannot be believed.</summary>
    internal bool IsFailed
    {
        get => _isFailed;
        set
        {
            if (value != _isFailed)
            {
                _isFailed = value;
                _watch.Count(value);
            }
        }
    }

    /// <summary>True when the lane lies under it.</summary>
    internal bool IsOver(int lane) => Array.IndexOf(_targets, lane) >= 0;

    /// <summary>True while vehicles stand on an advance detector that is believed.</summary>
    internal bool IsStoodOn(long nowMs) => IsOn && !IsStopBar && !IsFailed && nowMs - OnMs > StandingAfterMs;

    /// <summary>The candidates of a vehicle that nothing is known of.</summary>
    internal void PlaceNew(ref TrackedVehicle vehicle)
    {
        vehicle.Count = Candidates.Length;
        for (int i = 0; i < Candidates.Length; i++)
        {
            vehicle.Lanes[i] = (byte)Candidates[i];
            vehicle.Shares[i] = _weights[i];
        }

        vehicle.Sink = _sink;
        vehicle.Normalise();
    }

    /// <summary>What a vehicle was believed to do, and that it passed here.</summary>
    internal void PlaceKnown(ref TrackedVehicle vehicle)
    {
        TrackedVehicle before = vehicle;
        vehicle.Count = Candidates.Length;
        for (int i = 0; i < Candidates.Length; i++)
        {
            vehicle.Lanes[i] = (byte)Candidates[i];
            vehicle.Shares[i] = before.On(Candidates[i]) * _weights[i];
        }

        vehicle.Sink *= _sink;
        if (!vehicle.Normalise())
        {
            PlaceNew(ref vehicle);
        }
    }

    /// <summary>A vehicle of this channel arrived on a lane.</summary>
    internal void LearnArrival(int lane)
    {
        Fade();
        int i = Array.IndexOf(Candidates, lane);
        if (i >= 0)
        {
            _weights[i] += Learned;
        }
    }

    /// <summary>A vehicle of this channel never arrived.</summary>
    internal void LearnSink()
    {
        Fade();
        _sink += Learned;
    }

    private void Fade()
    {
        for (int i = 0; i < _weights.Length; i++)
        {
            _weights[i] *= Kept;
        }

        _sink *= Kept;
    }
}
