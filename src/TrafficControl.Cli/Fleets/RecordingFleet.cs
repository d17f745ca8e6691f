using TrafficControl.Cli.Commands;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Cli.Fleets;

/// <summary>
/// A fleet that writes what passes between each junction and its seat into an event log, one file an intersection. It
/// owns the fleet behind it.
/// </summary>
internal sealed class RecordingFleet : IJunctionFleet
{
    private readonly IJunctionFleet _inner;
    private readonly List<RecordingSeat> _seats = [];

    private RecordingFleet(IJunctionFleet inner)
    {
        _inner = inner;
    }

    /// <inheritdoc/>
    public IReadOnlyList<IJunctionSeat> Seats => _seats;

    /// <summary>Puts recorders before the seats of a fleet.</summary>
    /// <param name="folder">Folder for the logs, <c>events/INTERSECTION.csv</c>; made when missing.</param>
    /// <param name="intersections">Intersections, in the order of the seats.</param>
    /// <param name="inner">The fleet.</param>
    public static IJunctionFleet Around(string folder, IReadOnlyList<IntersectionDefinition> intersections, IJunctionFleet inner)
    {
        string logs = Directory.CreateDirectory(Path.Combine(folder, "events")).FullName;
        RecordingFleet fleet = new(inner);
        for (int i = 0; i < intersections.Count; i++)
        {
            string file = Path.Combine(logs, Path.ChangeExtension(ImportCommand.FileName(intersections[i].Id), ".csv"));
            fleet._seats.Add(new RecordingSeat(inner.Seats[i], intersections[i], new StreamWriter(file)));
        }

        return fleet;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RecordingSeat seat in _seats)
        {
            await seat.DisposeAsync().ConfigureAwait(false);
        }

        await _inner.DisposeAsync().ConfigureAwait(false);
    }

    private sealed class RecordingSeat : IJunctionSeat, IAsyncDisposable
    {
        private readonly IJunctionSeat _inner;
        private readonly StreamWriter _log;
        private readonly EventRecorder _recorder;

        public RecordingSeat(IJunctionSeat inner, IntersectionDefinition definition, StreamWriter log)
        {
            _inner = inner;
            _log = log;
            _recorder = new EventRecorder(Intersection.Create(definition), new EventLogWriter(log).Write);
        }

        public ControllerTick Input => _inner.Input;

        public Directive? LastDirective => _inner.LastDirective;

        public void TakeOver(long timeMs, ulong greenGroups) => _inner.TakeOver(timeMs, greenGroups);

        public async ValueTask<SignalFrame> StepAsync(CancellationToken cancellationToken)
        {
            // The seat empties its input in the step.
            long timeMs = Input.TimeMs;
            _recorder.Record(Input.Transitions);
            SignalFrame frame = await _inner.StepAsync(cancellationToken).ConfigureAwait(false);
            _recorder.Record(frame with { TimeMs = timeMs });
            return frame;
        }

        public ValueTask DisposeAsync() => _log.DisposeAsync();
    }
}
