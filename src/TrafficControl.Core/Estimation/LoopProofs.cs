using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Corrects what was believed of the vehicles between the loops by what a loop proves while nothing passes it: an empty
/// stop bar, a loop that should have seen a vehicle and did not, a loop that is stood on.
/// </summary>
internal sealed class LoopProofs
{
    // Whoever has not come to an empty stop bar by now went another way.
    private const int OverdueMs = 4_000;

    // Whoever has not come over a free loop by now went another way; drivers differ more over the longer distance. Free
    // means for longer than the gap between two vehicles of a queue that moves.
    private const int MissedLoopMs = 6_000;
    private const int LoopFreeMs = 2_000;

    // A vehicle that is this unlikely on all its lanes together is gone.
    private const float GoneMass = 0.05f;

    // Longer than any red with its queue; whoever is still believed to be there was miscounted.
    private const int MaxAgeMs = 400_000;

    // Two loops nearer to each other than this see the same vehicle at once, not one after the other.
    private const double BehindM = 5;

    // A queue up to a loop with less than this part of the vehicles that fit has been undercounted.
    private const double StandingFill = 0.85;

    private readonly VehicleList _vehicles;
    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly LaneSums _sums;
    private readonly ChannelWatch _watch;

    // Lanes on which somebody should be at the line by now.
    private readonly bool[] _isOverdue;

    // Of each channel: the loops between it and the line, those of them over lanes that its vehicles may be on, and the
    // time from the farthest of them to the line.
    private readonly DetectorChannel[][] _ahead;
    private readonly DetectorChannel[][] _aheadOnLanes;
    private readonly long[] _aheadMs;
    private readonly long _longestAheadMs;

    internal LoopProofs(
        VehicleList vehicles, ApproachLane[] lanes, DetectorChannel[] channels, LaneSums sums, ChannelWatch watch)
    {
        _watch = watch;
        _vehicles = vehicles;
        _lanes = lanes;
        _channels = channels;
        _sums = sums;
        _isOverdue = new bool[lanes.Length];
        _ahead = new DetectorChannel[channels.Length][];
        _aheadOnLanes = new DetectorChannel[channels.Length][];
        _aheadMs = new long[channels.Length];
        for (int i = 0; i < channels.Length; i++)
        {
            // Who lies as far back has the same loops ahead.
            float distanceM = channels[i].DistanceM;
            int twin = Array.FindIndex(channels, 0, i, other => other.DistanceM.Equals(distanceM));
            _ahead[i] = twin >= 0 ? _ahead[twin] : Array.FindAll(channels, loop => IsAhead(loop, channels[i]));
            int[] candidates = channels[i].Candidates;
            _aheadOnLanes[i] = Array.FindAll(_ahead[i], loop => Array.Exists(candidates, loop.IsOver));
            foreach (DetectorChannel loop in _ahead[i])
            {
                _aheadMs[i] = Math.Max(_aheadMs[i], loop.TravelMs);
            }

            _longestAheadMs = Math.Max(_longestAheadMs, _aheadMs[i]);
        }
    }

    /// <summary>Finds the lanes at whose line somebody is, or should be by now.</summary>
    internal void FindOverdue(long nowMs)
    {
        Array.Clear(_isOverdue);
        for (int i = 0; i < _vehicles.Count; i++)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.BarLane >= 0)
            {
                _isOverdue[vehicle.BarLane] = true;
                continue;
            }

            if (vehicle.Track != 0 || nowMs <= vehicle.EtaMs + OverdueMs)
            {
                continue;
            }

            for (int c = 0; c < vehicle.Count; c++)
            {
                _isOverdue[vehicle.Lanes[c]] |= vehicle.Shares[c] > 0;
            }
        }
    }

    /// <summary>An empty stop bar disproves who should stand there.</summary>
    internal void ForgetAbsent(ApproachLane lane, long nowMs)
    {
        // What other lanes did since they were found brings nobody to this line.
        if (!_isOverdue[lane.Position])
        {
            return;
        }

        for (int i = _vehicles.Count - 1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.BarLane == lane.Position)
            {
                _vehicles.Remove(i);
                continue;
            }

            bool isOverdue = vehicle.BarLane < 0 && vehicle.Track == 0 && nowMs > vehicle.EtaMs + OverdueMs
                && vehicle.On(lane.Position) > 0;
            if (!isOverdue)
            {
                continue;
            }

            if (vehicle.TakeOff(lane.Position) >= GoneMass)
            {
                vehicle.Normalise();
                continue;
            }

            if (vehicle.Channel >= 0)
            {
                _channels[vehicle.Channel].LearnSink();
                CountUnmatched(_channels[vehicle.Channel]);
            }

            _vehicles.Remove(i);
        }
    }

    /// <summary>
    /// A vehicle that should long have passed a loop that is free, and has not, is somewhere else: on another lane, or
    /// gone.
    /// </summary>
    internal void RemoveVanished(long nowMs)
    {
        for (int i = _vehicles.Count - 1; i >= 0; i--)
        {
            ref TrackedVehicle vehicle = ref _vehicles[i];
            if (vehicle.Track != 0 || vehicle.BarLane >= 0)
            {
                continue;
            }

            bool isGone = nowMs - vehicle.BornMs > MaxAgeMs || !PassesLoops(ref vehicle, nowMs);
            if (isGone)
            {
                _vehicles.Remove(i);
            }
        }
    }

    /// <summary>Traffic that stands on an advance loop proves a queue from the line up to it.</summary>
    internal void FillStandingQueues(long nowMs)
    {
        for (int index = 0; index < _channels.Length; index++)
        {
            DetectorChannel channel = _channels[index];
            if (!_watch.IsAwake(index) || !channel.IsStoodOn(nowMs) || channel.FilledMs >= channel.OnMs)
            {
                continue;
            }

            channel.FilledMs = nowMs;
            float inside = 0;
            foreach (int lane in channel.Targets)
            {
                inside += _sums.Queue(lane);
            }

            double least = channel.DistanceM / ApproachLane.SpacingM;
            int missing = inside < StandingFill * least ? (int)Math.Round(least - inside) : 0;
            for (; missing > 0; missing--)
            {
                int i = _vehicles.Add(nowMs);
                channel.PlaceNew(ref _vehicles[i]);
                _vehicles[i].EtaMs = nowMs - DetectorChannel.StandingAfterMs;
                _vehicles[i].IsGuessed = true;
            }
        }
    }

    /// <summary>
    /// A vehicle went over a loop and then over no stop bar at all: one that is silent meanwhile may be dead. That its
    /// vehicles came over another one says nothing against it.
    /// </summary>
    private void CountUnmatched(DetectorChannel passed)
    {
        foreach (int lane in passed.Targets)
        {
            int bar = _lanes[lane].StopBar;
            if (bar >= 0 && _channels[bar].Unmatched < DetectorJudge.UnmatchedUntilFailed)
            {
                _channels[bar].Unmatched++;
            }
        }
    }

    private static bool IsAhead(DetectorChannel loop, DetectorChannel from) =>
        !loop.IsStopBar && loop.Kind == DetectorKind.Presence && from.DistanceM > loop.DistanceM + BehindM;

    /// <summary>True when whoever would be at the line at a time should long have passed a loop that is free.</summary>
    private static bool IsMissedBy(DetectorChannel loop, long etaMs, long nowMs) =>
        !loop.IsOn && !loop.IsFailed && nowMs - loop.OffMs >= LoopFreeMs
        && nowMs - etaMs + loop.TravelMs >= MissedLoopMs;

    private bool PassesLoops(ref TrackedVehicle vehicle, long nowMs)
    {
        long lateMs = nowMs - vehicle.EtaMs;
        int from = vehicle.Channel;
        if (lateMs + _longestAheadMs < MissedLoopMs || from < 0
            || vehicle.DistanceM <= BehindM || lateMs + _aheadMs[from] < MissedLoopMs)
        {
            return true;
        }

        // A loop over none of its lanes takes nothing off it; it only makes it whole again, to the bit.
        if (vehicle.IsWhole() && vehicle.Left() >= GoneMass && !IsMissed(ref vehicle, nowMs))
        {
            return true;
        }

        foreach (DetectorChannel loop in _ahead[from])
        {
            if (!IsMissedBy(loop, vehicle.EtaMs, nowMs))
            {
                continue;
            }

            float left = 1;
            foreach (int lane in loop.Targets)
            {
                left = vehicle.TakeOff(lane);
            }

            if (left < GoneMass)
            {
                _channels[from].LearnSink();
                return false;
            }

            vehicle.Normalise();
        }

        return true;
    }

    /// <summary>True when a loop over a lane that the vehicle may be on proves that it is not on it.</summary>
    private bool IsMissed(ref TrackedVehicle vehicle, long nowMs)
    {
        foreach (DetectorChannel loop in _aheadOnLanes[vehicle.Channel])
        {
            if (!IsMissedBy(loop, vehicle.EtaMs, nowMs))
            {
                continue;
            }

            foreach (int lane in loop.Targets)
            {
                if (vehicle.On(lane) > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
