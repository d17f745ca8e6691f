using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Follows every vehicle from its first detection to the stop line, on the lanes it may be on. It hands each
/// observation to who makes something of it, and brings all of them up to the time of a tick in a fixed order.
/// </summary>
internal sealed class ApproachTracker
{
    // A counter that was silent for longer counted in its last interval, not since then.
    private const int LongestIntervalMs = 60_000;

    // After a longer gap in the ticks nothing of what was is worth extrapolating.
    private const int LongestTickMs = 60_000;

    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly int[] _channelOf;
    private readonly VehicleList _vehicles;
    private readonly LaneSums _sums;
    private readonly LaneDepartures _departures;
    private readonly DetectorJudge _judge;
    private readonly LoopFollower _loops;
    private readonly LoopProofs _proofs;
    private readonly TrackFollower? _tracks;
    private readonly ChannelWatch _watch;
    private bool _isEvidenceSettled;
    private long _sweptMs;

    internal ApproachTracker(
        Intersection intersection,
        ApproachLane[] lanes,
        DetectorChannel[] channels,
        int[] channelOf,
        TurningShares turning,
        HeadShares heads,
        ChannelWatch watch)
    {
        _watch = watch;
        _lanes = lanes;
        _channels = channels;
        _channelOf = channelOf;
        bool hasTracks = Array.Exists(lanes, lane => lane.HasTracks);
        _vehicles = new VehicleList(lanes.Length, hasTracks);
        TrackSections? sections = hasTracks ? new(lanes.Length) : null;
        LaneGreen green = new(intersection, turning);
        _sums = new LaneSums(_vehicles, lanes, channels, sections, watch);
        _departures = new LaneDepartures(_vehicles, green, _sums, turning, heads);
        _judge = new DetectorJudge(lanes, channels, green);
        _loops = new LoopFollower(_vehicles, lanes, channels, _departures);
        _proofs = new LoopProofs(_vehicles, lanes, channels, _sums, watch);
        _tracks = sections is null ? null : new TrackFollower(_vehicles, lanes, channels, sections, _departures);
    }

    /// <summary>Vehicles expected at the line of a lane in each of the next seconds.</summary>
    internal ReadOnlySpan<float> Arrivals(int lane) => _sums.Arrivals(lane);

    /// <summary>Takes in a transition.</summary>
    internal void Apply(in DetectorTransition transition, SignalHistory signals)
    {
        int index = _channelOf[transition.Detector];
        if (index < 0 || _channels[index].IsOn == transition.IsOn)
        {
            return;
        }

        DetectorChannel channel = _channels[index];
        long timeMs = transition.TimeMs;
        channel.IsOn = transition.IsOn;
        channel.Departures = 0;
        channel.GreenS = 0;
        if (transition.IsOn)
        {
            channel.OnMs = timeMs;
        }

        if (channel.IsStopBar)
        {
            ApproachLane lane = _lanes[channel.Targets[0]];
            channel.Unmatched = 0;
            if (transition.IsOn)
            {
                _loops.ReachBar(lane, timeMs);
            }
            else
            {
                _loops.LeaveBar(lane, timeMs, signals);
            }
        }
        else if (_judge.IsTracked(channel))
        {
            // The tracking sensor knows each vehicle better than a loop does.
        }
        else if (transition.IsOn)
        {
            _loops.Pass(channel, timeMs);
        }
        else
        {
            _loops.CorrectSpeed(channel, timeMs);
        }

        if (!transition.IsOn)
        {
            channel.OffMs = timeMs;
        }
    }

    /// <summary>Takes in where a tracking sensor saw a vehicle.</summary>
    internal void Apply(in TrackObservation observation, long tickMs, SignalHistory signals)
    {
        int index = _channelOf[observation.Detector];
        if (index >= 0 && _channels[index].Kind == DetectorKind.Tracks)
        {
            _tracks?.Apply(observation, _channels[index], tickMs, signals);
        }
    }

    /// <summary>Takes in what an interval counter saw: the vehicles are spread evenly over the interval.</summary>
    internal void Apply(in DetectorCount count, long timeMs)
    {
        int index = _channelOf[count.Detector];
        if (index < 0)
        {
            return;
        }

        DetectorChannel channel = _channels[index];
        long sinceMs = channel.CountedMs == 0 ? timeMs : Math.Max(channel.CountedMs, timeMs - LongestIntervalMs);
        int vehicles = Math.Min((int)count.Count, _vehicles.Capacity);
        for (int i = 0; i < vehicles; i++)
        {
            long atMs = sinceMs + ((timeMs - sinceMs) * ((2 * i) + 1) / (2 * vehicles));
            if (channel.IsStopBar)
            {
                ApproachLane lane = _lanes[channel.Targets[0]];
                lane.Rate.Count(1);
                lane.Depart(timeMs);
            }
            else
            {
                _loops.Pass(channel, atMs);
            }
        }

        channel.CountedMs = timeMs;
    }

    /// <summary>Brings everything up to the time of a tick.</summary>
    internal void Update(SignalHistory signals, DetectorBank detectors, long nowMs)
    {
        double seconds = _sweptMs == 0 ? 0 : Math.Clamp(nowMs - _sweptMs, 0, LongestTickMs) / 1000.0;
        JudgeChannels(signals, seconds, nowMs);
        _proofs.FindOverdue(nowMs);
        UpdateLanes(signals, detectors, seconds, nowMs);

        _tracks?.EndTracks(signals, nowMs);
        _proofs.RemoveVanished(nowMs);
        _proofs.FillStandingQueues(nowMs);
        _sweptMs = nowMs;
        _sums.Collect(nowMs);
        foreach (ApproachLane lane in _lanes)
        {
            lane.Close(_sums.Queue(lane.Position), _sums.Variance(lane.Position), nowMs);
        }
    }

    private void JudgeChannels(SignalHistory signals, double seconds, long nowMs)
    {
        for (int i = 0; i < _channels.Length; i++)
        {
            if (_watch.IsAwake(i))
            {
                DetectorChannel channel = _channels[i];
                _judge.Judge(channel, signals, seconds, nowMs);
                _watch.Rest(i, channel.IsOn);
            }
        }
    }

    /// <summary>
    /// What the lanes' estimates rest on follows from what is believed and from the lanes beside them. Where neither has changed
    /// since it was last worked out without a change, it would come out the same.
    /// </summary>
    private void UpdateLanes(SignalHistory signals, DetectorBank detectors, double seconds, long nowMs)
    {
        bool isSettled = _isEvidenceSettled && !_watch.HaveFailuresChanged;
        _watch.HaveFailuresChanged = false;
        _isEvidenceSettled = true;
        foreach (ApproachLane lane in _lanes)
        {
            (bool sawLine, bool wasTracked) = (lane.SeesLine, lane.IsTracked);
            UpdateLane(lane, signals, detectors, seconds, nowMs);
            isSettled &= lane.SeesLine == sawLine && lane.IsTracked == wasTracked;
            if (!isSettled)
            {
                _isEvidenceSettled &= !_judge.JudgeEvidence(lane);
            }
        }
    }

    private void UpdateLane(
        ApproachLane lane, SignalHistory signals, DetectorBank detectors, double seconds, long nowMs)
    {
        if (lane.Evidence <= LaneEvidence.StopBarOnly)
        {
            lane.Rate.Advance(seconds);
        }

        _judge.JudgeLine(lane, signals, detectors, nowMs);
        _departures.WatchStart(lane, signals);
        if (lane.IsBarEmpty || lane.IsTracked)
        {
            lane.ProveUnseen();
        }
        else if (lane.SeenFromM <= 0)
        {
            lane.Unseen += (float)(DetectorJudge.FlowOf(lane) * seconds);
        }
        else if (!lane.IsBarWorking)
        {
            lane.Unseen += (float)(ApproachLane.UnseenJoiningVps * seconds);
        }

        if (lane.IsTracked)
        {
            return;
        }

        if (lane.CountsDepartures)
        {
            _loops.KeepBarOccupied(lane);
        }
        else
        {
            _departures.DischargeByModel(lane, signals, seconds, nowMs);
        }

        if (lane.IsBarEmpty)
        {
            _proofs.ForgetAbsent(lane, nowMs);
        }
    }
}
