using Grpc.Core;
using Grpc.Net.Client;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Client.Link;

/// <summary>
/// One stream between a controller and the engine, from its Welcome until it is lost or disposed. One thread sends, one
/// receives; they may be the same. Messages are filled again for every tick.
/// </summary>
public sealed class ControllerLink : IAsyncDisposable
{
    // Enough ticks for the longest time an answer can be under way: forecasts are said from the time of the tick they
    // answer.
    private const int RememberedTicks = 64;

    private readonly AsyncDuplexStreamingCall<V1.ConnectRequest, V1.ConnectResponse> _call;
    private readonly TimeSpan _answerTimeout;
    private readonly TimeProvider _time;
    private readonly V1.Tick _tickMessage = new();
    private readonly V1.ConnectRequest _request;
    private readonly long[] _tickTimesMs = new long[RememberedTicks];
    private long _sequence;

    private ControllerLink(
        AsyncDuplexStreamingCall<V1.ConnectRequest, V1.ConnectResponse> call, ControllerOptions options, TimeProvider time)
    {
        _call = call;
        _answerTimeout = options.AnswerTimeout;
        _time = time;
        _request = new V1.ConnectRequest { Tick = _tickMessage };
    }

    /// <summary>Identifier of the session.</summary>
    public string SessionId { get; private set; } = "";

    /// <summary>Time between ticks when nothing happens, milliseconds.</summary>
    public int TickPeriodMs { get; private set; }

    /// <summary>Silence after which the engine calls the controller offline, milliseconds.</summary>
    public int LeaseMs { get; private set; }

    /// <summary>Identifier of the plan the engine runs.</summary>
    public string PlanId { get; private set; } = "";

    /// <summary>The plan the engine last told the controller to run by itself, or null.</summary>
    public TimingPlanUpdate? PlanUpdate { get; private set; }

    /// <summary>Address of the node that serves this intersection from now on, or null.</summary>
    public string? RedirectAddress { get; private set; }

    /// <summary>Opens a stream and waits for the Welcome.</summary>
    /// <param name="channel">Channel to the engine.</param>
    /// <param name="intersection">The controller's intersection.</param>
    /// <param name="options">How to talk.</param>
    /// <param name="lastDirective">Sequence of the last directive seen; 0: none.</param>
    /// <param name="time">Clock for the time-out.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkLostException">The engine is not reachable, or refused.</exception>
    public static async Task<ControllerLink> ConnectAsync(
        GrpcChannel channel, Intersection intersection, ControllerOptions options, long lastDirective, TimeProvider time,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(channel);
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(options);
        V1.ControllerService.ControllerServiceClient client = new(channel);
        ControllerLink link = new(client.Connect(cancellationToken: CancellationToken.None), options, time);
        try
        {
            string digest = IntersectionFile.Digest(intersection.Definition);
            V1.Hello hello = new()
            {
                IntersectionId = intersection.Id,
                FileDigest = digest,
                ProtocolVersion = ControllerOptions.ProtocolVersion,
                ClockMode = options.IsSimulated ? V1.ClockMode.Simulated : V1.ClockMode.RealTime,
                ActuationLevel = options.ObeysPlansOnly ? V1.ActuationLevel.Plan : V1.ActuationLevel.Groups,
                Vendor = options.Vendor,
                Software = options.Software,
                LastDirectiveSequence = lastDirective,
            };
            await link.WithTimeoutAsync(
                token => link._call.RequestStream.WriteAsync(new V1.ConnectRequest { Hello = hello }, token), cancellation)
                .ConfigureAwait(false);
            V1.ConnectResponse response = await link.NextAsync(cancellation).ConfigureAwait(false);
            link.Accept(response.Welcome, intersection, digest);
            return link;
        }
        catch
        {
            await link.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a tick. Its sequence number is set here.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkLostException">The link is lost.</exception>
    public Task SendAsync(ControllerTick tick, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tick);
        tick.Sequence = ++_sequence;
        _tickTimesMs[_sequence % RememberedTicks] = tick.TimeMs;
        TickMapper.Fill(tick, _tickMessage);
        return WithTimeoutAsync(token => _call.RequestStream.WriteAsync(_request, token), cancellation);
    }

    /// <summary>Waits for the next directive. Plan updates and redirects on the way are taken note of.</summary>
    /// <param name="directive">Filled with it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkLostException">The link is lost, or the engine sent the controller elsewhere.</exception>
    public async Task ReceiveAsync(Directive directive, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(directive);
        while (true)
        {
            if (!await GuardAsync(() => _call.ResponseStream.MoveNext(cancellation)).ConfigureAwait(false))
            {
                throw new LinkLostException("The engine ended the stream; reconnect.", isPermanent: false);
            }

            if (TakeIn(_call.ResponseStream.Current, directive))
            {
                return;
            }
        }
    }

    /// <summary>Sends a tick and waits for the directive that answers it: lock-step simulation.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="directive">Filled with the answer.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LinkLostException">The link is lost, or no answer came in time.</exception>
    public async Task ExchangeAsync(ControllerTick tick, Directive directive, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(tick);
        await SendAsync(tick, cancellation).ConfigureAwait(false);
        do
        {
            V1.ConnectResponse response = await NextAsync(cancellation).ConfigureAwait(false);
            TakeIn(response, directive);
        }
        while (directive.TickSequence != tick.Sequence);
    }

    /// <summary>
    /// Says goodbye and waits until the engine has ended the stream, so that it need not wait for the lease.
    /// </summary>
    /// <param name="reason">Why; for people.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task GoodbyeAsync(string reason, CancellationToken cancellation)
    {
        V1.ConnectRequest request = new() { Goodbye = new V1.Goodbye { Reason = reason } };
        await WithTimeoutAsync(token => _call.RequestStream.WriteAsync(request, token), cancellation).ConfigureAwait(false);
        await GuardAsync(async () =>
        {
            await _call.RequestStream.CompleteAsync().ConfigureAwait(false);
            return true;
        }).ConfigureAwait(false);
        await WithTimeoutAsync(DrainAsync, cancellation).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task DrainAsync(CancellationToken cancellation)
    {
        while (await _call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
        {
            // Answers to ticks sent before the goodbye are of no use any more.
        }
    }

    private void Accept(V1.Welcome? welcome, Intersection intersection, string digest)
    {
        if (welcome is null)
        {
            throw new LinkLostException("The engine did not answer the Hello with a Welcome.", isPermanent: true);
        }

        if (welcome.FileDigest.Length > 0 && welcome.FileDigest != digest)
        {
            throw new LinkLostException(
                $"The engine's file for '{intersection.Id}' has digest {welcome.FileDigest}, the controller's {digest}; " +
                "masks would mean different groups. Give both the same file.",
                isPermanent: true);
        }

        SessionId = welcome.SessionId;
        TickPeriodMs = welcome.TickPeriodMs;
        LeaseMs = welcome.LeaseMs;
        PlanId = welcome.PlanId;
    }

    /// <summary>Takes in a message; true when it was a directive.</summary>
    private bool TakeIn(V1.ConnectResponse response, Directive directive)
    {
        switch (response.MessageCase)
        {
            case V1.ConnectResponse.MessageOneofCase.Directive:
                long tickTimeMs = _tickTimesMs[Math.Abs(response.Directive.TickSequence % RememberedTicks)];
                DirectiveMapper.Fill(response.Directive, tickTimeMs, directive);
                return true;
            case V1.ConnectResponse.MessageOneofCase.PlanUpdate:
                PlanUpdate = new TimingPlanUpdate(response.PlanUpdate.Plan?.Id ?? "", response.PlanUpdate.IsLocalPlan);
                return false;
            case V1.ConnectResponse.MessageOneofCase.Redirect:
                RedirectAddress = response.Redirect.Address;
                throw new LinkLostException($"The engine sent the controller to {RedirectAddress}.", isPermanent: false);
            default:
                return false;
        }
    }

    private async Task<V1.ConnectResponse> NextAsync(CancellationToken cancellation)
    {
        bool has = false;
        await WithTimeoutAsync(
            async token => has = await _call.ResponseStream.MoveNext(token).ConfigureAwait(false), cancellation)
            .ConfigureAwait(false);
        return has
            ? _call.ResponseStream.Current
            : throw new LinkLostException("The engine ended the stream; reconnect.", isPermanent: false);
    }

    private Task<bool> WithTimeoutAsync(Func<CancellationToken, Task> action, CancellationToken cancellation) =>
        GuardAsync(async () =>
        {
            Task task = action(cancellation);
            if (!task.IsCompletedSuccessfully)
            {
                await task.WaitAsync(_answerTimeout, _time, cancellation).ConfigureAwait(false);
            }

            return true;
        });

    /// <summary>Turns what the transport throws into one exception that says whether to try again.</summary>
    private static async Task<T> GuardAsync<T>(Func<Task<T>> action)
    {
        try
        {
            return await action().ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            bool permanent = exception.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound
                or StatusCode.Unauthenticated or StatusCode.PermissionDenied or StatusCode.Unimplemented;
            throw new LinkLostException(
                $"{exception.StatusCode}: {exception.Status.Detail}", permanent, exception);
        }
        catch (Exception exception) when (exception is TimeoutException or IOException or InvalidOperationException)
        {
            throw new LinkLostException($"No answer from the engine: {exception.Message}", isPermanent: false, exception);
        }
    }
}
