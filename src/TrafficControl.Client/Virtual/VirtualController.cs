using Grpc.Net.Client;
using TrafficControl.Client.Link;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Client.Virtual;

/// <summary>
/// A controller in software: drives its signal heads through <see cref="GuardedController"/>, follows the engine while
/// directives are valid, runs its local plan when they are not, and reconnects by itself. Its members are called by one
/// thread; the link lives on others.
/// </summary>
public sealed class VirtualController : IAsyncDisposable
{
    // A link that holds this long was not refused, replaced or cut at once.
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(10);

    private readonly ControllerOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly CancellationTokenSource _disposed = new();
    private long _connectedAt;
    private long _refusedAt;
    private int _failedAttempts;
    private readonly GuardedController _controller;
    private readonly Directive _directive;
    private readonly Directive _incoming;
    private readonly Directive _received;
    private readonly Lock _receivedLock = new();
    private GrpcChannel _channel;
    private ControllerLink? _link;
    private ControllerLink? _losing;
    private Task _connecting = Task.CompletedTask;
    private bool _hasDirective;
    private bool _hasReceived;

    /// <summary>Creates a controller that is dark and not connected.</summary>
    /// <param name="intersection">Its intersection.</param>
    /// <param name="options">How it talks to the engine.</param>
    /// <param name="time">Clock for real time, time-outs and backoff.</param>
    /// <param name="jitter">Source of the backoff's jitter.</param>
    public VirtualController(
        Intersection intersection, ControllerOptions options, TimeProvider? time = null, Random? jitter = null)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(options);
        Intersection = intersection;
        _options = options;
        _time = time ?? TimeProvider.System;
        _jitter = jitter ?? new Random();
        _controller = new GuardedController(intersection);
        _directive = new Directive(intersection.Groups.Length);
        _incoming = new Directive(intersection.Groups.Length);
        _received = new Directive(intersection.Groups.Length);
        _channel = OpenChannel(options.Address);
    }

    /// <summary>The intersection.</summary>
    public Intersection Intersection { get; }

    /// <summary>
    /// What the next step will take in: the caller sets its time and adds transitions, counts and button calls.
    /// </summary>
    public ControllerTick Input { get; } = new();

    /// <summary>What is shown.</summary>
    public SignalFrame Frame => _controller.Frame;

    /// <summary>What is obeyed.</summary>
    public LocalMode Mode => _controller.Mode;

    /// <summary>The controller proper, with its monitor.</summary>
    public GuardedController Controller => _controller;

    /// <summary>How it stands with the engine.</summary>
    public LinkStatus Status { get; private set; }

    /// <summary>Why the link was last lost or refused; empty: it never was.</summary>
    public string LastError { get; private set; } = "";

    /// <summary>The last directive taken in, filled again by the next one; null: none yet.</summary>
    public Directive? LastDirective => _hasDirective ? _directive : null;

    /// <summary>Sequence of the last directive taken in; 0: none.</summary>
    public long LastDirectiveSequence { get; private set; }

    /// <summary>Number of streams opened so far.</summary>
    public int Sessions { get; private set; }

    /// <summary>Starts from dark: all red, then the local plan or a directive.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    public void StartUp(long timeMs) => _controller.StartUp(timeMs);

    /// <summary>Takes over signals that are already running.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="groups">Groups with right of way; free of conflict.</param>
    public void StartIn(long timeMs, ulong groups) => _controller.StartIn(timeMs, groups);

    /// <summary>Waits until the link is up, trying again with backoff.</summary>
    /// <param name="cancellation">Gives up waiting; attempts go on.</param>
    /// <exception cref="LinkLostException">The engine refused for good.</exception>
    public async Task ConnectAsync(CancellationToken cancellation)
    {
        StartConnecting();
        await _connecting.WaitAsync(cancellation).ConfigureAwait(false);
        if (Status == LinkStatus.Refused)
        {
            throw new LinkLostException(LastError, isPermanent: true);
        }
    }

    /// <summary>
    /// Moves on to the time of <see cref="Input"/>: in simulated time after the engine has answered, in real time with
    /// the last directive received. Never fails for want of an engine; starts to reconnect instead.
    /// </summary>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>What is shown from now on.</returns>
    public async ValueTask<SignalFrame> StepAsync(CancellationToken cancellation)
    {
        Input.Signals = _controller.Frame;
        Input.Mode = _controller.Mode;
        if (Volatile.Read(ref _link) is { } link)
        {
            try
            {
                if (_options.IsSimulated)
                {
                    await link.ExchangeAsync(Input, _incoming, cancellation).ConfigureAwait(false);
                    Take(_incoming);
                }
                else
                {
                    await link.SendAsync(Input, cancellation).ConfigureAwait(false);
                }
            }
            catch (LinkLostException exception)
            {
                await LoseAsync(link, exception).ConfigureAwait(false);
            }
        }

        if (Volatile.Read(ref _link) is null)
        {
            StartConnecting();
        }

        TakeReceived();
        await DropSilentEngineAsync().ConfigureAwait(false);
        TakePlan();
        SignalFrame frame = _controller.Advance(Input, _hasDirective ? _directive : null);
        Input.Clear();
        return frame;
    }

    /// <summary>
    /// Runs in real time until cancelled: every 100 ms reads the field, steps, and shows the frame. Event time starts
    /// at the wall clock and then runs evenly; when the wall clock is set, event time drifts towards it by one per
    /// cent, so that no interval is cut or frozen.
    /// </summary>
    /// <param name="readField">Adds what the detectors saw since the last call to the tick.</param>
    /// <param name="show">Shows a frame on the heads.</param>
    /// <param name="cancellation">Ends the run.</param>
    public async Task RunAsync(Action<ControllerTick> readField, Action<SignalFrame> show, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(readField);
        ArgumentNullException.ThrowIfNull(show);
        SteadyClock clock = new(_time);
        StartUp(clock.NowMs());
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(100), _time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation).ConfigureAwait(false))
            {
                Input.TimeMs = clock.NowMs();
                readField(Input);
                show(await StepAsync(cancellation).ConfigureAwait(false));
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The run was asked to end.
        }
    }

    /// <summary>Leaves the engine on purpose, so that it need not wait for the lease.</summary>
    /// <param name="reason">Why; for people.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task LeaveAsync(string reason, CancellationToken cancellation)
    {
        if (Volatile.Read(ref _link) is { } link)
        {
            Volatile.Write(ref _link, null);
            Status = LinkStatus.Disconnected;
            await link.GoodbyeAsync(reason, cancellation).ConfigureAwait(false);
            await link.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Drops the stream without a goodbye, as a cut cable does.</summary>
    public async Task DropAsync()
    {
        if (Volatile.Read(ref _link) is { } link)
        {
            await LoseAsync(link, new LinkLostException("The stream was dropped.", isPermanent: false)).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _disposed.CancelAsync().ConfigureAwait(false);
        await _connecting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Volatile.Read(ref _link) is { } link)
        {
            await link.DisposeAsync().ConfigureAwait(false);
        }

        _channel.Dispose();
        _disposed.Dispose();
    }

    private void StartConnecting()
    {
        bool mayTry = Status != LinkStatus.Refused || _time.GetElapsedTime(_refusedAt) >= _options.Reconnect.MaxDelay;
        if (Volatile.Read(ref _link) is null && _connecting.IsCompleted && mayTry && !_disposed.IsCancellationRequested)
        {
            Status = LinkStatus.Connecting;
            _connecting = ConnectWithBackoffAsync(_disposed.Token);
        }
    }

    private async Task ConnectWithBackoffAsync(CancellationToken cancellation)
    {
        while (true)
        {
            // The first attempt of all is made at once; after a loss even the first one waits.
            if (_failedAttempts > 0 || Sessions > 0)
            {
                TimeSpan delay = _options.Reconnect.DelayBefore(_failedAttempts, _jitter);
                await Task.Delay(delay, _time, cancellation).ConfigureAwait(false);
            }

            try
            {
                ControllerLink link = await ControllerLink.ConnectAsync(
                    _channel, Intersection, _options, LastDirectiveSequence, _time, cancellation).ConfigureAwait(false);
                Sessions++;
                _connectedAt = _time.GetTimestamp();
                Volatile.Write(ref _link, link);
                Status = LinkStatus.Connected;
                if (!_options.IsSimulated)
                {
                    _ = ReceiveAllAsync(link, cancellation);
                }

                return;
            }
            catch (LinkLostException exception)
            {
                _failedAttempts++;
                LastError = exception.Message;
                if (exception.IsPermanent)
                {
                    Refuse();
                    return;
                }
            }
        }
    }

    /// <summary>
    /// The engine may be given the right file or identifier later, so a refusal only slows the attempts down to the
    /// longest delay.
    /// </summary>
    private void Refuse()
    {
        _refusedAt = _time.GetTimestamp();
        Status = LinkStatus.Refused;
    }

    private async Task ReceiveAllAsync(ControllerLink link, CancellationToken cancellation)
    {
        Directive next = new(Intersection.Groups.Length);
        try
        {
            while (true)
            {
                await link.ReceiveAsync(next, cancellation).ConfigureAwait(false);
                lock (_receivedLock)
                {
                    _received.CopyFrom(next);
                    _hasReceived = true;
                }
            }
        }
        catch (LinkLostException exception)
        {
            await LoseAsync(link, exception).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The controller is being disposed.
        }
        catch (Exception exception)
        {
            // Nobody awaits this loop: whatever ends it must free the controller to connect again.
            await LoseAsync(link, new LinkLostException($"Receiving failed: {exception.Message}", isPermanent: false, exception))
                .ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// An engine that takes ticks but has let its last directive expire does not serve this controller any more.
    /// </summary>
    private async ValueTask DropSilentEngineAsync()
    {
        if (!_options.IsSimulated && Volatile.Read(ref _link) is { } link
            && _time.GetElapsedTime(_connectedAt) >= StableAfter
            && (!_hasDirective || _directive.ValidUntilMs < Input.TimeMs))
        {
            await LoseAsync(link, new LinkLostException("The engine let its last directive expire.", isPermanent: false))
                .ConfigureAwait(false);
        }
    }

    private void TakeReceived()
    {
        lock (_receivedLock)
        {
            if (_hasReceived)
            {
                _hasReceived = false;
                Take(_received);
            }
        }
    }

    /// <summary>
    /// Runs the plan the engine last told it to. A plan that the file does not have cannot come from the same file.
    /// </summary>
    private void TakePlan()
    {
        if (Volatile.Read(ref _link)?.PlanUpdate is { IsLocalPlan: true } update && update.PlanId != _controller.LocalPlan.Definition.Id)
        {
            int plan = Intersection.FindPlan(update.PlanId);
            if (plan >= 0)
            {
                _controller.SelectLocalPlan(Intersection.Plans[plan]);
            }
        }
    }

    private void Take(Directive directive)
    {
        _directive.CopyFrom(directive);
        _hasDirective = true;
        LastDirectiveSequence = directive.Sequence;
    }

    private async Task LoseAsync(ControllerLink link, LinkLostException exception)
    {
        // The sending and the receiving side may both find out; the first one cleans up.
        if (Interlocked.Exchange(ref _losing, link) == link || !ReferenceEquals(Volatile.Read(ref _link), link))
        {
            return;
        }

        LastError = exception.Message;

        // A link that held for a while was sound: start the backoff anew. One that is lost again and again (another
        // controller with the same identifier takes it over) must back off further each time.
        _failedAttempts = _time.GetElapsedTime(_connectedAt) >= StableAfter ? 0 : _failedAttempts + 1;
        if (link.RedirectAddress is { } address && Uri.TryCreate(address, UriKind.Absolute, out Uri? uri))
        {
            GrpcChannel old = _channel;
            _channel = OpenChannel(uri);
            old.Dispose();
        }

        if (exception.IsPermanent)
        {
            Refuse();
        }
        else
        {
            Status = LinkStatus.Disconnected;
        }

        Volatile.Write(ref _link, null);
        await link.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Pings find out that the other end has gone when no answer comes at all, as after a cut cable.</summary>
    private static GrpcChannel OpenChannel(Uri address) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new SocketsHttpHandler
        {
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = TimeSpan.FromSeconds(5),
            KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        },
        DisposeHttpClient = true,
    });
}
