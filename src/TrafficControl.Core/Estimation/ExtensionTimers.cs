using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>Passage, gap reduction and maximum timers of the groups that are green.</summary>
public sealed class ExtensionTimers
{
    /// <summary>Creates timers at rest.</summary>
    /// <param name="intersection">The intersection.</param>
    public ExtensionTimers(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
    }

    /// <summary>Event time of the last update, Unix milliseconds.</summary>
    public long UpdatedMs { get; private set; }

    /// <summary>Updates the timers after signals, detectors and demand have taken in the tick.</summary>
    /// <param name="state">The state that owns these timers.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        UpdatedMs = tick.TimeMs;
    }
}
