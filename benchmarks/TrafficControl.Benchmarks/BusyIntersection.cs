using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Runtime.Engines;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Benchmarks;

/// <summary>
/// Five busy minutes of an intersection whose engine drives the signals and whose traffic obeys them, recorded once, so
/// that a benchmark replays them and does not measure the making of traffic. A new engine that is given the record
/// answers as the recorded one did, so its plans are about what the street then shows.
/// </summary>
internal sealed class BusyIntersection
{
    /// <summary>Ticks of the record.</summary>
    internal const int TickCount = 3_000;

    /// <summary>
    /// Ticks that a benchmark replays at a time: ten seconds, ten plans. The record has a whole number of them.
    /// </summary>
    internal const int WindowTicks = 100;

    /// <summary>Windows at the start of the record in which the street fills.</summary>
    internal const int FillingWindows = 6;

    /// <summary>Time between ticks, milliseconds.</summary>
    internal const int TickMs = 100;

    // Vehicles an hour that one lane can let through when it is green all the time, and the share of it that comes.
    private const double SaturationVph = 1_800;
    private const double LoadShare = 0.7;
    private const long StartMs = 1_000_000;
    private const ulong Seed = 1;

    private static readonly Dictionary<(int, int, string, string), BusyIntersection> Recorded = [];

    private readonly SignalFrame[] _frames = new SignalFrame[TickCount];
    private readonly LocalMode[] _modes = new LocalMode[TickCount];
    private readonly int[] _transitionEnds = new int[TickCount];
    private readonly int[] _trackEnds = new int[TickCount];
    private readonly long[] _answers = new long[TickCount];
    private readonly DetectorTransition[] _transitions;
    private readonly TrackObservation[] _tracks;

    /// <exception cref="InvalidOperationException">The recorded signals broke a safety rule.</exception>
    private BusyIntersection(Intersection intersection)
    {
        Intersection = intersection;
        List<DetectorTransition> transitions = [];
        List<TrackObservation> tracks = [];
        IntersectionEngine engine = new(intersection, new EngineOptions());
        engine.BeginSession_TickThreadOnly();
        GuardedController field = new(intersection);
        field.StartUp(StartMs);
        TrafficModel traffic = new(Network(intersection), Seed, StartMs);
        ControllerTick tick = new();
        Directive directive = new(intersection.Groups.Length);
        for (int i = 0; i < TickCount; i++)
        {
            traffic.Step(TickMs);
            tick.Clear();
            traffic.DrainInto(0, tick);
            tick.Sequence = i + 1;
            tick.Signals = field.Frame;
            tick.Mode = field.Mode;
            _frames[i] = tick.Signals;
            _modes[i] = tick.Mode;
            transitions.AddRange(tick.Transitions);
            tracks.AddRange(tick.Tracks);
            _transitionEnds[i] = transitions.Count;
            _trackEnds[i] = tracks.Count;
            engine.Advance_TickThreadOnly(tick, directive);
            _answers[i] = Answer(directive);
            field.Advance(tick, directive);
            traffic.SetSignals(0, field.Frame);
        }

        _transitions = [.. transitions];
        _tracks = [.. tracks];
        if (field.Monitor.Breach.Rule != SafetyRule.None)
        {
            throw new InvalidOperationException($"The recorded traffic broke {field.Monitor.Breach}.");
        }
    }

    /// <summary>The intersection.</summary>
    internal Intersection Intersection { get; }

    /// <summary>
    /// The record of a <see cref="BenchmarkIntersections.Staged"/> intersection. Made once in a process, since many
    /// benchmarks replay the same; one thread.
    /// </summary>
    internal static BusyIntersection Of(
        int groups, int lanes, string plan, string sensors = BenchmarkIntersections.Loops)
    {
        if (!Recorded.TryGetValue((groups, lanes, plan, sensors), out BusyIntersection? busy))
        {
            busy = new BusyIntersection(BenchmarkIntersections.Staged(groups, lanes, plan, sensors));
            Recorded.Add((groups, lanes, plan, sensors), busy);
        }

        return busy;
    }

    /// <summary>Looks whether a directive is the one that the recorded engine gave.</summary>
    /// <param name="index">Number of the tick it answers, 0 to <see cref="TickCount"/> - 1.</param>
    /// <param name="directive">The directive.</param>
    /// <exception cref="InvalidOperationException">It is another one.</exception>
    internal void CheckAnswer(int index, Directive directive)
    {
        if (Answer(directive) != _answers[index])
        {
            throw new InvalidOperationException("The engine answered otherwise than when the ticks were recorded.");
        }
    }

    /// <summary>What the groups showed up to a tick.</summary>
    /// <param name="index">Number of the tick, 0 to <see cref="TickCount"/> - 1.</param>
    internal ref readonly SignalFrame Frame(int index) => ref _frames[index];

    /// <summary>Fills a tick from the record, as the server does from a message.</summary>
    /// <param name="index">Number of the tick, 0 to <see cref="TickCount"/> - 1.</param>
    /// <param name="tick">The tick to fill; what it held is gone.</param>
    /// <param name="pass">
    /// How often the record has been replayed before, 0 or more: each pass is later by the length of the record, and
    /// only an engine that starts anew with each pass sees signals that follow from each other.
    /// </param>
    internal void Load(int index, ControllerTick tick, long pass = 0)
    {
        long shiftMs = pass * TickCount * TickMs;
        tick.Clear();
        tick.Sequence = index + 1;
        tick.TimeMs = StartMs + ((index + 1L) * TickMs) + shiftMs;
        ref readonly SignalFrame frame = ref _frames[index];
        tick.Signals = frame with { TimeMs = frame.TimeMs + shiftMs };
        tick.Mode = _modes[index];
        for (int i = index == 0 ? 0 : _transitionEnds[index - 1]; i < _transitionEnds[index]; i++)
        {
            ref readonly DetectorTransition transition = ref _transitions[i];
            tick.TryAdd(transition with { TimeMs = transition.TimeMs + shiftMs });
        }

        for (int i = index == 0 ? 0 : _trackEnds[index - 1]; i < _trackEnds[index]; i++)
        {
            ref readonly TrackObservation track = ref _tracks[i];
            tick.TryAdd(track with { TimeMs = track.TimeMs + shiftMs });
        }
    }

    /// <summary>What of an answer has to be the same: the groups, and that it is the answer to this tick.</summary>
    private static long Answer(Directive directive) =>
        unchecked((directive.TickSequence * 31) + (long)directive.NextGroups + directive.NotBeforeMs);

    private static TrafficNetwork Network(Intersection intersection)
    {
        DemandProfile demand = DemandProfile.Constant(LoadShare * SaturationVph / intersection.Stages.Length);
        return new TrafficNetwork(
            [intersection],
            [
                .. intersection.Lanes.Where(lane => lane.Definition.Role == LaneRole.Approach)
                    .Select(lane => new TrafficEntry(0, lane.Definition.Id, demand)),
            ]);
    }
}
