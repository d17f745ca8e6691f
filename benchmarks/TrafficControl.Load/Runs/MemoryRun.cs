using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Processes;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Runs;

/// <summary>
/// Lets simulated time go by as fast as the server answers, and looks at its memory at equal distances: every controller
/// stops there, so that what is counted is what is kept and not what is under way.
/// </summary>
internal sealed class MemoryRun : IDirectiveSink
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LoadController[] _controllers;
    private readonly ILoadClient _client;
    private readonly bool _flushesEach;
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _welcomes;
    private int _resting;
    private long _limitMs;
    private long _ticks;

    /// <summary>Creates a run that has not begun.</summary>
    /// <param name="shape">What is sent; its seconds and warm-up do not matter.</param>
    /// <param name="scripts">Scripts to share among the controllers.</param>
    /// <param name="client">The link.</param>
    internal MemoryRun(LoadShape shape, IReadOnlyList<TickScript> scripts, ILoadClient client)
    {
        _client = client;
        _flushesEach = shape.UsesGrpcClient;
        _controllers = LoadController.Create(shape.Controllers, scripts);
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="hellos">The Hello of each controller.</param>
    /// <param name="collect">Has the server collect its garbage, and says what it has used then.</param>
    /// <param name="minutes">Simulated minutes, 1 or more.</param>
    /// <param name="looks">How often the memory is looked at, beside at the start; 1 or more.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">The server refused or ended a stream.</exception>
    internal async Task<IReadOnlyList<MemoryRow>> RunAsync(
        IReadOnlyList<byte[]> hellos, Func<CancellationToken, Task<RuntimeSample>> collect, int minutes, int looks,
        CancellationToken cancellation)
    {
        await _client.OpenAsync(hellos, this, cancellation).ConfigureAwait(false);
        await UnlessBrokenAsync(_welcomed.Task.WaitAsync(Patience, cancellation)).ConfigureAwait(false);
        List<MemoryRow> rows = [await LookAsync(collect, 0, cancellation).ConfigureAwait(false)];
        for (int look = 1; look <= looks; look++)
        {
            double until = (double)minutes * look / looks;
            await AdvanceAsync((long)(until * 60_000), cancellation).ConfigureAwait(false);
            rows.Add(await LookAsync(collect, until, cancellation).ConfigureAwait(false));
        }

        return rows;
    }

    /// <inheritdoc/>
    public void OnWelcome(int controller)
    {
        if (Interlocked.Increment(ref _welcomes) == _controllers.Length)
        {
            _welcomed.TrySetResult();
        }
    }

    /// <inheritdoc/>
    public void OnDirective(int controller, in DirectiveView answer, long receivedAt)
    {
        if (_controllers[controller].TryTake(answer, out _, out _))
        {
            Interlocked.Increment(ref _ticks);
            Next(controller, receivedAt, _flushesEach);
        }
    }

    /// <inheritdoc/>
    public void OnEnded(int controller, string reason) => _broken.TrySetException(CliException.Unavailable(
        $"The stream of controller {controller} ended before the run did: {reason}."));

    private async Task AdvanceAsync(long limitMs, CancellationToken cancellation)
    {
        _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _resting, 0);
        Volatile.Write(ref _limitMs, limitMs);
        for (int controller = 0; controller < _controllers.Length; controller++)
        {
            Next(controller, 0, flush: true);
        }

        await UnlessBrokenAsync(_arrived.Task.WaitAsync(cancellation)).ConfigureAwait(false);
    }

    private void Next(int controller, long at, bool flush)
    {
        if (_controllers[controller].NextMs > Volatile.Read(ref _limitMs))
        {
            if (Interlocked.Increment(ref _resting) == _controllers.Length)
            {
                _arrived.TrySetResult();
            }
        }
        else if (!_controllers[controller].TrySend(_client, at, flush))
        {
            _broken.TrySetException(CliException.Unavailable(
                "The server's window is used up; spread the controllers over more connections."));
        }
    }

    private async Task<MemoryRow> LookAsync(
        Func<CancellationToken, Task<RuntimeSample>> collect, double minutes, CancellationToken cancellation)
    {
        RuntimeSample sample = await collect(cancellation).ConfigureAwait(false);
        double kib = 1_024.0 * _controllers.Length;
        return new MemoryRow(
            minutes, sample.Runtime!.LiveBytes / kib, sample.ResidentBytes / kib, Volatile.Read(ref _ticks),
            sample.Runtime.Gen2Collections);
    }

    private async Task UnlessBrokenAsync(Task task) =>
        await (await Task.WhenAny(task, _broken.Task).ConfigureAwait(false)).ConfigureAwait(false);
}
