using TrafficControl.Core.Controller;
using TrafficControl.Core.Safety;
using TrafficControl.Simulation.Traffic;

namespace TrafficControl.Simulation.Corridor;

/// <summary>
/// Runs the traffic of a network in lock-step with one controller seat at each junction, in simulated time.
/// </summary>
public sealed class CorridorRun
{
    private readonly TrafficNetwork _network;
    private readonly IReadOnlyList<IJunctionController> _seats;
    private readonly TrafficModel _model;
    private readonly SafetyMonitor[] _monitors;
    private readonly SignalFrame[] _frames;
    private readonly ValueTask<SignalFrame>[] _answers;

    /// <summary>Creates a run.</summary>
    /// <param name="network">The streets.</param>
    /// <param name="seats">A seat for each junction, in the order of the network.</param>
    /// <param name="seed">Seed of the traffic.</param>
    /// <param name="startMs">Event time of the start, Unix milliseconds.</param>
    /// <exception cref="ArgumentException">The number of seats is not that of the junctions.</exception>
    public CorridorRun(TrafficNetwork network, IReadOnlyList<IJunctionController> seats, ulong seed, long startMs)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(seats);
        if (seats.Count != network.Junctions.Length)
        {
            throw new ArgumentException($"{network.Junctions.Length} junctions need as many seats, not {seats.Count}.", nameof(seats));
        }

        _network = network;
        _seats = seats;
        _model = new TrafficModel(network, seed, startMs);
        _monitors = [.. network.Junctions.Select(junction => new SafetyMonitor(junction))];
        _frames = new SignalFrame[seats.Count];
        _answers = new ValueTask<SignalFrame>[seats.Count];
    }

    /// <summary>Step of a run unless another is asked for, milliseconds.</summary>
    public static int DefaultStepMs => 200;

    /// <summary>The traffic; only read from it.</summary>
    public TrafficModel Traffic => _model;

    /// <summary>Runs on from where the last call ended. One call at a time.</summary>
    /// <param name="durationMs">Simulated time to run, milliseconds; rounded up to whole steps.</param>
    /// <param name="stepMs">Step, 1 to <see cref="TrafficModel.MaxStepMs"/> milliseconds.</param>
    /// <param name="progress">Told every simulated second, or null.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task<CorridorResult> RunAsync(
        long durationMs, int stepMs, IProgress<CorridorProgress>? progress, CancellationToken cancellationToken)
    {
        int violations = 0;
        long startMs = _model.NowMs;
        long reportedMs = startMs;
        while (_model.NowMs - startMs < durationMs)
        {
            for (int j = 0; j < _seats.Count; j++)
            {
                _model.DrainInto(j, _seats[j].Input);
#pragma warning disable CA2012 // Each answer is awaited exactly once, right below: the junctions work side by side.
                _answers[j] = _seats[j].StepAsync(cancellationToken);
#pragma warning restore CA2012
            }

            for (int j = 0; j < _seats.Count; j++)
            {
                _frames[j] = await _answers[j].ConfigureAwait(false);
                violations += Check(j);
                _model.SetSignals(j, _frames[j]);
            }

            _model.Step(stepMs);
            if (progress is not null && _model.NowMs - reportedMs >= 1_000)
            {
                reportedMs = _model.NowMs;
                progress.Report(Progress(_model.NowMs - startMs, durationMs));
            }
        }

        return new CorridorResult(_model.Measure(), violations);
    }

    // Calls are not known here, so the rule of the longest red is left to the controller's own monitor, which shows as
    // flash.
    private int Check(int junction)
    {
        bool isBroken = _monitors[junction].CheckFrame(_frames[junction], 0) != SafetyRule.None;
        if (isBroken)
        {
            _monitors[junction].Clear();
        }

        return isBroken || _frames[junction].IsFlash ? 1 : 0;
    }

    private CorridorProgress Progress(long elapsedMs, long durationMs) => new(
        elapsedMs,
        durationMs,
        _model.Running,
        _model.TotalDelayS / Math.Max(1, _model.Demanded),
        [.. _network.Junctions.Select((_, j) => _model.QueueVehicles(j))],
        [.. _frames]);
}
