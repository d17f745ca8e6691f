using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Which movement the first vehicle of each lane wants. At first the turning shares; a vehicle that stays at the stop
/// bar although one of its movements is green is, more likely with every second, one for another movement (Bayes, with
/// an exponential reaction time). Without it a shared lane that is partly red looks as if it were being served and
/// starves.
/// </summary>
internal sealed class HeadShares
{
    // A driver who may go has gone within 3 s, or goes with a rate of one per second after that.
    private const int ReactionMs = 3_000;
    private const double GoRatePerSecond = 1;
    private const double LeastLikelihood = 1e-4;

    private readonly Intersection _intersection;
    private readonly TurningShares _turning;
    private readonly double[] _share;
    private readonly long[] _headSinceMs;
    private readonly bool[] _hasStayed;

    internal HeadShares(Intersection intersection, TurningShares turning)
    {
        _intersection = intersection;
        _turning = turning;
        _hasStayed = new bool[intersection.Lanes.Length];
        _share = new double[intersection.Movements.Length];
        _headSinceMs = new long[intersection.Lanes.Length];
        foreach (Movement movement in intersection.Movements)
        {
            _share[movement.Index] = turning.Of(movement.Index);
        }
    }

    /// <summary>Probability that the first vehicle of the movement's lane makes the movement, 0 to 1.</summary>
    internal double Of(int movement) => _share[movement];

    /// <summary>
    /// True when the first vehicle of a lane has stayed although a part of the lane's movements might go.
    /// </summary>
    internal bool HasStayed(int lane) => _hasStayed[lane];

    /// <summary>The first vehicle of a lane left: nothing is known of the next one.</summary>
    internal void Depart(Lane lane) => Reset(lane, 0);

    internal void Update(QueueEstimator queues, SignalHistory signals, double seconds, long nowMs)
    {
        foreach (Lane lane in _intersection.Lanes)
        {
            if (lane.Movements.Length < 2)
            {
                continue;
            }

            bool isSameHead = queues.IsStopBarOccupied(lane.Index)
                && queues.LastDepartureMs(lane.Index) <= _headSinceMs[lane.Index] && _headSinceMs[lane.Index] > 0;
            if (!isSameHead)
            {
                Reset(lane, queues.IsStopBarOccupied(lane.Index) ? nowMs : 0);
                continue;
            }

            Learn(lane, queues, signals, seconds, nowMs);
        }
    }

    private void Reset(Lane lane, long sinceMs)
    {
        _headSinceMs[lane.Index] = sinceMs;
        _hasStayed[lane.Index] = false;
        foreach (int movement in lane.Movements)
        {
            _share[movement] = _turning.Of(movement);
        }
    }

    private void Learn(Lane lane, QueueEstimator queues, SignalHistory signals, double seconds, long nowMs)
    {
        double sum = 0;
        double kept = Math.Max(0, 1 - (GoRatePerSecond * seconds));
        bool isPartlyRed = (signals.Frame.Green & lane.Groups) != lane.Groups;
        foreach (int movement in lane.Movements)
        {
            if (CouldHaveGone(movement, queues, signals, _headSinceMs[lane.Index], nowMs))
            {
                _share[movement] = Math.Max(_share[movement] * kept, _turning.Of(movement) * LeastLikelihood);
                _hasStayed[lane.Index] |= isPartlyRed;
            }

            sum += _share[movement];
        }

        if (sum <= 0)
        {
            return;
        }

        foreach (int movement in lane.Movements)
        {
            _share[movement] /= sum;
        }
    }

    private bool CouldHaveGone(int movement, QueueEstimator queues, SignalHistory signals, long headSinceMs, long nowMs)
    {
        Movement m = _intersection.Movements[movement];
        if ((signals.Frame.Green & (1UL << m.Group)) == 0 || signals.Frame.IsFlash
            || nowMs - Math.Max(headSinceMs, signals.RightOfWayStartMs(m.Group)) < ReactionMs
            || (m.ToLane >= 0 && queues.IsBlocked(m.ToLane))
            || ((signals.Frame.Walk | signals.Frame.PedClearance) & m.YieldsToPedestrians) != 0)
        {
            return false;
        }

        foreach (int other in m.YieldsTo)
        {
            Movement foe = _intersection.Movements[other];
            if ((signals.Frame.Green & (1UL << foe.Group)) != 0
                && queues.QueueVehicles(foe.FromLane) + queues.ExpectedVehicles(foe.FromLane, 0, 4) > 0.3)
            {
                return false;
            }
        }

        return true;
    }
}
