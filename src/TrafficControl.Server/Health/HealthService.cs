using System.Threading.Channels;
using Grpc.Core;
using TrafficControl.Protocol.Health.V1;
using HealthBase = TrafficControl.Protocol.Health.V1.Health.HealthBase;
using ServingStatus = TrafficControl.Protocol.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace TrafficControl.Server.Health;

/// <summary>
/// Serves <c>grpc.health.v1</c> from statuses that the server sets. One instance for the process; every member may be
/// called from any thread, and setting a status never waits for a watcher.
/// </summary>
internal sealed class HealthService : HealthBase
{
    /// <summary>The name that stands for the server as a whole.</summary>
    public const string WholeServer = "";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Channel<ServingStatus>>> _watchers = new(StringComparer.Ordinal);
    private bool _isShutDown;

    /// <summary>Makes a service that knows only the server as a whole, which is not serving yet.</summary>
    public HealthService() => _statuses[WholeServer] = ServingStatus.NotServing;

    /// <summary>
    /// Sets the status of a service, which becomes known by it, and tells its watchers. Has no effect after
    /// <see cref="Shutdown"/>: a late "serving" would draw calls to a server that is leaving.
    /// </summary>
    public void SetStatus(string service, ServingStatus status)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (status is not (ServingStatus.Unknown or ServingStatus.Serving or ServingStatus.NotServing))
        {
            throw new ArgumentOutOfRangeException(nameof(status), status, "Forget the service to make it unknown.");
        }

        lock (_lock)
        {
            if (!_isShutDown)
            {
                _statuses[service] = status;
                Publish(service, status);
            }
        }
    }

    /// <summary>Makes a service unknown; its watchers are told so and stay.</summary>
    public void Forget(string service)
    {
        ArgumentNullException.ThrowIfNull(service);
        lock (_lock)
        {
            if (!_isShutDown && _statuses.Remove(service))
            {
                Publish(service, ServingStatus.ServiceUnknown);
            }
        }
    }

    /// <summary>Sets every service to not serving, for good, and ends every watch after its last message.</summary>
    public void Shutdown()
    {
        lock (_lock)
        {
            _isShutDown = true;
            foreach (string service in _statuses.Keys.ToArray())
            {
                _statuses[service] = ServingStatus.NotServing;
                Publish(service, ServingStatus.NotServing);
            }

            foreach (Channel<ServingStatus> watcher in _watchers.Values.SelectMany(list => list))
            {
                watcher.Writer.TryComplete();
            }
        }
    }

    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            return _statuses.TryGetValue(request.Service, out ServingStatus status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : Task.FromException<HealthCheckResponse>(new RpcException(new Status(
                    StatusCode.NotFound, $"Service \"{request.Service}\" is unknown; reflection lists the services.")));
        }
    }

    /// <inheritdoc/>
    public override async Task Watch(
        HealthCheckRequest request,
        IServerStreamWriter<HealthCheckResponse> responseStream,
        ServerCallContext context)
    {
        Channel<ServingStatus> watcher = Subscribe(request.Service);
        try
        {
            ServingStatus? sent = null;
            await foreach (ServingStatus status in watcher.Reader.ReadAllAsync(context.CancellationToken))
            {
                // Only changes are sent: a status set twice, or changed and changed back unread, is no news.
                if (status != sent)
                {
                    await responseStream.WriteAsync(
                        new HealthCheckResponse { Status = status }, context.CancellationToken);
                    sent = status;
                }
            }
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            // The client has gone or its deadline has passed: the usual end of a watch.
        }
        finally
        {
            Unsubscribe(request.Service, watcher);
        }
    }

    private Channel<ServingStatus> Subscribe(string service)
    {
        // One place: the latest status replaces one that the client has not read yet.
        var watcher = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
        });
        lock (_lock)
        {
            watcher.Writer.TryWrite(_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
            if (_isShutDown)
            {
                watcher.Writer.TryComplete();
            }
            else if (_watchers.TryGetValue(service, out List<Channel<ServingStatus>>? watchers))
            {
                watchers.Add(watcher);
            }
            else
            {
                _watchers[service] = [watcher];
            }
        }

        return watcher;
    }

    private void Unsubscribe(string service, Channel<ServingStatus> watcher)
    {
        lock (_lock)
        {
            // The list goes with its last watcher: clients choose the names, so empty lists would pile up.
            if (_watchers.TryGetValue(service, out List<Channel<ServingStatus>>? watchers)
                && watchers.Remove(watcher)
                && watchers.Count == 0)
            {
                _watchers.Remove(service);
            }
        }
    }

    private void Publish(string service, ServingStatus status)
    {
        if (_watchers.TryGetValue(service, out List<Channel<ServingStatus>>? watchers))
        {
            foreach (Channel<ServingStatus> watcher in watchers)
            {
                watcher.Writer.TryWrite(status);
            }
        }
    }
}
