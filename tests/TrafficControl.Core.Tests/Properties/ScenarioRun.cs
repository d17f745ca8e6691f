using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Properties;

/// <summary>Drives a <see cref="GuardedController"/> through a scenario and records what it shows.</summary>
internal sealed class ScenarioRun
{
    /// <summary>Event time at which scenarios start: a whole second, at no particular place of any cycle.</summary>
    public const long StartMs = 1_700_000_003_000;

    private readonly Regime _regime;
    private readonly SafetyMonitor _monitor;
    private readonly ControllerTick _tick = new();
    private readonly Directive _directive;
    private bool _hasDirective;
    private long _nowMs;

    /// <summary>Starts a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="groupName">Identifiers of the groups; null: the usual ones.</param>
    /// <param name="shiftMs">Time by which everything is later.</param>
    public ScenarioRun(Scenario scenario, Func<int, string>? groupName = null, long shiftMs = 0)
    {
        Definition = IntersectionGenerator.Create(scenario.Seed, groupName);
        Intersection = Intersection.Create(Definition);
        Controller = new GuardedController(Intersection);
        _monitor = new SafetyMonitor(Intersection);
        _directive = new Directive(Intersection.Groups.Length);
        _nowMs = StartMs + shiftMs;
        Dice dice = new(~scenario.Seed);
        _regime = new Regime(dice);
        if (_regime.StartsRunning)
        {
            Controller.StartIn(_nowMs, dice.Pick(Intersection.Stages).Groups & Intersection.VehicleGroups);
        }
        else
        {
            Controller.StartUp(_nowMs);
        }

        Record(Controller.Frame);
    }

    public IntersectionDefinition Definition { get; }

    public Intersection Intersection { get; }

    public GuardedController Controller { get; }

    public List<SignalFrame> Frames { get; } = [];

    public List<ulong> Calls { get; } = [];

    /// <summary>Steps run under the local plan.</summary>
    public int LocalSteps { get; private set; }

    /// <summary>True once a directive asked for something.</summary>
    public bool WasDirected { get; private set; }

    /// <summary>Runs every step of a scenario.</summary>
    public ScenarioRun Run(Scenario scenario)
    {
        foreach (int step in scenario.Steps)
        {
            Prepare(new Dice(step));
            Advance();
        }

        return this;
    }

    /// <summary>Runs every step, the transitions of each tick added in two batches.</summary>
    public ScenarioRun RunInTwoBatches(Scenario scenario)
    {
        ControllerTick other = new();
        foreach (int step in scenario.Steps)
        {
            Prepare(new Dice(step));
            DetectorTransition[] transitions = _tick.Transitions.ToArray();
            int half = transitions.Length / 2;
            other.Clear();
            other.TimeMs = _tick.TimeMs;
            other.PedestrianCalls = _tick.PedestrianCalls;
            AddAll(other, transitions[..half]);
            AddAll(other, transitions[half..]);
            foreach (DetectorCount count in _tick.Counts)
            {
                other.TryAdd(count);
            }

            foreach (TrackObservation observation in _tick.Tracks)
            {
                other.TryAdd(observation);
            }

            Record(Controller.Advance(other, _hasDirective ? _directive : null));
        }

        return this;
    }

    /// <summary>Runs every step, but each tick in several: the first half of its transitions, none, the rest.</summary>
    public ScenarioRun RunSplit(Scenario scenario)
    {
        foreach (int step in scenario.Steps)
        {
            long beforeMs = _nowMs;
            Prepare(new Dice(step));
            DetectorTransition[] transitions = _tick.Transitions.ToArray();
            ulong buttons = _tick.PedestrianCalls;
            long endMs = _nowMs;
            int half = transitions.Length / 2;
            foreach ((long timeMs, DetectorTransition[] part) in
                new[] { (beforeMs + ((endMs - beforeMs) / 2), transitions[..half]), (endMs, []), (endMs, transitions[half..]) })
            {
                _tick.Clear();
                _tick.TimeMs = _nowMs = timeMs;
                _tick.PedestrianCalls = buttons;
                AddAll(_tick, part);
                Advance();
            }
        }

        return this;
    }

    /// <summary>Moves time on and fills in the next tick and directive.</summary>
    public void Prepare(Dice dice)
    {
        int stepMs = dice.Chance(_regime.OddStepPercent) ? dice.Between(0, 1_000)
            : dice.Chance(_regime.ShortStepPercent) ? 100 : 1_000;
        _nowMs += stepMs;
        _tick.Clear();
        _tick.TimeMs = _nowMs;
        AddEvents(dice);
        if (dice.Chance(_regime.NewDirectivePercent))
        {
            _hasDirective = !dice.Chance(_regime.NoDirectivePercent);
            Fill(dice);
        }
        else if (dice.Chance(90))
        {
            _directive.ValidUntilMs = _nowMs + 3_000;
        }
    }

    /// <summary>Gives the controller what was prepared, and records nothing.</summary>
    public SignalFrame AdvanceOnly() => Controller.Advance(_tick, _hasDirective ? _directive : null);

    private static void AddAll(ControllerTick tick, DetectorTransition[] transitions)
    {
        foreach (DetectorTransition transition in transitions)
        {
            tick.TryAdd(transition);
        }
    }

    private void Advance()
    {
        SignalFrame frame = AdvanceOnly();
        LocalSteps += Controller.Mode == LocalMode.LocalPlan ? 1 : 0;
        WasDirected |= Controller.Mode == LocalMode.Following;
        Record(frame);
    }

    private void Record(SignalFrame frame)
    {
        Frames.Add(frame);
        Calls.Add(Controller.State.Demand.CallsForMaxRed);
        _monitor.CheckFrame(frame, Controller.State.Demand.CallsForMaxRed);
    }

    /// <summary>
    /// What the controller's own monitor, a monitor beside it, or the oracle found wrong, in words; null when nothing
    /// is.
    /// </summary>
    public string? FindFault() =>
        Controller.Monitor.IsLatched ? $"the controller's monitor: {Controller.Monitor.Breach}"
        : _monitor.IsLatched ? $"a monitor beside the controller: {_monitor.Breach}"
        : FrameOracle.FindFault(Definition, Frames, Calls) is { } fault ? $"the oracle: {fault}"
        : null;

    private void AddEvents(Dice dice)
    {
        int transitions = Intersection.Detectors.Length == 0 ? 0 : dice.Between(0, _regime.TransitionsPerStep);
        for (int i = 0; i < transitions; i++)
        {
            // A transition may come late, out of order, without a known time, or again without the other in between.
            long timeMs = dice.Chance(5) ? 0 : _nowMs - dice.Between(0, dice.Chance(5) ? 20_000 : 1_000);
            _tick.TryAdd(new DetectorTransition(
                timeMs, (ushort)dice.Between(0, Intersection.Detectors.Length - 1), dice.Chance(50)));
        }

        if (transitions > 0 && dice.Chance(20))
        {
            _tick.TryAdd(new DetectorCount(
                (ushort)dice.Between(0, Intersection.Detectors.Length - 1), VehicleClasses.Car, (ushort)dice.Between(0, 20)));
        }

        // Under any detector, of which most are none for tracks; far, near and past the line; some of it nonsense.
        for (int i = dice.Chance(50) ? dice.Between(0, transitions) : 0; i > 0; i--)
        {
            _tick.TryAdd(new TrackObservation(
                dice.Chance(5) ? long.MaxValue : _nowMs - dice.Between(0, 1_000),
                (uint)dice.Between(0, 9),
                (ushort)dice.Between(0, Intersection.Detectors.Length - 1),
                VehicleClasses.Car,
                dice.Chance(5) ? float.NaN : dice.Between(-20, 60),
                dice.Chance(5) ? float.PositiveInfinity : dice.Between(0, 20),
                (byte)dice.Between(0, 100)));
        }

        _tick.PedestrianCalls = dice.Chance(5) ? dice.Bits() & Intersection.PedestrianGroups : 0;
        if (dice.Chance(1))
        {
            _tick.TryAdd(new PriorityCall((byte)dice.Between(0, Intersection.Groups.Length - 1), 3, dice.Between(0, 60_000)));
        }

        if (dice.Chance(1))
        {
            Controller.State.MarkGap();
        }
    }

    private void Fill(Dice dice)
    {
        _directive.Clear();
        _directive.Mode = dice.Between(0, 999) < _regime.FlashPermille ? DirectiveMode.Flash
            : dice.Chance(5) ? DirectiveMode.LocalPlan
            : dice.Chance(_regime.GarbagePercent / 20) ? (DirectiveMode)dice.Between(-1, 9)
            : DirectiveMode.Groups;
        _directive.ValidUntilMs = dice.Chance(95) ? _nowMs + dice.Between(-1_000, 30_000) : (long)dice.Bits();
        _directive.NextGroups = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : dice.Pick(Intersection.Stages).Groups;
        _directive.NotBeforeMs = dice.Chance(80) ? 0
            : dice.Chance(90) ? _nowMs + dice.Between(-10_000, 20_000) : (long)dice.Bits();
        _directive.Hold = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : 0;
        _directive.ForceOff = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : 0;
        _directive.Omit = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : 0;
        _directive.VehicleCalls = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : 0;
        _directive.PedestrianCalls = dice.Chance(_regime.GarbagePercent) ? Garbage(dice) : 0;
    }

    private static ulong Garbage(Dice dice) => dice.Between(0, 5) switch
    {
        0 => ulong.MaxValue,
        1 => dice.Bits(),
        2 => dice.Bits() & dice.Bits() & dice.Bits(),
        3 => 0,
        _ => dice.Bits() & 0xFFF,
    };
}
