using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Follows every vehicle from its first detection to the stop line, on the lanes it may be on. Each detection moves a vehicle
/// on, each observation that proves a belief wrong corrects it: an empty stop bar, an occupied advance loop, a vehicle that
/// appears from nowhere. One list of vehicles for the whole junction, because vehicles change lanes between detectors.
/// </summary>
internal sealed class ApproachTracker
{
    private const double AccelerationMps2 = 2.6;
    private const double VehicleLengthM = 4.5;
    private const double SlowPart = 0.85;
    private const int MaxAgeMs = 400_000;
    private const int EmptyAfterMs = 2_500;
    private const int OverdueMs = 4_000;
    private const float GoneMass = 0.05f;
    private const int MissedLoopMs = 6_000;
    private const int LoopFreeMs = 2_000;
    private const int MatchAheadMs = 6_000;
    private const int PassAheadMs = 3_000;
    private const float LeastMatch = 0.004f;
    private const double BehindM = 5;
    private const int StandingAfterMs = 4_000;
    private const double StandingFill = 0.85;
    private const float MostUnseenBehind = 10;
    private const int StartUpLostMs = 2_000;
    private const float UnseenJoiningVps = 0.02f;
    private const float StandingMps = 1;
    private const float AtLineM = 8;
    private const double PassedLineM = 3;
    private const float BarZoneM = 4;
    private const int FollowingSeconds = 4;
    private const int QueueBins = 32;
    private const float BinM = 8;
    private const float FreeAheadM = 16;
    private const float LoosestSpacingM = 14;
    private const int TrackSlots = 512;
    private const int TracksSilentMs = 60_000;
    private const int TracksSilentVehicles = 10;
    private const int TrackLostMs = 900;
    private const int TrackForgottenMs = 3_000;
    private const int UnmatchedUntilFailed = 40;
    private const int StuckDepartures = 8;
    private const double ShortestSpacingM = 5;
    private const int SilentDepartures = 30;
    private const double StuckGreenS = 60;
    private const int StuckMs = 300_000;
    private const int RedSettledMs = 9_000;

    private readonly Intersection _intersection;
    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly int[] _channelOf;
    private readonly TrackedVehicle[] _vehicles;
    private readonly float[] _arrivals;
    private readonly float[] _queue;
    private readonly float[] _standing;
    private readonly float[] _ahead;
    private readonly TrackSections _sections;
    private readonly short[] _slotOfTrack = new short[TrackSlots];
    private int _count;
    private int _serial;
    private long _sweptMs;

    internal ApproachTracker(Intersection intersection, ApproachLane[] lanes, DetectorChannel[] channels, int[] channelOf)
    {
        _intersection = intersection;
        _lanes = lanes;
        _channels = channels;
        _channelOf = channelOf;
        _vehicles = new TrackedVehicle[Math.Clamp(lanes.Length * 24, 64, 512)];
        _arrivals = new float[lanes.Length * ApproachLane.ArrivalSeconds];
        _queue = new float[lanes.Length];
        _standing = new float[lanes.Length];
        _ahead = new float[lanes.Length * QueueBins];
        _sections = new TrackSections(lanes.Length);
    }

    /// <summary>Vehicles followed.</summary>
    internal int Count => _count;

    /// <summary>Vehicles expected at the line of a lane in each of the next seconds.</summary>
    internal ReadOnlySpan<float> Arrivals(int lane) =>
        _arrivals.AsSpan(lane * ApproachLane.ArrivalSeconds, ApproachLane.ArrivalSeconds);

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
                ReachBar(lane, timeMs);
            }
            else
            {
                LeaveBar(lane, timeMs, signals);
            }
        }
        else if (IsTracked(channel))
        {
            // The tracking sensor knows each vehicle better than a loop does.
        }
        else if (transition.IsOn)
        {
            Pass(channel, timeMs);
        }
        else
        {
            CorrectSpeed(channel, timeMs);
        }

        if (!transition.IsOn)
        {
            channel.OffMs = timeMs;
        }
    }

    /// <summary>
    /// Takes in where a tracking sensor saw a vehicle. Reports of one moment under several lanes are one vehicle that may go
    /// to any of them, the more likely the more traffic a lane has.
    /// </summary>
    internal void Apply(in TrackObservation observation, long tickMs, SignalHistory signals)
    {
        int index = _channelOf[observation.Detector];
        if (index < 0)
        {
            return;
        }

        ApproachLane lane = _lanes[_channels[index].Targets[0]];
        lane.TrackedMs = tickMs;
        long timeMs = TrackZones.EventMs(observation, tickMs);
        int i = FindTrack(observation.ObjectId);
        if (!(observation.DistanceM > 0))
        {
            if (i >= 0)
            {
                LeaveSight(i, timeMs, signals);
            }

            return;
        }

        if (i < 0)
        {
            i = Add(timeMs);
            _vehicles[i].Track = observation.ObjectId + 1L;
            _vehicles[i].SeenMs = timeMs - 1;
            _slotOfTrack[observation.ObjectId % TrackSlots] = (short)i;
        }

        ref TrackedVehicle vehicle = ref _vehicles[i];
        if (vehicle.SeenMs != timeMs)
        {
            vehicle.Count = 0;
            vehicle.SeenMs = timeMs;
        }

        if (observation.Section != vehicle.Section)
        {
            vehicle.SectionBefore = vehicle.Section;
            vehicle.Section = observation.Section;
        }

        vehicle.Channel = index;
        vehicle.DistanceM = observation.DistanceM;
        vehicle.SpeedMps = observation.SpeedMps;
        vehicle.Believed = Math.Min(100, (int)observation.ConfidencePercent) / 100f;
        _sections.AddCandidate(ref vehicle, lane.Position);
        if (vehicle.BarLane < 0 && observation.DistanceM <= BarZoneM)
        {
            vehicle.BarLane = lane.Position;
            lane.LastCrossingMs = timeMs;
        }

        double travelS = TravelSeconds(observation.DistanceM, observation.SpeedMps, lane.SpeedMps);
        vehicle.EtaMs = timeMs + (long)(travelS * 1000);
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
        long sinceMs = channel.CountedMs == 0 ? timeMs : Math.Max(channel.CountedMs, timeMs - 60_000);
        int vehicles = Math.Min((int)count.Count, _vehicles.Length);
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
                Pass(channel, atMs);
            }
        }

        channel.CountedMs = timeMs;
    }

    /// <summary>Brings everything up to the time of a tick.</summary>
    internal void Update(SignalHistory signals, DetectorBank detectors, long nowMs)
    {
        double seconds = _sweptMs == 0 ? 0 : Math.Clamp(nowMs - _sweptMs, 0, 60_000) / 1000.0;
        foreach (DetectorChannel channel in _channels)
        {
            Judge(channel, signals, seconds, nowMs);
        }

        foreach (ApproachLane lane in _lanes)
        {
            UpdateLane(lane, signals, detectors, seconds, nowMs);
            lane.SeenFromM = SeenFromM(lane);
            lane.Evidence = EvidenceOf(lane);
        }

        EndTracks(signals, nowMs);
        RemoveVanished(nowMs);
        FillStandingQueues(nowMs);
        _sweptMs = nowMs;
        Collect(nowMs);
        foreach (ApproachLane lane in _lanes)
        {
            lane.Close(_queue[lane.Position] + lane.Unseen, nowMs);
        }
    }

    /// <summary>
    /// Seconds to a point with full acceleration to the free speed (uniform motion; SUMO's default of 2.6 m/s2).
    /// </summary>
    internal static double TravelSeconds(double distanceM, double speedMps, double freeMps)
    {
        if (distanceM <= 0)
        {
            return 0;
        }

        if (speedMps >= freeMps)
        {
            return distanceM / freeMps;
        }

        double reachM = ((freeMps * freeMps) - (speedMps * speedMps)) / (2 * AccelerationMps2);
        return reachM >= distanceM
            ? (Math.Sqrt((speedMps * speedMps) + (2 * AccelerationMps2 * distanceM)) - speedMps) / AccelerationMps2
            : ((freeMps - speedMps) / AccelerationMps2) + ((distanceM - reachM) / freeMps);
    }

    /// <summary>True when a tracking sensor works on every lane the channel lies over.</summary>
    private bool IsTracked(DetectorChannel channel)
    {
        foreach (int lane in channel.Targets)
        {
            if (!_lanes[lane].IsTracked)
            {
                return false;
            }
        }

        return true;
    }

    private int Add(long timeMs)
    {
        int i = _count < _vehicles.Length ? _count++ : Oldest();
        _vehicles[i] = default;
        _vehicles[i].Serial = _serial = _serial == int.MaxValue ? 1 : _serial + 1;
        _vehicles[i].BornMs = timeMs;
        _vehicles[i].SeenMs = timeMs;
        _vehicles[i].Channel = -1;
        _vehicles[i].BarLane = -1;
        return i;
    }

    private void Remove(int i) => _vehicles[i] = _vehicles[--_count];

    private int Oldest()
    {
        int oldest = 0;
        for (int i = 1; i < _count; i++)
        {
            oldest = _vehicles[i].BornMs < _vehicles[oldest].BornMs ? i : oldest;
        }

        return oldest;
    }

    private int FindTrack(uint objectId)
    {
        int hint = _slotOfTrack[objectId % TrackSlots];
        if (hint < _count && _vehicles[hint].Track == objectId + 1L)
        {
            return hint;
        }

        for (int i = 0; i < _count; i++)
        {
            if (_vehicles[i].Track == objectId + 1L)
            {
                _slotOfTrack[objectId % TrackSlots] = (short)i;
                return i;
            }
        }

        return -1;
    }

    /// <summary>A tracked vehicle is past the line: it departed from the lane it was most likely on.</summary>
    private void LeaveSight(int i, long timeMs, SignalHistory signals)
    {
        ref TrackedVehicle vehicle = ref _vehicles[i];
        int lane = -1;
        float most = 0;
        for (int c = 0; c < vehicle.Count; c++)
        {
            if (vehicle.Shares[c] > most)
            {
                most = vehicle.Shares[c];
                lane = vehicle.Lanes[c];
            }
        }

        if (lane >= 0)
        {
            _sections.LearnArrival(vehicle, lane);
            if (_lanes[lane].StopBar < 0)
            {
                _lanes[lane].LastCrossingMs = vehicle.BarLane < 0 ? timeMs : _lanes[lane].LastCrossingMs;
                CountDeparture(_lanes[lane], timeMs, signals);
            }
        }

        Remove(i);
    }

    /// <summary>Vehicles that their sensor no longer sees have passed the line, if they were near it, or are lost.</summary>
    private void EndTracks(SignalHistory signals, long nowMs)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            long lostMs = nowMs - vehicle.SeenMs;
            if (vehicle.Track == 0 || lostMs < TrackLostMs)
            {
                continue;
            }

            double leftM = vehicle.DistanceM - (vehicle.SpeedMps * lostMs / 1000.0);
            if ((leftM < PassedLineM && lostMs < 2 * TrackLostMs) || vehicle.DistanceM < AtLineM)
            {
                double afterS = vehicle.SpeedMps > StandingMps ? vehicle.DistanceM / vehicle.SpeedMps : 0;
                LeaveSight(i, Math.Min(nowMs, vehicle.SeenMs + (long)(afterS * 1000)), signals);
            }
            else if (lostMs > TrackForgottenMs)
            {
                _sections.LearnSink(vehicle);
                Remove(i);
            }
        }
    }

    /// <summary>A vehicle drives over an advance loop: one that was expected there, or a new one.</summary>
    private void Pass(DetectorChannel channel, long timeMs)
    {
        double speed = _lanes[channel.Targets[0]].SpeedMps;
        int i = Expected(channel, timeMs, speed);
        if (i < 0)
        {
            i = Add(timeMs);
            channel.PlaceNew(ref _vehicles[i]);
            CountArrival(ref _vehicles[i], channel);
        }
        else
        {
            channel.PlaceKnown(ref _vehicles[i]);
        }

        ref TrackedVehicle vehicle = ref _vehicles[i];
        vehicle.Channel = channel.Index;
        vehicle.DistanceM = channel.DistanceM;
        vehicle.SeenMs = timeMs;
        vehicle.SpeedMps = (float)speed;
        vehicle.EtaMs = timeMs + (long)(channel.DistanceM / speed * 1000);
        channel.LastSerial = vehicle.Serial;
        foreach (int lane in channel.Targets)
        {
            int bar = _lanes[lane].StopBar;
            if (bar >= 0 && _channels[bar].Unmatched < UnmatchedUntilFailed * channel.Targets.Length)
            {
                _channels[bar].Unmatched++;
            }
        }
    }

    private int Expected(DetectorChannel channel, long timeMs, double speed)
    {
        int best = -1;
        long bestMs = timeMs + PassAheadMs;
        for (int i = 0; i < _count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.BarLane >= 0 || vehicle.Track != 0 || vehicle.DistanceM <= channel.DistanceM + BehindM)
            {
                continue;
            }

            long passMs = vehicle.EtaMs - (long)(channel.DistanceM / speed * 1000);
            if (passMs >= bestMs)
            {
                continue;
            }

            foreach (int lane in channel.Targets)
            {
                if (vehicle.On(lane) > 0)
                {
                    best = i;
                    bestMs = passMs;
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>The time a loop was occupied tells the speed: a slow vehicle arrives later.</summary>
    private void CorrectSpeed(DetectorChannel channel, long timeMs)
    {
        double freeMps = _lanes[channel.Targets[0]].SpeedMps;
        double occupiedS = Math.Max(0.1, (timeMs - channel.OnMs) / 1000.0);
        double speedMps = VehicleLengthM / occupiedS;
        if (channel.LastSerial == 0 || speedMps >= SlowPart * freeMps)
        {
            return;
        }

        for (int i = 0; i < _count; i++)
        {
            if (_vehicles[i].Serial == channel.LastSerial && _vehicles[i].BarLane < 0)
            {
                double leftM = Math.Max(0, channel.DistanceM - VehicleLengthM);
                _vehicles[i].EtaMs = timeMs + (long)(TravelSeconds(leftM, speedMps, freeMps) * 1000);
                _vehicles[i].SpeedMps = (float)speedMps;
                return;
            }
        }
    }

    private void CountArrival(ref TrackedVehicle vehicle, DetectorChannel channel)
    {
        for (int c = 0; c < vehicle.Count; c++)
        {
            ApproachLane lane = _lanes[vehicle.Lanes[c]];
            if (!lane.CountsDepartures)
            {
                lane.Rate.Count(vehicle.Shares[c]);
            }
        }
    }

    private void ReachBar(ApproachLane lane, long timeMs)
    {
        lane.BarOnMs = timeMs;
        lane.LastCrossingMs = timeMs;
        if (!lane.BarCounts || lane.IsTracked)
        {
            return;
        }

        int i = MatchAtBar(lane, timeMs);
        if (i < 0)
        {
            i = Add(timeMs);
            _vehicles[i].EtaMs = timeMs;
            if (lane.Unseen > 0)
            {
                lane.Unseen = Math.Max(0, lane.Unseen - 1);
            }
        }
        else if (_vehicles[i].Channel >= 0)
        {
            _channels[_vehicles[i].Channel].LearnArrival(lane.Position);
        }

        _vehicles[i].PlaceOn(lane.Position);
        _vehicles[i].BarLane = lane.Position;
        _vehicles[i].DistanceM = 0;
    }

    /// <summary>Who came to the stop bar: the one most likely on the lane and least off its time.</summary>
    private int MatchAtBar(ApproachLane lane, long timeMs)
    {
        bool discharges = timeMs - lane.BarOffMs < 3_000;
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < _count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            float share = vehicle.BarLane >= 0 || vehicle.Track != 0 || vehicle.EtaMs >= timeMs + MatchAheadMs
                ? 0
                : vehicle.On(lane.Position);
            if (share <= LeastMatch)
            {
                continue;
            }

            double lateS = (timeMs - vehicle.EtaMs) / 1000.0;
            double penalty = lateS < 0
                ? lateS * lateS / 8
                : discharges ? -0.02 * Math.Min(lateS, 40) : Math.Min(3, lateS * lateS / 18);
            double score = share * Decay.Of(penalty + 0.8);
            if (score > bestScore)
            {
                best = i;
                bestScore = score;
            }
        }

        return best;
    }

    private void LeaveBar(ApproachLane lane, long timeMs, SignalHistory signals)
    {
        lane.BarOffMs = timeMs;
        if (!lane.BarCounts || !MayLeave(lane, signals, timeMs))
        {
            return;
        }

        int i = AtBar(lane.Position);
        if (i < 0 && !lane.IsTracked)
        {
            i = Earliest(lane.Position, timeMs + PassAheadMs);
        }

        if (i >= 0)
        {
            Remove(i);
        }

        CountDeparture(lane, timeMs, signals);
    }

    /// <summary>Nobody leaves in settled red: a detector that says so has erred.</summary>
    private static bool MayLeave(ApproachLane lane, SignalHistory signals, long timeMs)
    {
        for (ulong rest = lane.Lane.Groups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if ((signals.Frame.Green >> group & 1) != 0 || signals.Frame.IsFlash
                || timeMs - signals.RightOfWayEndMs(group) < RedSettledMs)
            {
                return true;
            }
        }

        return false;
    }

    private void CountDeparture(ApproachLane lane, long timeMs, SignalHistory signals)
    {
        float following = lane.QueueVehicles;
        for (int second = 0; second < FollowingSeconds && lane.IsTracked; second++)
        {
            following += Arrivals(lane.Position)[second];
        }

        lane.LearnHeadway(timeMs, SettledSinceMs(lane.Lane, signals), following);
        lane.Depart(timeMs);
        if (lane.CountsDepartures)
        {
            lane.Rate.Count(1);
        }

        foreach (DetectorChannel channel in _channels)
        {
            channel.Departures += !channel.IsStopBar && channel.IsOver(lane.Position) ? 1 : 0;
        }
    }

    /// <summary>Since when every movement of a lane has been green and none gives way; never, if that is not so.</summary>
    private long SettledSinceMs(Lane lane, SignalHistory signals)
    {
        long sinceMs = 0;
        foreach (int index in lane.Movements)
        {
            Movement movement = _intersection.Movements[index];
            if (movement.Definition.Share < 0.02)
            {
                continue;
            }

            bool isGreen = (signals.Frame.Green & (1UL << movement.Group)) != 0;
            if (!isGreen || movement.YieldsTo.Length > 0)
            {
                return long.MaxValue / 2;
            }

            sinceMs = Math.Max(sinceMs, signals.RightOfWayStartMs(movement.Group));
        }

        return sinceMs;
    }

    private int AtBar(int lane)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_vehicles[i].BarLane == lane)
            {
                return i;
            }
        }

        return -1;
    }

    private int Earliest(int lane, long beforeMs)
    {
        int best = -1;
        for (int i = 0; i < _count; i++)
        {
            if (_vehicles[i].EtaMs < beforeMs && _vehicles[i].BarLane < 0 && _vehicles[i].Track == 0 && _vehicles[i].On(lane) > 0)
            {
                best = i;
                beforeMs = _vehicles[i].EtaMs;
            }
        }

        return best;
    }

    private void UpdateLane(
        ApproachLane lane, SignalHistory signals, DetectorBank detectors, double seconds, long nowMs)
    {
        if (lane.Evidence <= LaneEvidence.StopBarOnly)
        {
            lane.Rate.Advance(seconds);
        }

        DetectorChannel? bar = lane.StopBar >= 0 ? _channels[lane.StopBar] : null;
        bool isBarWorking = bar is not null && bar.Kind == DetectorKind.Presence && !bar.IsFailed;
        lane.TrackedMs = lane.TrackedMs == 0 ? nowMs : lane.TrackedMs;
        double silentMs = TracksSilentMs + (TracksSilentVehicles * 1_000 / (lane.Rate.VehiclesPerSecond + UnseenJoiningVps));
        lane.IsTracked = lane.HasTracks && nowMs - lane.TrackedMs < silentMs;
        lane.SeesLine = isBarWorking || lane.IsTracked;
        lane.CountsDepartures = (isBarWorking && lane.BarCounts) || lane.IsTracked;
        lane.IsStopBarOccupied = isBarWorking && (bar!.IsOn || IsUncertain(lane, detectors));
        bool isBarEmpty = isBarWorking && !lane.IsStopBarOccupied && nowMs - lane.BarOffMs > EmptyAfterMs;
        if (isBarEmpty || lane.IsTracked)
        {
            lane.Unseen = 0;
        }
        else if (lane.SeenFromM <= 0)
        {
            lane.Unseen += (float)(FlowOf(lane) * seconds);
        }
        else if (!isBarWorking)
        {
            lane.Unseen += (float)(UnseenJoiningVps * seconds);
        }

        if (lane.IsTracked)
        {
            return;
        }

        if (lane.CountsDepartures)
        {
            KeepBarOccupied(lane);
        }
        else
        {
            DischargeByModel(lane, signals, seconds, nowMs);
        }

        if (isBarEmpty)
        {
            ForgetAbsent(lane, nowMs);
        }
    }

    /// <summary>
    /// Decides whether a detector can be believed. One that is silent while its neighbours count, or stays on while vehicles
    /// leave from under it, has failed until it changes again.
    /// </summary>
    private void Judge(DetectorChannel channel, SignalHistory signals, double seconds, long nowMs)
    {
        if (channel.Kind != DetectorKind.Presence)
        {
            return;
        }

        if (channel.IsStopBar)
        {
            if (channel.IsOn && SettledSinceMs(_lanes[channel.Targets[0]].Lane, signals) <= nowMs)
            {
                channel.GreenS += seconds;
            }

            channel.IsFailed = channel.Unmatched >= UnmatchedUntilFailed || channel.GreenS > StuckGreenS
                || (channel.IsOn && nowMs - channel.OnMs > StuckMs);
            return;
        }

        // A queue that reaches the detector stands there until the whole queue before it has left.
        int limit = channel.IsOn ? StuckDepartures + (int)(channel.DistanceM / ShortestSpacingM) : SilentDepartures;
        channel.IsFailed = channel.Departures > limit * channel.Targets.Length;
    }

    /// <summary>How far upstream working detectors show who comes, metres; 0: not at all.</summary>
    private double SeenFromM(ApproachLane lane)
    {
        double farthestM = lane.IsTracked ? lane.TracksReachM : 0;
        foreach (DetectorChannel channel in _channels)
        {
            if (!channel.IsStopBar && !channel.IsFailed && channel.Kind != DetectorKind.Tracks
                && channel.DistanceM > farthestM && channel.IsOver(lane.Position))
            {
                farthestM = channel.DistanceM;
            }
        }

        return farthestM;
    }

    private LaneEvidence EvidenceOf(ApproachLane lane)
    {
        if (lane.IsTracked)
        {
            return LaneEvidence.Tracks;
        }

        if (lane.SeenFromM > 0)
        {
            return lane.SeesLine ? LaneEvidence.AdvanceAndStopBar : LaneEvidence.AdvanceOnly;
        }

        bool countsAtLine = lane.StopBar >= 0 && _channels[lane.StopBar].Kind == DetectorKind.IntervalCount;
        if (lane.SeesLine || countsAtLine)
        {
            return LaneEvidence.StopBarOnly;
        }

        return NeighbourFlow(lane) >= 0 ? LaneEvidence.Neighbour
            : lane.Lane.Detectors.Length > 0 ? LaneEvidence.Profile
            : LaneEvidence.Call;
    }

    /// <summary>Mean flow of the lanes of the same approach whose detectors work, or -1.</summary>
    private double NeighbourFlow(ApproachLane lane)
    {
        double flow = 0;
        int count = 0;
        string approach = lane.Lane.Definition.Approach;
        foreach (ApproachLane other in _lanes)
        {
            if (other != lane && approach.Length > 0 && other.Lane.Definition.Approach == approach
                && other.Evidence <= LaneEvidence.StopBarOnly)
            {
                flow += other.Rate.VehiclesPerSecond;
                count++;
            }
        }

        return count == 0 ? -1 : flow / count;
    }

    private double FlowOf(ApproachLane lane) =>
        lane.Evidence == LaneEvidence.Neighbour ? Math.Max(0, NeighbourFlow(lane)) : lane.Rate.VehiclesPerSecond;

    private static bool IsUncertain(ApproachLane lane, DetectorBank detectors) =>
        lane.Lane.Detectors.Length > 0 && detectors.IsUncertain(lane.Lane.Detectors[0]);

    /// <summary>An occupied stop bar proves that somebody stands there.</summary>
    private void KeepBarOccupied(ApproachLane lane)
    {
        if (_channels[lane.StopBar].IsOn && AtBar(lane.Position) < 0)
        {
            ReachBar(lane, _channels[lane.StopBar].OnMs);
        }
    }

    /// <summary>An empty stop bar disproves who should stand there.</summary>
    private void ForgetAbsent(ApproachLane lane, long nowMs)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.BarLane == lane.Position)
            {
                Remove(i);
            }
            else if (vehicle.BarLane < 0 && vehicle.Track == 0 && nowMs > vehicle.EtaMs + OverdueMs
                && vehicle.On(lane.Position) > 0)
            {
                if (vehicle.TakeOff(lane.Position) < GoneMass)
                {
                    if (vehicle.Channel >= 0)
                    {
                        _channels[vehicle.Channel].LearnSink();
                    }

                    Remove(i);
                }
                else
                {
                    vehicle.Normalise();
                }
            }
        }
    }

    /// <summary>Without a counting stop bar vehicles leave by the model, at saturation flow once the start-up is lost.</summary>
    private void DischargeByModel(ApproachLane lane, SignalHistory signals, double seconds, long nowMs)
    {
        double flow = 0;
        foreach (int index in lane.Lane.Movements)
        {
            Movement movement = _intersection.Movements[index];
            bool isGreen = (signals.Frame.Green & (1UL << movement.Group)) != 0 && !signals.Frame.IsFlash;
            if (isGreen && nowMs - signals.RightOfWayStartMs(movement.Group) >= StartUpLostMs)
            {
                flow += movement.Definition.Share / lane.HeadwayS;
            }
        }

        lane.DepartedPart += flow * seconds;
        if (lane.DepartedPart < 1)
        {
            return;
        }

        lane.DepartedPart -= 1;
        int i = Earliest(lane.Position, nowMs);
        if (i >= 0)
        {
            Remove(i);
            lane.Depart(nowMs);
        }
        else if (lane.Unseen >= 1)
        {
            lane.Unseen -= 1;
            lane.Depart(nowMs);
        }
        else
        {
            lane.Unseen = 0;
        }
    }

    /// <summary>
    /// A vehicle that should long have passed a loop that is free, and has not, is somewhere else: on another lane, or gone.
    /// </summary>
    private void RemoveVanished(long nowMs)
    {
        for (int i = _count - 1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.Track != 0 || vehicle.BarLane >= 0)
            {
                continue;
            }

            bool isGone = nowMs - vehicle.BornMs > MaxAgeMs || !PassesLoops(ref vehicle, nowMs);
            if (isGone)
            {
                Remove(i);
            }
        }
    }

    private bool PassesLoops(ref TrackedVehicle vehicle, long nowMs)
    {
        if (vehicle.Channel < 0 || vehicle.DistanceM <= BehindM)
        {
            return true;
        }

        foreach (DetectorChannel channel in _channels)
        {
            bool isAhead = !channel.IsStopBar && !channel.IsFailed && vehicle.DistanceM > channel.DistanceM + BehindM
                && channel.Kind == DetectorKind.Presence;
            long passMs = vehicle.EtaMs - (long)(channel.DistanceM / _lanes[channel.Targets[0]].SpeedMps * 1000);
            if (!isAhead || nowMs - passMs < MissedLoopMs || channel.IsOn || nowMs - channel.OffMs < LoopFreeMs)
            {
                continue;
            }

            float left = 1;
            foreach (int lane in channel.Targets)
            {
                left = vehicle.TakeOff(lane);
            }

            if (left < GoneMass)
            {
                _channels[vehicle.Channel].LearnSink();
                return false;
            }

            vehicle.Normalise();
        }

        return true;
    }

    /// <summary>Sums the vehicles up to queues and arrivals by lane.</summary>
    private void Collect(long nowMs)
    {
        Array.Clear(_queue);
        Array.Clear(_arrivals);
        CountAhead();
        for (int i = 0; i < _count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            long inMs = vehicle.EtaMs - nowMs;
            bool isQueued = vehicle.Track == 0 ? vehicle.BarLane >= 0 || inMs <= 500 : StandsInQueue(ref vehicle);
            int second = (int)Math.Min(ApproachLane.ArrivalSeconds - 1, Math.Max(0, inMs) / 1000);
            for (int c = 0; c < vehicle.Count; c++)
            {
                int lane = vehicle.Lanes[c];
                if (isQueued)
                {
                    _queue[lane] += vehicle.Shares[c];
                }
                else
                {
                    _arrivals[(lane * ApproachLane.ArrivalSeconds) + second] += vehicle.Shares[c];
                }
            }
        }

        foreach (ApproachLane lane in _lanes)
        {
            // A stop bar that may be occupied counts as occupied.
            if (lane.IsStopBarOccupied && _queue[lane.Position] + lane.Unseen < 1)
            {
                _queue[lane.Position] = 1 - lane.Unseen;
            }
        }

        AddUnseenBehind(nowMs);
    }

    /// <summary>
    /// True when a tracked vehicle stands in the queue of the line: not one that waits further back, at a junction without
    /// signals or behind somebody who parks.
    /// </summary>
    private bool StandsInQueue(ref TrackedVehicle vehicle)
    {
        if (vehicle.SpeedMps >= StandingMps)
        {
            return false;
        }

        if (vehicle.DistanceM < AtLineM && vehicle.Count == 1)
        {
            _lanes[vehicle.Lanes[0]].IsStopBarOccupied = true;
        }

        int bin = Math.Min(QueueBins - 1, (int)(vehicle.DistanceM / BinM));
        float most = 0;
        for (int c = 0; c < vehicle.Count; c++)
        {
            float ahead = 0;
            for (int i = 0; i <= bin; i++)
            {
                ahead += _ahead[(vehicle.Lanes[c] * QueueBins) + i];
            }

            most = Math.Max(most, ahead);
        }

        return vehicle.DistanceM <= FreeAheadM + (most * LoosestSpacingM);
    }

    /// <summary>Counts the tracked vehicles of each lane by distance, and settles on which lanes each is.</summary>
    private void CountAhead()
    {
        Array.Clear(_ahead);
        for (int i = 0; i < _count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.Track == 0)
            {
                continue;
            }

            vehicle.Sink = _sections.SinkOf(vehicle);
            vehicle.Normalise();
            int bin = Math.Min(QueueBins - 1, (int)(vehicle.DistanceM / BinM));
            for (int c = 0; c < vehicle.Count; c++)
            {
                vehicle.Shares[c] *= vehicle.Believed;
                _ahead[(vehicle.Lanes[c] * QueueBins) + bin] += vehicle.Shares[c];
            }
        }
    }

    /// <summary>Traffic that stands on an advance loop proves a queue from the line up to it.</summary>
    private void FillStandingQueues(long nowMs)
    {
        foreach (DetectorChannel channel in _channels)
        {
            if (!IsStanding(channel, nowMs) || channel.FilledMs >= channel.OnMs)
            {
                continue;
            }

            channel.FilledMs = nowMs;
            float inside = 0;
            foreach (int lane in channel.Targets)
            {
                inside += _queue[lane];
            }

            double least = channel.DistanceM / ApproachLane.SpacingM;
            int missing = inside < StandingFill * least ? (int)Math.Round(least - inside) : 0;
            for (; missing > 0; missing--)
            {
                int i = Add(nowMs);
                channel.PlaceNew(ref _vehicles[i]);
                _vehicles[i].EtaMs = nowMs - StandingAfterMs;
            }
        }
    }

    private static bool IsStanding(DetectorChannel channel, long nowMs) =>
        channel.IsOn && !channel.IsStopBar && !channel.IsFailed && nowMs - channel.OnMs > StandingAfterMs;

    /// <summary>Behind a loop that is stood on nobody is seen to come; they come at the lane's flow.</summary>
    private void AddUnseenBehind(long nowMs)
    {
        Array.Clear(_standing);
        foreach (DetectorChannel channel in _channels)
        {
            if (!IsStanding(channel, nowMs))
            {
                continue;
            }

            double occupiedS = (nowMs - channel.OnMs) / 1000.0;
            foreach (int lane in channel.Targets)
            {
                bool isFarthest = channel.DistanceM >= _lanes[lane].SeenFromM - 1;
                double behind = isFarthest ? _lanes[lane].Rate.VehiclesPerSecond * occupiedS : 0;
                _standing[lane] = Math.Max(_standing[lane], (float)Math.Min(MostUnseenBehind, behind));
            }
        }

        for (int lane = 0; lane < _standing.Length; lane++)
        {
            _queue[lane] += _standing[lane];
        }
    }
}
