using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Snapshots;
using TrafficControl.Server.Hosting;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// The controller link: one read loop per stream advances the engine and writes the directive straight back, with no
/// queue and no thread hop in between.
/// </summary>
internal sealed class ControllerLinkService : ControllerLinkBase
{
    private const int ProtocolVersion = 1;

    // Ten directives a second for a thousand centuries: a larger number is not one that was received.
    private const long MaxDirectiveSequence = 1L << 45;

    private readonly SessionDirectory _sessions;
    private readonly ServerOptions _options;
    private readonly ILogger<ControllerLinkService> _logger;
    private readonly CancellationToken _stopping;

    public ControllerLinkService(
        SessionDirectory sessions, IOptions<ServerOptions> options, IHostApplicationLifetime lifetime,
        ILogger<ControllerLinkService> logger)
    {
        _sessions = sessions;
        _options = options.Value;
        _logger = logger;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <inheritdoc/>
    public override async Task Connect(
        IAsyncStreamReader<V1.ConnectRequest> requestStream, IServerStreamWriter<V1.ConnectResponse> responseStream,
        ServerCallContext context)
    {
        using CancellationTokenSource ended =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stopping);
        V1.Hello hello = await ReadHelloAsync(requestStream, ended.Token).ConfigureAwait(false);
        SessionSlot slot = _sessions.Find(hello.IntersectionId)
            ?? throw RpcErrors.UnknownIntersection("hello.intersection_id", hello.IntersectionId);
        string id = hello.IntersectionId;
        ControllerSession? session = null;
        try
        {
            session = await slot.EnterAsync(ended.Token).ConfigureAwait(false);
            LinkLog.Connected(_logger, id, session.Id, hello.Vendor, hello.Software);
            await ServeAsync(new LinkStreams(requestStream, responseStream), hello, slot, session).ConfigureAwait(false);
        }
        catch (RpcException exception)
        {
            LinkLog.Refused(_logger, id, exception.Status.Detail);
            throw;
        }
        catch (InvalidProtocolBufferException exception)
        {
            LinkLog.Refused(_logger, id, exception.Message);
            throw RpcErrors.InvalidArgument("message: the bytes are not a ConnectRequest; generate the client from controller_service.proto.");
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // Without a session it was replaced while it waited for its turn, unless the client itself has gone.
            if (session is { IsReplaced: true } || (session is null && !ended.IsCancellationRequested))
            {
                slot.Engine.Counters.CountReplacedSession();
                LinkLog.Replaced(_logger, id);
                throw RpcErrors.Replaced();
            }

            LinkLog.Lost(_logger, id, exception.Message);
            if (_stopping.IsCancellationRequested)
            {
                throw RpcErrors.Stopping();
            }
        }
        finally
        {
            session?.Dispose();
        }
    }

    private static async Task<V1.Hello> ReadHelloAsync(
        IAsyncStreamReader<V1.ConnectRequest> requests, CancellationToken cancellation)
    {
        bool hasMessage;
        try
        {
            hasMessage = await requests.MoveNext(cancellation).ConfigureAwait(false);
        }
        catch (InvalidProtocolBufferException)
        {
            hasMessage = false;
        }

        if (!hasMessage || requests.Current.Hello is not { } hello)
        {
            throw RpcErrors.InvalidArgument("message: the first message of a stream must be a hello.");
        }

        if (hello.IntersectionId.Length == 0)
        {
            throw RpcErrors.InvalidArgument("hello.intersection_id is empty; name the controller's intersection.");
        }

        if (hello.ProtocolVersion != ProtocolVersion)
        {
            throw RpcErrors.WrongProtocol(hello.ProtocolVersion, ProtocolVersion);
        }

        if (hello.LastDirectiveSequence is < 0 or > MaxDirectiveSequence)
        {
            throw RpcErrors.InvalidArgument("hello.last_directive_sequence must be 0, or the sequence of a directive received.");
        }

        return hello.ClockMode is < V1.ClockMode.Unspecified or > V1.ClockMode.Simulated
            || hello.ActuationLevel is < V1.ActuationLevel.Unspecified or > V1.ActuationLevel.Plan
            ? throw RpcErrors.InvalidArgument("hello.clock_mode or hello.actuation_level is not a value this version knows.")
            : hello;
    }

    private async Task ServeAsync(LinkStreams streams, V1.Hello hello, SessionSlot slot, ControllerSession session)
    {
        IntersectionEngine engine = slot.Engine;
        engine.BeginSession_TickThreadOnly(hello.LastDirectiveSequence);
        await streams.Responses.WriteAsync(MakeWelcome(hello, engine, session), session.Cancellation).ConfigureAwait(false);
        engine.PublishConnection(ConnectionState.Online);
        bool plansOnly = hello.ActuationLevel == V1.ActuationLevel.Plan;
        TickPump pump = new(engine, hello.ClockMode == V1.ClockMode.Simulated, plansOnly, _options.DirectiveValidityMs);
        while (await streams.Requests.MoveNext(session.Cancellation).ConfigureAwait(false))
        {
            slot.MarkHeard();
            V1.ConnectRequest request = streams.Requests.Current;
            switch (request.MessageCase)
            {
                case V1.ConnectRequest.MessageOneofCase.Tick:
                    if (pump.NextPlanUpdate() is { } update)
                    {
                        await streams.Responses.WriteAsync(update, session.Cancellation).ConfigureAwait(false);
                    }

                    if (pump.Answer(request.Tick) is { } response)
                    {
                        await streams.Responses.WriteAsync(response, session.Cancellation).ConfigureAwait(false);
                    }

                    pump.Publish();
                    RequestReader.Return(request);
                    break;
                case V1.ConnectRequest.MessageOneofCase.Goodbye:
                    LinkLog.Goodbye(_logger, engine.Intersection.Id, request.Goodbye.Reason);
                    engine.PublishConnection(ConnectionState.Disconnected);
                    return;
                default:
                    throw RpcErrors.InvalidArgument("message: after the hello, send ticks or a goodbye.");
            }
        }
    }

    private V1.ConnectResponse MakeWelcome(V1.Hello hello, IntersectionEngine engine, ControllerSession session)
    {
        string digest = IntersectionFile.Digest(engine.Intersection.Definition);
        V1.Welcome welcome = new()
        {
            SessionId = session.Id,
            TickPeriodMs = _options.TickPeriodMs,
            LeaseMs = _options.LeaseMs,
            FileDigest = digest,
            PlanId = engine.Snapshot.Plan.Definition.Id,
        };
        if (hello.FileDigest != digest)
        {
            welcome.Intersection = IntersectionMapper.ToMessage(engine.Intersection.Definition);
        }

        return new V1.ConnectResponse { Welcome = welcome };
    }

    private readonly record struct LinkStreams(
        IAsyncStreamReader<V1.ConnectRequest> Requests, IServerStreamWriter<V1.ConnectResponse> Responses);
}
