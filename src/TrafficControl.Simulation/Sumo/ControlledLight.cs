using System.Diagnostics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Core.Safety;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// One light of a run with its seat: carries detections to it and its signals back, under a monitor of the run's own.
/// </summary>
internal sealed class ControlledLight
{
    private const int MaxDetails = 5;
    private readonly IJunctionSeat _seat;
    private readonly Intersection _intersection;
    private readonly SafetyMonitor _monitor;
    private readonly LinkStateWriter _writer;
    private readonly LoopRecorder[] _recorders;
    private readonly TrackRecorder _tracks;
    private readonly LightFaults _faults;
    private readonly ForecastRecorder _forecasts;
    private readonly List<(long TimeMs, bool IsOn)>[] _transitions;
    private readonly List<DetectorTransition> _sorted = [];
    private string _shown = "";
    private bool _wasFlash;

    internal ControlledLight(SumoLight light, IJunctionSeat seat, SumoRunOptions options)
    {
        Light = light;
        _seat = seat;
        _intersection = Intersection.Create(light.Definition);
        _monitor = new SafetyMonitor(_intersection);
        _writer = new LinkStateWriter(light, options.RepeatsProgram);
        _faults = new LightFaults(options.Faults, light, options.Seed);
        _recorders = [.. light.Loops.Select(_ => new LoopRecorder())];
        _tracks = new TrackRecorder(light.Tracks);
        _forecasts = new ForecastRecorder(_intersection.Groups.Length);
        _transitions = [.. light.Loops.Select(_ => new List<(long, bool)>())];
    }

    internal SumoLight Light { get; }

    internal int Violations { get; private set; }

    internal List<string> Details { get; } = [];

    internal List<long> DecisionTicks { get; } = [];

    /// <summary>What detector faults did, one sentence each; empty without faults.</summary>
    internal IEnumerable<string> FaultDetails => _faults.Describe();

    internal ForecastTally Forecasts => _forecasts.Tally;

    internal void TakeOver(long timeMs) => _seat.TakeOver(timeMs, Light.ShippedGreens(timeMs));

    /// <summary>Puts what the loops report of the last step, and what is tracked at its end, into the tick.</summary>
    internal void Observe(TraciStep step, long fromMs, long toMs)
    {
        for (int loop = 0; loop < _recorders.Length; loop++)
        {
            _transitions[loop].Clear();
            _recorders[loop].Record(step.Passages(Light.Loops[loop].Id), fromMs, toMs, _transitions[loop]);
            _faults.Apply(loop, _transitions[loop], fromMs, toMs);
        }

        _sorted.Clear();
        for (int detector = 0; detector < Light.DetectorLoops.Count; detector++)
        {
            int loop = Light.DetectorLoops[detector];
            foreach ((long time, bool isOn) in loop < 0 ? [] : _transitions[loop])
            {
                _sorted.Add(new DetectorTransition(time, (ushort)detector, isOn));
            }
        }

        // Stable: two changes of one detector at the same millisecond keep their order.
        foreach (DetectorTransition transition in _sorted.OrderBy(static transition => transition.TimeMs))
        {
            _seat.Input.TryAdd(transition);
        }

        if (Light.TrackArea is { } area)
        {
            _tracks.Record(step.VehiclesAround(area.Junction), toMs, _faults.Through(_seat.Input));
            _faults.ReportTracks(toMs, _seat.Input);
        }
    }

    /// <summary>
    /// Asks the seat for its signals. Returns the state string when it differs from what SUMO shows, else null.
    /// </summary>
    internal async ValueTask<string?> StepAsync(long timeMs, CancellationToken cancellationToken)
    {
        _seat.Input.TimeMs = timeMs;
        long start = Stopwatch.GetTimestamp();
        SignalFrame frame = await _seat.StepAsync(cancellationToken).ConfigureAwait(false);
        DecisionTicks.Add(Stopwatch.GetTimestamp() - start);
        Check(frame with { TimeMs = timeMs });
        _forecasts.Record(_seat.LastDirective, frame, timeMs);
        string state = _writer.Write(frame);
        if (state == _shown)
        {
            return null;
        }

        _shown = state;
        return state;
    }

    private void Check(in SignalFrame frame)
    {
        SafetyRule rule = _monitor.CheckFrame(frame, WaitingGroups());
        if (rule != SafetyRule.None)
        {
            SafetyBreach breach = _monitor.Breach;
            Note($"{Light.Id} at {breach.TimeMs} ms: {breach.Rule} by {Name(breach.Group)} against {Name(breach.OtherGroup)}");
            _monitor.Clear();
        }

        if (frame.IsFlash && !_wasFlash)
        {
            Note($"{Light.Id} at {frame.TimeMs} ms: went to flash");
        }

        _wasFlash = frame.IsFlash;
    }

    private string Name(int group) => group < 0 ? "none" : _intersection.Groups[group].Definition.Id;

    private void Note(string detail)
    {
        Violations++;
        if (Details.Count < MaxDetails)
        {
            Details.Add(detail);
        }
    }

    /// <summary>Groups with a vehicle on a detector that calls them: none of them may be left red for ever.</summary>
    private ulong WaitingGroups()
    {
        ulong waiting = 0;
        for (int detector = 0; detector < Light.DetectorLoops.Count; detector++)
        {
            int loop = Light.DetectorLoops[detector];
            if (loop < 0 ? _tracks.IsOccupied(detector) : _recorders[loop].IsOccupied)
            {
                waiting |= _intersection.Detectors[detector].Calls;
            }
        }

        return waiting;
    }
}
