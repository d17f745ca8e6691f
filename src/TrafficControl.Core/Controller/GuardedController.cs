using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Core.Strategies;

namespace TrafficControl.Core.Controller;

/// <summary>
/// A complete field controller: follows a valid directive, else its local plan; serves every call within its maximum red;
/// times the signals legally; lets the safety monitor check every frame and flashes when it objects. One thread; allocates at
/// construction only.
/// </summary>
public sealed class GuardedController
{
    private readonly SignalController _signals;
    private IStrategy _localStrategy;
    private readonly MaxRedGuard _maxRedGuard;

    /// <summary>Creates a controller that is dark until <see cref="StartUp"/> or <see cref="StartIn"/>.</summary>
    /// <param name="intersection">The intersection.</param>
    public GuardedController(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        State = new IntersectionState(intersection);
        Monitor = new SafetyMonitor(intersection);
        _signals = new SignalController(intersection);
        LocalPlan = intersection.LocalPlan;
        _localStrategy = StrategyFactory.Create(intersection, LocalPlan);
        _maxRedGuard = new MaxRedGuard(intersection);
    }

    /// <summary>What the controller knows of its intersection.</summary>
    public IntersectionState State { get; }

    /// <summary>The monitor over its output.</summary>
    public SafetyMonitor Monitor { get; }

    /// <summary>What is shown.</summary>
    public SignalFrame Frame => _signals.Frame;

    /// <summary>What is obeyed.</summary>
    public LocalMode Mode { get; private set; } = LocalMode.LocalPlan;

    /// <summary>The plan that runs while no directive is valid.</summary>
    public TimingPlan LocalPlan { get; private set; }

    /// <summary>Why the signals are asked for what they are.</summary>
    public DecisionReason Reason { get; private set; }

    /// <summary>Starts from dark: all red, then the local plan or a directive.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs) => _signals.StartUp(timeMs);

    /// <summary>Takes over signals that are already running.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="groups">Groups with right of way; free of conflict.</param>
    public void StartIn(long timeMs, ulong groups) => _signals.StartIn(timeMs, groups);

    /// <summary>
    /// Runs another plan while no directive is valid. What shows is not touched: the new plan's wishes are timed like any other.
    /// Allocates its strategy.
    /// </summary>
    /// <param name="plan">One of the intersection's plans.</param>
    public void SelectLocalPlan(TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!ReferenceEquals(plan, LocalPlan))
        {
            LocalPlan = plan;
            _localStrategy = StrategyFactory.Create(State.Intersection, plan);
        }
    }

    /// <summary>An operator clears the latched fault: the monitor starts anew and the signals start up with all red.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void ClearFault(long timeMs)
    {
        Monitor.Clear();
        _signals.StartUp(timeMs);
    }

    /// <summary>Earliest event time at which a group with right of way may lose it; see <see cref="SignalController.EarliestEndMs"/>.</summary>
    /// <param name="group">Index of the group.</param>
    public long EarliestEndMs(int group) => _signals.EarliestEndMs(group);

    /// <summary>Earliest event time at which a group may get right of way; see <see cref="SignalController.EarliestStartMs"/>.</summary>
    /// <param name="group">Index of the group.</param>
    public long EarliestStartMs(int group) => _signals.EarliestStartMs(group);

    /// <summary>Moves on to the time of a tick.</summary>
    /// <param name="input">
    /// Time, transitions, counts and buttons of this tick. Its signals and mode are filled in here: what was shown and obeyed up
    /// to this tick, with the time since when it was shown.
    /// </param>
    /// <param name="directive">The last directive received, or null. One that has expired counts as none.</param>
    /// <returns>What is shown from now on.</returns>
    public SignalFrame Advance(ControllerTick input, Directive? directive)
    {
        ArgumentNullException.ThrowIfNull(input);
        Directive? valid = directive is not null && directive.ValidUntilMs >= input.TimeMs ? directive : null;
        Directive? groups = valid?.Mode == DirectiveMode.Groups ? valid : null;
        input.Signals = _signals.Frame;
        input.Mode = Mode;
        State.Demand.Place(groups?.VehicleCalls ?? 0, groups?.PedestrianCalls ?? 0);
        State.Demand.Omitted = groups?.Omit ?? 0;
        State.Apply(input);

        SignalFrame frame = _signals.Advance(input.TimeMs, Command(valid, groups));
        Monitor.CheckFrame(frame, State.Demand.CallsForMaxRed);
        return Monitor.IsLatched && !frame.IsFlash ? Flash(input.TimeMs) : frame;
    }

    private SignalCommand Command(Directive? valid, Directive? groups)
    {
        if (Monitor.IsLatched || valid?.Mode == DirectiveMode.Flash)
        {
            Mode = LocalMode.Flash;
            Reason = Monitor.IsLatched ? DecisionReason.SafetyBreach : valid!.Reason;

            // The guard still has to see the flash: it ends every wait.
            _maxRedGuard.Apply(State, default);
            return new SignalCommand(0, Flash: true);
        }

        Mode = groups is null ? LocalMode.LocalPlan : LocalMode.Following;
        Decision wish = groups is null
            ? _localStrategy.Decide(State)
            : new Decision(groups.NextGroups, groups.Reason, groups.Hold, groups.ForceOff, groups.Omit,
                NotBeforeMs: groups.NotBeforeMs);
        Decision decision = _maxRedGuard.Apply(State, wish);
        Reason = decision.Reason;
        return new SignalCommand(
            decision.Groups,
            decision.NotBeforeMs,
            decision.Hold,
            decision.ForceOff,
            decision.Omit,
            State.Demand.PedestrianCalls);
    }

    private SignalFrame Flash(long timeMs)
    {
        Mode = LocalMode.Flash;
        Reason = DecisionReason.SafetyBreach;
        return _signals.Advance(timeMs, new SignalCommand(0, Flash: true));
    }
}
