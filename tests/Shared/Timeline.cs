using System.Globalization;
using System.Text;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Testing;

/// <summary>
/// Scripts detector events and commands against time, then compares what the signal groups showed with a readable
/// timeline. Times are in seconds from the start; ticks come every 100 ms unless said otherwise.
/// </summary>
/// <remarks>
/// A timeline has one line per group: its identifier, then what it showed and for how many seconds. G green, Y yellow,
/// C red clearance, r red, W walk, F pedestrian clearance (flashing), * flash. "A G10 Y3 C1 r6" is a green of 10 s,
/// then its change interval, then 6 s of red up to the end of the run.
/// </remarks>
internal sealed class Timeline
{
    /// <summary>
    /// Event time at which every run starts: a multiple of the cycles that tests use, in Unix milliseconds.
    /// </summary>
    public const long StartMs = 1_800_000_000_000;

    private readonly List<(long TimeMs, Action<ControllerTick> Feed)> _inputs = [];
    private readonly List<(long TimeMs, Action<Script> Do)> _commands = [];
    private readonly List<SignalFrame> _frames = [];
    private readonly ControllerTick _tick = new();
    private ulong _startIn;
    private bool _startsIn;

    public Timeline(IntersectionDefinition definition)
    {
        Intersection = Intersection.Create(definition);
        Controller = new GuardedController(Intersection);
    }

    /// <summary>The intersection under test.</summary>
    public Intersection Intersection { get; }

    /// <summary>The controller under test.</summary>
    public GuardedController Controller { get; }

    /// <summary>Every frame shown, one per tick.</summary>
    public IReadOnlyList<SignalFrame> Frames => _frames;

    /// <summary>Time between ticks, milliseconds.</summary>
    public int StepMs { get; init; } = 100;

    /// <summary>A definition whose controller runs the named plan by itself.</summary>
    public static IntersectionDefinition With(IntersectionDefinition definition, string localPlan) =>
        definition with { LocalPlan = localPlan };

    /// <summary>A definition with one group changed.</summary>
    public static IntersectionDefinition With(
        IntersectionDefinition definition, string group, Func<SignalGroupDefinition, SignalGroupDefinition> change) =>
        definition with
        {
            SignalGroups = [.. definition.SignalGroups.Select(item => item.Id == group ? change(item) : item)],
        };

    /// <summary>Groups by their identifiers, separated by spaces.</summary>
    public ulong Groups(string ids)
    {
        ulong mask = 0;
        foreach (string id in ids.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            mask |= Intersection.Groups.Single(group => group.Definition.Id == id).Mask;
        }

        return mask;
    }

    /// <summary>Starts with groups green since long ago instead of with the start-up from dark.</summary>
    public Timeline StartIn(string groups)
    {
        _startsIn = true;
        _startIn = Groups(groups);
        return this;
    }

    /// <summary>A detector is occupied from one time to another.</summary>
    public Timeline Occupy(string detector, double fromS, double toS = double.MaxValue)
    {
        ushort index = (ushort)Intersection.Detectors.Single(item => item.Definition.Id == detector).Index;
        Transition(index, fromS, isOn: true);
        if (toS < double.MaxValue)
        {
            Transition(index, toS, isOn: false);
        }

        return this;
    }

    /// <summary>A vehicle passes a detector every so often, each occupying it for 0.4 s.</summary>
    public Timeline Stream(string detector, double fromS, double toS, double everyS)
    {
        for (double at = fromS; at < toS; at += everyS)
        {
            Occupy(detector, at, at + 0.4);
        }

        return this;
    }

    /// <summary>The tick reports a button call of pedestrian groups.</summary>
    public Timeline Press(double atS, string groups)
    {
        ulong mask = Groups(groups);
        _inputs.Add((At(atS), tick => tick.PedestrianCalls |= mask));
        return this;
    }

    /// <summary>From a time on a directive is in force, until the next one or for its validity.</summary>
    public Timeline Direct(
        double fromS, string next, string hold = "", string forceOff = "", string omit = "", string calls = "",
        string pedestrianCalls = "", double notBeforeS = double.MinValue, double validS = 1_000_000,
        DirectiveMode mode = DirectiveMode.Groups)
    {
        Directive directive = new(Intersection.Groups.Length)
        {
            Mode = mode,
            NextGroups = Groups(next),
            Hold = Groups(hold),
            ForceOff = Groups(forceOff),
            Omit = Groups(omit),
            VehicleCalls = Groups(calls),
            PedestrianCalls = Groups(pedestrianCalls),
            NotBeforeMs = notBeforeS > double.MinValue ? At(notBeforeS) : 0,
            ValidUntilMs = At(fromS + validS),
            Reason = DecisionReason.Operator,
        };
        return Do(fromS, script => script.Directive = directive);
    }

    /// <summary>Does something before the tick at a time.</summary>
    public Timeline Do(double atS, Action<Script> action)
    {
        _commands.Add((At(atS), action));
        return this;
    }

    /// <summary>Runs from the start to a time and returns the timeline of the named groups.</summary>
    public string Run(double untilS, string groups)
    {
        Script script = new() { Controller = Controller };
        if (_startsIn)
        {
            Controller.StartIn(StartMs, _startIn);
        }
        else
        {
            Controller.StartUp(StartMs);
        }

        List<(long TimeMs, Action<ControllerTick> Feed)> inputs = [.. _inputs.OrderBy(input => input.TimeMs)];
        List<(long TimeMs, Action<Script> Do)> commands = [.. _commands.OrderBy(command => command.TimeMs)];
        int nextInput = 0;
        int nextCommand = 0;
        for (long now = StartMs; now < At(untilS); now += StepMs)
        {
            _tick.Clear();
            _tick.TimeMs = now;
            for (; nextInput < inputs.Count && inputs[nextInput].TimeMs <= now; nextInput++)
            {
                inputs[nextInput].Feed(_tick);
            }

            for (; nextCommand < commands.Count && commands[nextCommand].TimeMs <= now; nextCommand++)
            {
                commands[nextCommand].Do(script);
            }

            _frames.Add(Controller.Advance(_tick, script.Directive));
        }

        return string.Join('\n', groups.Split(' ').Select(Line));
    }

    /// <summary>
    /// Runs from the start to a time and compares the timeline of the groups it names; no rule may be broken.
    /// </summary>
    public void Check(double untilS, params string[] expected)
    {
        string groups = string.Join(' ', expected.Select(line => line[..line.IndexOf(' ', StringComparison.Ordinal)]));
        string actual = Run(untilS, groups);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(actual, Is.EqualTo(string.Join('\n', expected)));
            Assert.That(Controller.Monitor.Breach.ToString(), Does.Contain("Rule = None"));
        }
    }

    private static long At(double seconds) => StartMs + (long)Math.Round(seconds * 1000);

    private static char Symbol(in SignalFrame frame, ulong mask) =>
        frame.IsFlash ? '*'
        : (frame.Green & mask) != 0 ? 'G'
        : (frame.Yellow & mask) != 0 ? 'Y'
        : (frame.RedClearance & mask) != 0 ? 'C'
        : (frame.Walk & mask) != 0 ? 'W'
        : (frame.PedClearance & mask) != 0 ? 'F'
        : 'r';

    private void Transition(ushort detector, double atS, bool isOn)
    {
        DetectorTransition transition = new(At(atS), detector, isOn);
        _inputs.Add((transition.TimeMs, tick => tick.TryAdd(transition)));
    }

    private string Line(string group)
    {
        ulong mask = Groups(group);
        StringBuilder line = new(group);
        for (int first = 0, last; first < _frames.Count; first = last)
        {
            char shown = Symbol(_frames[first], mask);
            for (last = first + 1; last < _frames.Count && Symbol(_frames[last], mask) == shown;)
            {
                last++;
            }

            double seconds = (last - first) * StepMs / 1000.0;
            line.Append(CultureInfo.InvariantCulture, $" {shown}{seconds:0.###}");
        }

        return line.ToString();
    }

    /// <summary>What a scripted action may change.</summary>
    internal sealed class Script
    {
        /// <summary>The controller under test.</summary>
        public required GuardedController Controller { get; init; }

        /// <summary>The directive in force.</summary>
        public Directive? Directive { get; set; }
    }
}
