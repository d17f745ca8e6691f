namespace TrafficControl.Core.Estimation;

/// <summary>
/// Follows vehicles from loop to loop: each detection moves the likeliest vehicle on, or proves one that nobody knew
/// of.
/// </summary>
internal sealed class LoopFollower
{
    // A car's length: what it covers while a short loop is occupied.
    private const double VehicleLengthM = 4.5;

    // A loop is occupied 0.1 s at least by its own time constant; shorter is noise, not speed.
    private const double ShortestOccupiedS = 0.1;

    // Slower than this part of the free speed is slow; above it the length of vehicles blurs the measure.
    private const double SlowPart = 0.85;

    // A vehicle may be so much sooner than free speed predicts at an advance loop, and at the stop bar.
    private const int PassAheadMs = 3_000;
    private const int MatchAheadMs = 6_000;

    // Two loops nearer to each other than this see the same vehicle at once, not one after the other.
    private const double BehindM = 5;

    // Less likely on the lane than this, and it is somebody else.
    private const float LeastMatch = 0.004f;

    // While a stop bar was left this shortly before, a queue discharges and the oldest vehicle comes first.
    private const int DischargesMs = 3_000;

    // Log-likelihood of a time of arrival: being s early costs s^2/8, late s^2/18 up to 3, because a late vehicle may
    // stand in the queue; in a discharge each second of age is worth 0.02, up to 40 s.
    private const double EarlyScale = 8;
    private const double LateScale = 18;
    private const double MostLatePenalty = 3;
    private const double OlderFirst = 0.02;
    private const double OldestS = 40;

    // Keeps the penalty above 0, where the falling exponential is defined: the most that age can be worth.
    private const double PenaltyOffset = OlderFirst * OldestS;

    private readonly VehicleList _vehicles;
    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly LaneDepartures _departures;

    // No vehicle known from loops is farther away than the farthest of them.
    private readonly float _farthestM;

    internal LoopFollower(
        VehicleList vehicles, ApproachLane[] lanes, DetectorChannel[] channels, LaneDepartures departures)
    {
        _vehicles = vehicles;
        _lanes = lanes;
        _channels = channels;
        _departures = departures;
        foreach (DetectorChannel channel in channels)
        {
            _farthestM = Math.Max(_farthestM, channel.DistanceM);
        }
    }

    /// <summary>A vehicle drives over an advance loop: one that was expected there, or a new one.</summary>
    internal void Pass(DetectorChannel channel, long timeMs)
    {
        double speed = _lanes[channel.Targets[0]].SpeedMps;
        int i = Expected(channel, timeMs);
        if (i < 0)
        {
            i = _vehicles.Add(timeMs);
            channel.PlaceNew(ref _vehicles[i]);
            CountArrival(ref _vehicles[i]);
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
        vehicle.EtaMs = timeMs + channel.TravelMs;
        channel.LastSerial = vehicle.Serial;
    }

    /// <summary>The time a loop was occupied tells the speed: a slow vehicle arrives later.</summary>
    internal void CorrectSpeed(DetectorChannel channel, long timeMs)
    {
        double freeMps = _lanes[channel.Targets[0]].SpeedMps;
        double occupiedS = Math.Max(ShortestOccupiedS, (timeMs - channel.OnMs) / 1000.0);
        double speedMps = VehicleLengthM / occupiedS;
        if (channel.LastSerial == 0 || speedMps >= SlowPart * freeMps)
        {
            return;
        }

        for (int i = 0; i < _vehicles.Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.Serial == channel.LastSerial && vehicle.BarLane < 0)
            {
                double leftM = Math.Max(0, channel.DistanceM - VehicleLengthM);
                vehicle.EtaMs = timeMs + (long)(TravelTime.Seconds(leftM, speedMps, freeMps) * 1000);
                vehicle.SpeedMps = (float)speedMps;
                return;
            }
        }
    }

    /// <summary>A vehicle comes to the stop bar.</summary>
    internal void ReachBar(ApproachLane lane, long timeMs)
    {
        lane.BarOnMs = timeMs;
        lane.Cross(timeMs);
        if (!lane.BarCounts || lane.IsTracked)
        {
            return;
        }

        int i = MatchAtBar(lane, timeMs);
        if (i < 0)
        {
            i = _vehicles.Add(timeMs);
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

    /// <summary>A vehicle leaves the stop bar, and with it the lane.</summary>
    internal void LeaveBar(ApproachLane lane, long timeMs, SignalHistory signals)
    {
        lane.BarOffMs = timeMs;
        if (!lane.BarCounts || !LaneGreen.MayLeave(lane.Lane, signals, timeMs))
        {
            return;
        }

        int i = _vehicles.AtBar(lane.Position);
        if (i < 0 && !lane.IsTracked)
        {
            i = _vehicles.Earliest(lane.Position, timeMs + PassAheadMs);
        }

        if (i >= 0)
        {
            _vehicles.Remove(i);
        }

        _departures.Count(lane, timeMs, signals);
    }

    /// <summary>An occupied stop bar proves that somebody stands there.</summary>
    internal void KeepBarOccupied(ApproachLane lane)
    {
        if (_channels[lane.StopBar].IsOn && !_vehicles.IsAnyAtBar(lane.Position))
        {
            ReachBar(lane, _channels[lane.StopBar].OnMs);
        }
    }

    private int Expected(DetectorChannel channel, long timeMs)
    {
        int best = -1;
        double behindM = channel.DistanceM + BehindM;
        if (behindM >= _farthestM)
        {
            return best;
        }

        // Who would pass first passes here first: all have the same way from here to the line.
        long bestMs = timeMs + PassAheadMs + channel.TravelMs;
        for (int i = 0; i < _vehicles.Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.EtaMs >= bestMs || vehicle.BarLane >= 0 || vehicle.Track != 0 || vehicle.DistanceM <= behindM)
            {
                continue;
            }

            foreach (int lane in channel.Targets)
            {
                if (vehicle.On(lane) > 0)
                {
                    best = i;
                    bestMs = vehicle.EtaMs;
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>Nobody is late who could not come sooner: it counts from when the bar could be reached.</summary>
    private static double LatePenalty(double lateS) =>
        lateS <= 0 ? 0 : Math.Min(MostLatePenalty, lateS * lateS / LateScale);

    private void CountArrival(ref TrackedVehicle vehicle)
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

    /// <summary>Who came to the stop bar: the one most likely on the lane and least off its time.</summary>
    private int MatchAtBar(ApproachLane lane, long timeMs)
    {
        bool discharges = timeMs - lane.BarOffMs < DischargesMs;
        int best = -1;
        double bestScore = 0;
        for (int i = 0; i < _vehicles.Count; i++)
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
            double penalty = lateS < 0 ? lateS * lateS / EarlyScale
                : discharges ? -OlderFirst * Math.Min(lateS, OldestS)
                : LatePenalty((timeMs - Math.Max(vehicle.EtaMs, lane.BarFreeMs)) / 1000.0);
            double score = share * Decay.Of(penalty + PenaltyOffset);
            if (score > bestScore)
            {
                best = i;
                bestScore = score;
            }
        }

        return best;
    }
}
