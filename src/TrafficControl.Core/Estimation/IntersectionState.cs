using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// What is known of an intersection at a tick: signals, detectors, demand, extension, queues. Updated by one thread, read by
/// strategies. Allocates at construction only.
/// </summary>
public sealed class IntersectionState
{
    /// <summary>Creates the state of an intersection of which nothing is known yet.</summary>
    /// <param name="intersection">The intersection.</param>
    public IntersectionState(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        Intersection = intersection;
    }

    /// <summary>The intersection.</summary>
    public Intersection Intersection { get; }

    /// <summary>Event time of the last tick applied, Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>Takes in a tick.</summary>
    /// <param name="tick">The tick; not earlier than the last one.</param>
    public void Apply(ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(tick);
        NowMs = tick.TimeMs;
    }
}
