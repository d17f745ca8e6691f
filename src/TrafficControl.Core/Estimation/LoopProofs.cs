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

    internal LoopProofs(VehicleList vehicles, ApproachLane[] lanes, DetectorChannel[] channels, LaneSums sums)
    {
        _vehicles = vehicles;
        _lanes = lanes;
        _channels = channels;
        _sums = sums;
    }

    /// <summary>An empty stop bar disproves who should stand there.</summary>
    internal void ForgetAbsent(ApproachLane lane, long nowMs)
    {
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
        foreach (DetectorChannel channel in _channels)
        {
            if (!channel.IsStoodOn(nowMs) || channel.FilledMs >= channel.OnMs)
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
}
