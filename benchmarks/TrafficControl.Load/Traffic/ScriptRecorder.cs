using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Load.Traffic;

/// <summary>
/// Plays a controller and an engine against each other ahead of the run and keeps the ticks. The engine is deterministic, so
/// the server, given the same ticks from the start, must answer as the recorded engine did: the field obeys what the server
/// says, and every answer can be checked, yet the run itself computes nothing.
/// </summary>
internal sealed class ScriptRecorder
{
    /// <summary>Time between two steps of a controller, milliseconds.</summary>
    internal const int StepMs = 100;

    /// <summary>
    /// Event times of scripts start at multiples of this, milliseconds: the fixed-time cycle, so that it stands the same.
    /// </summary>
    internal const long AlignMs = 80_000;

    /// <summary>Length of a script, milliseconds: a run of five minutes does not repeat it.</summary>
    internal const long LengthMs = 5 * AlignMs;

    // Quiet controllers still say every second that they live; the server's lease is three.
    private const long LongestSilenceMs = 1_000;
    private const long StartMs = 4 * AlignMs;
    private const long MinSettlingMs = 90_000;
    private const long SettlingSpreadMs = 7_300;

    private readonly Intersection _model;
    private readonly TrafficMix _mix;
    private readonly bool _onEvents;

    /// <summary>Creates a recorder.</summary>
    /// <param name="model">The junction.</param>
    /// <param name="mix">Its traffic.</param>
    /// <param name="onEvents">
    /// True: a tick when something happened, and at least one a second; false: one each <see cref="StepMs"/>.
    /// </param>
    internal ScriptRecorder(Intersection model, TrafficMix mix, bool onEvents)
    {
        _model = model;
        _mix = mix;
        _onEvents = onEvents;
    }

    /// <summary>Records scripts that differ in their traffic.</summary>
    /// <param name="count">How many, 1 or more.</param>
    /// <param name="seed">Seed of the first; each further one has the next.</param>
    internal TickScript[] Record(int count, int seed) =>
        [.. Enumerable.Range(0, count).AsParallel().AsOrdered().Select(i => RecordOne(seed + i, i))];

    private TickScript RecordOne(int seed, int variant)
    {
        // Junctions are met at different moments of their cycle, as a server that restarts meets them.
        long settlingMs = MinSettlingMs + (variant * SettlingSpreadMs % (StartMs - MinSettlingMs));
        settlingMs -= settlingMs % StepMs;
        Field field = new(_model, _mix, seed, StartMs - settlingMs);
        Play(field, new IntersectionEngine(_model, new EngineOptions()), StartMs, null);
        TickScript script = new() { LengthMs = LengthMs };
        Play(field, new IntersectionEngine(_model, new EngineOptions()), StartMs + LengthMs, script);
        return field.Controller.Monitor.Breach.Rule == SafetyRule.None
            ? script
            : throw new InvalidOperationException($"The recorded traffic broke {field.Controller.Monitor.Breach}.");
    }

    private void Play(Field field, IntersectionEngine engine, long untilMs, TickScript? script)
    {
        engine.BeginSession_TickThreadOnly();
        ControllerTick tick = new();
        long sequence = 0;
        bool isFirst = true;
        SignalFrame told = default;
        while (field.TimeMs < untilMs)
        {
            field.Step(tick);
            bool isDue = !_onEvents || isFirst || tick.Transitions.Length > 0
                || !field.Controller.Frame.ShowsSameAs(told) || field.TimeMs >= tick.TimeMs + LongestSilenceMs;
            if (isDue)
            {
                isFirst = false;
                told = field.Controller.Frame;
                tick.Sequence = ++sequence;
                tick.TimeMs = field.TimeMs;
                tick.Signals = told;
                tick.Mode = field.Controller.Mode;
                engine.Advance_TickThreadOnly(tick, field.Directive);
                script?.Add(tick, field.TimeMs - StartMs, field.Directive);
                long sentMs = tick.TimeMs;
                tick.Clear();
                tick.TimeMs = sentMs;
            }

            field.Obey();
        }
    }

    /// <summary>A controller, its traffic, and the last directive it heard.</summary>
    private sealed class Field
    {
        private readonly JunctionTraffic _traffic;
        private readonly ControllerTick _input = new();

        internal Field(Intersection model, TrafficMix mix, int seed, long startMs)
        {
            Controller = new GuardedController(model);
            Controller.StartUp(startMs);
            _traffic = new JunctionTraffic(model, mix, seed, startMs);
            Directive = new Directive(model.Groups.Length);
            TimeMs = startMs;
        }

        internal GuardedController Controller { get; }

        internal Directive Directive { get; }

        internal long TimeMs { get; private set; }

        /// <summary>Sees what happened in the next step, and adds it to a tick that may hold earlier steps too.</summary>
        internal void Step(ControllerTick tick)
        {
            TimeMs += StepMs;
            _input.Clear();
            _input.TimeMs = TimeMs;
            _traffic.Read(_input, Controller.Frame);
            foreach (ref readonly DetectorTransition transition in _input.Transitions)
            {
                tick.TryAdd(transition);
            }
        }

        internal void Obey() => Controller.Advance(_input, Directive.Sequence > 0 ? Directive : null);
    }
}
