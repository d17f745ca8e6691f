using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>Queue and arrivals of each approach lane, and the room left on each exit lane, from what the detectors report.</summary>
public sealed class QueueEstimator
{
    private readonly double[] _queue;

    /// <summary>Creates an estimator that assumes empty lanes.</summary>
    /// <param name="intersection">The intersection.</param>
    public QueueEstimator(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _queue = new double[intersection.Lanes.Length];
    }

    /// <summary>Estimated number of vehicles that stand or will have to stand on a lane.</summary>
    /// <param name="lane">Index of the lane.</param>
    public double QueueVehicles(int lane) => _queue[lane];

    /// <summary>Takes in the queue a neighbour reports for the lane that an exit lane becomes.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    /// <param name="vehicles">Queue in vehicles, 0 or more.</param>
    public void SetDownstreamQueue(int exitLane, double vehicles) => _queue[exitLane] = vehicles;

    /// <summary>Event time of the last update, Unix milliseconds.</summary>
    public long UpdatedMs { get; private set; }

    /// <summary>Updates the estimates after signals and detectors have taken in the tick.</summary>
    /// <param name="state">The state that owns this estimator.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        UpdatedMs = tick.TimeMs;
    }
}
