using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Queue and arrivals of each approach lane, and the room left on each exit lane, from what the detectors report. Works with
/// whatever a lane has: stop bar and advance loops, one of them, interval counts, or nothing. Updated by one thread; allocates
/// at construction only.
/// </summary>
public sealed class QueueEstimator
{
    private readonly Intersection _intersection;
    private readonly LaneQueue?[] _approaches;
    private readonly ExitLane?[] _exits;
    private readonly HeadShares _heads;

    /// <summary>Creates an estimator that assumes empty lanes.</summary>
    /// <param name="intersection">The intersection.</param>
    public QueueEstimator(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _approaches = new LaneQueue?[intersection.Lanes.Length];
        _exits = new ExitLane?[intersection.Lanes.Length];
        foreach (Lane lane in intersection.Lanes)
        {
            if (lane.Definition.Role == LaneRole.Approach)
            {
                _approaches[lane.Index] = new LaneQueue(intersection, lane);
            }
            else
            {
                _exits[lane.Index] = new ExitLane(intersection, lane);
            }
        }

        _heads = new HeadShares(intersection);
    }

    /// <summary>Event time of the last update, Unix milliseconds.</summary>
    public long UpdatedMs { get; private set; }

    /// <summary>Estimated number of vehicles that stand or will have to stand on a lane; 0 to the lane's capacity.</summary>
    /// <param name="lane">Index of the lane; for an exit lane the queue on it.</param>
    public double QueueVehicles(int lane) => _approaches[lane]?.QueueVehicles ?? DownstreamQueueVehicles(lane);

    /// <summary>Vehicles on their way to the stop line that would reach it within a time window if nothing held them.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    /// <param name="fromSecond">Start of the window, seconds from now, 0 or more.</param>
    /// <param name="toSecond">End of the window, seconds from now; beyond 64 nothing is known.</param>
    public double ExpectedVehicles(int lane, int fromSecond, int toSecond) =>
        _approaches[lane]?.ExpectedVehicles(fromSecond, toSecond) ?? 0;

    /// <summary>Learned flow of a lane in vehicles per second; an assumed 0.05 on a lane without detectors.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double ArrivalRateVps(int lane) => _approaches[lane]?.ArrivalRateVps ?? 0;

    /// <summary>Vehicles per second that leave a lane in green, the mean over its movements by their shares.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double SaturationVps(int lane) => _approaches[lane]?.SaturationPerSecond ?? 0;

    /// <summary>Most vehicles a lane can hold, at 7 m each.</summary>
    /// <param name="lane">Index of the lane.</param>
    public double CapacityVehicles(int lane) =>
        _approaches[lane]?.CapacityVehicles ?? _intersection.Lanes[lane].Definition.LengthM / LaneQueue.SpacingM;

    /// <summary>True while vehicles leave a lane at saturation flow: the last two within 2.8 s of each other, and just now.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool IsDischarging(int lane) => _approaches[lane]?.IsDischarging ?? false;

    /// <summary>True while a vehicle is, or after lost ticks may be, at the stop line.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool IsStopBarOccupied(int lane) => _approaches[lane]?.IsStopBarOccupied ?? false;

    /// <summary>True when a lane has a stop bar that reports presence and has not fallen silent under traffic.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool HasStopBar(int lane) => _approaches[lane]?.HasStopBar ?? false;

    /// <summary>True when a lane has a working stop bar short enough to tell one vehicle from the next.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool CountsCrossings(int lane) => _approaches[lane]?.CountsDepartures ?? false;

    /// <summary>Event time at which the last vehicle left a lane, Unix milliseconds; 0 before the first.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long LastDepartureMs(int lane) => _approaches[lane]?.LastDepartureMs ?? 0;

    /// <summary>
    /// Event time at which the last vehicle came over the stop bar of a lane, or stopped on it; its last departure where no stop
    /// bar works. Unix milliseconds; 0 before the first.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long LastCrossingMs(int lane) => _approaches[lane]?.LastCrossingMs ?? 0;

    /// <summary>
    /// Milliseconds for which at least half a vehicle has waited on a lane while none left; 0 while nobody waits. Not the time
    /// of red: a lane that is green for one of its movements starves behind a vehicle for another.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long WaitMs(int lane) => _approaches[lane]?.WaitMs ?? 0;

    /// <summary>Probability, 0 to 1, that the first vehicle of a movement's lane makes this movement.</summary>
    /// <param name="movement">Index of the movement.</param>
    public double HeadShare(int movement) => _heads.Of(movement);

    /// <summary>Takes in the queue a neighbour reports for the lane that an exit lane becomes. It counts for 10 s.</summary>
    /// <param name="exitLane">Index of the exit lane; any other lane is left alone.</param>
    /// <param name="vehicles">Queue in vehicles, 0 or more.</param>
    public void SetDownstreamQueue(int exitLane, double vehicles) => _exits[exitLane]?.Report(vehicles, UpdatedMs);

    /// <summary>Standing vehicles on an exit lane, as its detectors and the neighbour downstream show; 0 to its capacity.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public double DownstreamQueueVehicles(int exitLane) => _exits[exitLane]?.QueueVehicles ?? 0;

    /// <summary>True while an exit lane is full: a detector on it is occupied for more than 6 s, or its queue fills it.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public bool IsBlocked(int exitLane) => _exits[exitLane]?.IsBlocked ?? false;

    /// <summary>Updates the estimates after signals and detectors have taken in the tick.</summary>
    /// <param name="state">The state that owns this estimator.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        foreach (ref readonly DetectorTransition transition in tick.Transitions)
        {
            ApproachOf(transition.Detector)?.Apply(transition.Detector, transition.IsOn, transition.TimeMs);
        }

        foreach (ref readonly DetectorCount count in tick.Counts)
        {
            ApproachOf(count.Detector)?.ApplyCount(count.Detector, count.Count, tick.TimeMs);
        }

        foreach (LaneQueue? lane in _approaches)
        {
            lane?.Update(state.Signals, state.Detectors, tick.TimeMs);
        }

        foreach (ExitLane? lane in _exits)
        {
            lane?.Update(state.Detectors, tick.TimeMs);
        }

        double seconds = UpdatedMs == 0 ? 0 : Math.Clamp(tick.TimeMs - UpdatedMs, 0, 60_000) / 1000.0;
        _heads.Update(this, state.Signals, seconds, tick.TimeMs);
        UpdatedMs = tick.TimeMs;
    }

    private LaneQueue? ApproachOf(int detector)
    {
        int lane = _intersection.Detectors[detector].Lane;
        return lane < 0 ? null : _approaches[lane];
    }
}
