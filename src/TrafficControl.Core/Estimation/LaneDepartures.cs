namespace TrafficControl.Core.Estimation;

/// <summary>
/// Who leaves a lane over its stop line: counted where a detector sees it, by the model where none does.
/// </summary>
internal sealed class LaneDepartures
{
    // A tracked vehicle this near in time follows the one that leaves closely enough to belong to its queue.
    private const int FollowingSeconds = 4;

    private readonly VehicleList _vehicles;
    private readonly LaneGreen _green;
    private readonly LaneSums _sums;
    private readonly TurningShares _turning;
    private readonly HeadShares _heads;

    internal LaneDepartures(
        VehicleList vehicles,
        LaneGreen green,
        LaneSums sums,
        TurningShares turning,
        HeadShares heads)
    {
        _turning = turning;
        _heads = heads;
        _vehicles = vehicles;
        _green = green;
        _sums = sums;
    }

    /// <summary>A vehicle was seen to leave a lane: everything that learns from departures does.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="signals">The signals.</param>
    /// <param name="isCertain">False when it may have been another lane, or another time.</param>
    internal void Count(ApproachLane lane, long timeMs, SignalHistory signals, bool isCertain = true)
    {
        if (isCertain && lane.Lane.Movements.Length > 1)
        {
            _turning.Depart(lane.Lane, LaneGreen.MayHaveGone(lane.Lane, signals, timeMs), _heads);
            _heads.Depart(lane.Lane);
        }

        float following = lane.QueueVehicles;
        for (int second = 0; second < FollowingSeconds && lane.IsTracked; second++)
        {
            following += _sums.Arrivals(lane.Position)[second];
        }

        lane.LearnHeadway(timeMs, _green.SettledSinceMs(lane.Lane, signals), following);
        lane.StartUp.Depart(timeMs, lane.HeadwayS);
        lane.Depart(timeMs);
        if (lane.CountsDepartures)
        {
            lane.Rate.Count(1);
        }

        foreach (DetectorChannel channel in lane.Advance)
        {
            channel.Departures++;
        }
    }

    /// <summary>Notes whether a standing queue starts with this tick, whose first vehicles show what is lost.</summary>
    internal void WatchStart(ApproachLane lane, SignalHistory signals)
    {
        if (((signals.Started | signals.Ended) & lane.Lane.Groups) == 0)
        {
            return;
        }

        bool stands = lane.IsTracked || lane.IsStopBarOccupied;
        if (stands && lane.CountsDepartures && lane.QueueVehicles >= StartUpLoss.Vehicles
            && _green.StartsWhole(lane.Lane, signals))
        {
            lane.StartUp.Begin(signals.Frame.TimeMs);
        }
        else
        {
            lane.StartUp.Cancel();
        }
    }

    /// <summary>
    /// Without a counting stop bar vehicles leave by the model, at saturation flow once the start-up is lost.
    /// </summary>
    internal void DischargeByModel(ApproachLane lane, SignalHistory signals, double seconds, long nowMs)
    {
        lane.DepartedPart += _green.DischargeVps(lane, signals, nowMs) * seconds;
        if (lane.DepartedPart < 1)
        {
            return;
        }

        lane.DepartedPart -= 1;
        int i = _vehicles.Earliest(lane.Position, nowMs);
        if (i >= 0)
        {
            _vehicles.Remove(i);
            lane.DepartUnseen(nowMs);
        }
        else if (lane.Unseen >= 1)
        {
            lane.Unseen -= 1;
            lane.DepartUnseen(nowMs);
        }
        else
        {
            lane.Unseen = 0;
        }
    }
}
