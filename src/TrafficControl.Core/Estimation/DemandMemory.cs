using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>The calls of the signal groups: from detectors (locking and non-locking), buttons, recalls and from outside.</summary>
public sealed class DemandMemory
{
    private readonly Intersection _intersection;

    /// <summary>Creates a memory without calls.</summary>
    /// <param name="intersection">The intersection.</param>
    public DemandMemory(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
    }

    /// <summary>Groups with a call of any kind, pedestrian groups included.</summary>
    public ulong Calls { get; private set; }

    /// <summary>stub</summary>
    public ulong CallsForMaxRed => Calls;

    /// <summary>Updates the calls after signals and detectors have taken in the tick.</summary>
    /// <param name="state">The state that owns this memory.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        Calls = _intersection.AllGroups;
    }
}
