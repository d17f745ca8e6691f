using System.Diagnostics;
using TrafficControl.Cli.Terminal;
using TrafficControl.Load.Measuring;
using TrafficControl.Load.Processes;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Runs;

/// <summary>
/// One run: all controllers connect, send by their scripts and take answers. The latency of a paced run counts from the
/// moment a tick should have left, so that a stall counts for every tick it held up (no coordinated omission, G. Tene).
/// </summary>
internal sealed class LoadRun : IDirectiveSink
{
    /// <summary>An answer later than this came too late: the next tick was due.</summary>
    internal const double DeadlineMs = 100;

    private const double RetryMs = 1;
    private const double LeadMs = 300;
    private const double GraceMs = 2_000;
    private static readonly TimeSpan WelcomePatience = TimeSpan.FromSeconds(60);

    private readonly LoadShape _shape;
    private readonly LoadController[] _controllers;
    private readonly ILoadClient _client;
    private readonly LogLinearHistogram _latencies = new();
    private readonly TaskCompletionSource _welcomed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _welcomes;
    private long _fromAt = long.MaxValue;
    private long _untilAt = long.MaxValue;
    private long _sent;
    private long _answered;
    private long _finished;
    private long _late;
    private long _wrong;
    private bool _isOver;

    /// <summary>Creates a run that has not begun.</summary>
    /// <param name="shape">What is sent.</param>
    /// <param name="scripts">Scripts to share among the controllers.</param>
    /// <param name="client">The link.</param>
    internal LoadRun(LoadShape shape, IReadOnlyList<TickScript> scripts, ILoadClient client)
    {
        _shape = shape;
        _client = client;
        _controllers = LoadController.Create(shape.Controllers, scripts);
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="hellos">The Hello of each controller.</param>
    /// <param name="served">The server, if it is ours to ask; null: what it uses cannot be told.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="CliException">The server refused or ended a stream.</exception>
    internal async Task<LoadMeasurement> RunAsync(
        IReadOnlyList<byte[]> hellos, ServedProcess? served, CancellationToken cancellation)
    {
        await OpenAsync(hellos, cancellation).ConfigureAwait(false);
        long startAt = Stopwatch.GetTimestamp() + PreciseWait.FromMilliseconds(LeadMs);
        _untilAt = startAt + PreciseWait.FromMilliseconds((_shape.WarmupSeconds + _shape.Seconds) * 1_000.0);
        Volatile.Write(ref _fromAt, startAt + PreciseWait.FromMilliseconds(_shape.WarmupSeconds * 1_000.0));
        Task sending = StartSending(startAt, cancellation);
        await WaitUntilAsync(_fromAt, cancellation).ConfigureAwait(false);
        GeneratorSample ownBefore = GeneratorSample.Now();
        RuntimeSample? before = served?.Sample();
        await WaitUntilAsync(_untilAt, cancellation).ConfigureAwait(false);
        RuntimeSample? after = served?.Sample();
        GeneratorSample ownAfter = GeneratorSample.Now();
        await sending.ConfigureAwait(false);
        await WaitForAnswersAsync(cancellation).ConfigureAwait(false);
        _isOver = true;
        RecordUnanswered();

        // With all streams open, so that what a session keeps is counted.
        RuntimeSample? collected = served is null ? null : await served.CollectAsync(cancellation).ConfigureAwait(false);
        return new LoadMeasurement
        {
            Latencies = _latencies,
            Sent = _sent,
            Answered = Volatile.Read(ref _answered),
            Finished = Volatile.Read(ref _finished),
            Missed = Volatile.Read(ref _late) + (_shape.AnswersEvery ? _sent - Volatile.Read(ref _answered) : 0),
            Wrong = Volatile.Read(ref _wrong),
            Before = before,
            After = after,
            Collected = collected,
            GeneratorCpu = ownAfter.Cpu - ownBefore.Cpu,
            GeneratorCollections = ownAfter.Collections - ownBefore.Collections,
        };
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
        if (!_controllers[controller].TryTake(answer, out long intendedAt, out bool isWrong))
        {
            return;
        }

        Count(intendedAt, receivedAt, isWrong);
        if (_shape.IsSaturated && receivedAt < Volatile.Read(ref _untilAt))
        {
            SendAtOnce(controller, Stopwatch.GetTimestamp(), flush: _shape.UsesGrpcClient);
        }
    }

    /// <inheritdoc/>
    public void OnEnded(int controller, string reason)
    {
        if (!_isOver)
        {
            _broken.TrySetException(CliException.Unavailable(
                $"The stream of controller {controller} ended before the run did: {reason}."));
        }
    }

    private async Task OpenAsync(IReadOnlyList<byte[]> hellos, CancellationToken cancellation)
    {
        try
        {
            await _client.OpenAsync(hellos, this, cancellation).ConfigureAwait(false);
            Task first = await Task.WhenAny(_welcomed.Task, _broken.Task).WaitAsync(WelcomePatience, cancellation)
                .ConfigureAwait(false);
            await first.ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is TimeoutException or System.Net.Sockets.SocketException or IOException)
        {
            throw CliException.Unavailable(
                $"--server: {Volatile.Read(ref _welcomes)} of {_controllers.Length} controllers were taken in: {exception.Message}; "
                + "serve the files of 'trafficcontrol-load intersections' there.",
                exception);
        }
    }

    private Task StartSending(long startAt, CancellationToken cancellation)
    {
        if (_shape.IsSaturated)
        {
            for (int i = 0; i < _controllers.Length; i++)
            {
                SendAtOnce(i, Stopwatch.GetTimestamp(), flush: true);
            }

            return Task.CompletedTask;
        }

        // A thread of its own: pacing must not wait for a turn in the pool that takes the answers.
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Thread pacer = new(() =>
        {
            Pace(startAt, cancellation);
            done.SetResult();
        })
        {
            IsBackground = true,
            Name = "pacer",
            Priority = ThreadPriority.Highest,
        };
        pacer.Start();
        return done.Task;
    }

    private void Pace(long startAt, CancellationToken cancellation)
    {
        long[] firstAt = [.. Enumerable.Range(0, _controllers.Length).Select(i =>
            startAt + PreciseWait.FromMilliseconds(i * (double)_shape.StaggerMs / _controllers.Length))];
        PriorityQueue<int, long> due = new(_controllers.Length);
        for (int i = 0; i < _controllers.Length; i++)
        {
            due.Enqueue(i, IntendedAt(i, firstAt[i]));
        }

        long giveUpAt = _untilAt + PreciseWait.FromMilliseconds(GraceMs);
        while (due.TryPeek(out int controller, out long wakeAt) && !cancellation.IsCancellationRequested && !_broken.Task.IsFaulted)
        {
            PreciseWait.Until(wakeAt);
            if (Stopwatch.GetTimestamp() < wakeAt)
            {
                continue;
            }

            long intendedAt = IntendedAt(controller, firstAt[controller]);
            if (intendedAt >= _untilAt)
            {
                due.Dequeue();
                continue;
            }

            bool isSent = _controllers[controller].TrySend(_client, intendedAt, flush: true);
            long nextAt = isSent ? IntendedAt(controller, firstAt[controller]) : wakeAt + PreciseWait.FromMilliseconds(RetryMs);
            if (isSent || wakeAt >= giveUpAt)
            {
                // A tick the link never took counts as sent and is not answered.
                _sent += intendedAt >= _fromAt ? 1 : 0;
            }

            _ = isSent || wakeAt < giveUpAt ? due.DequeueEnqueue(controller, nextAt) : due.Dequeue();
        }
    }

    private long IntendedAt(int controller, long firstAt) =>
        firstAt + PreciseWait.FromMilliseconds(_controllers[controller].NextMs);

    private void SendAtOnce(int controller, long at, bool flush)
    {
        if (_controllers[controller].TrySend(_client, at, flush))
        {
            if (at >= Volatile.Read(ref _fromAt) && at < _untilAt)
            {
                Interlocked.Increment(ref _sent);
            }
        }
        else if (!_isOver)
        {
            // With one tick under way a stream cannot use up its window; a connection of many could.
            _broken.TrySetException(CliException.Unavailable(
                "The server's window is used up; spread the controllers over more connections."));
        }
    }

    private void Count(long intendedAt, long receivedAt, bool isWrong)
    {
        if (isWrong)
        {
            Interlocked.Increment(ref _wrong);
        }

        long from = Volatile.Read(ref _fromAt);
        if (receivedAt >= from && receivedAt < _untilAt)
        {
            Interlocked.Increment(ref _finished);
        }

        if (intendedAt >= from && intendedAt < _untilAt)
        {
            long latencyNs = PreciseWait.ToNanoseconds(receivedAt - intendedAt);
            _latencies.Record(latencyNs);
            Interlocked.Increment(ref _answered);
            if (latencyNs > DeadlineMs * 1_000_000)
            {
                Interlocked.Increment(ref _late);
            }
        }
    }

    /// <summary>
    /// A tick that is never answered has waited until now at least: left out, the worst stalls would look like none.
    /// </summary>
    private void RecordUnanswered()
    {
        if (_shape.IsSaturated || !_shape.AnswersEvery)
        {
            return;
        }

        long now = Stopwatch.GetTimestamp();
        foreach (long intendedAt in _controllers.SelectMany(controller => controller.Unanswered()))
        {
            if (intendedAt >= _fromAt && intendedAt < _untilAt)
            {
                _latencies.Record(PreciseWait.ToNanoseconds(now - intendedAt));
            }
        }
    }

    private async Task WaitUntilAsync(long moment, CancellationToken cancellation)
    {
        TimeSpan rest = TimeSpan.FromMicroseconds(PreciseWait.ToNanoseconds(moment - Stopwatch.GetTimestamp()) / 1_000.0);
        Task waiting = Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, cancellation);
        await (await Task.WhenAny(waiting, _broken.Task).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task WaitForAnswersAsync(CancellationToken cancellation)
    {
        long giveUpAt = Stopwatch.GetTimestamp() + PreciseWait.FromMilliseconds(GraceMs);
        while (Volatile.Read(ref _answered) < _sent && Stopwatch.GetTimestamp() < giveUpAt)
        {
            await Task.Delay(10, cancellation).ConfigureAwait(false);
        }
    }

    private readonly record struct GeneratorSample(TimeSpan Cpu, int Collections)
    {
        internal static GeneratorSample Now() => new(Environment.CpuUsage.TotalTime, GC.CollectionCount(0));
    }
}
