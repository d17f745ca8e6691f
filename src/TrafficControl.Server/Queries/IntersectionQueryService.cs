using System.Reactive.Concurrency;
using Grpc.Core;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Snapshots;
using TrafficControl.Server.Hosting;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Queries;

/// <summary>
/// Lists, shows and watches intersections. Reads what engines have published and never reaches a tick.
/// </summary>
internal sealed class IntersectionQueryService : V1.IntersectionService.IntersectionServiceBase
{
    private const int DefaultIntervalMs = 1_000;
    private const int MinIntervalMs = 100;
    private const int MaxIntervalMs = 60_000;

    private readonly EngineRegistry _engines;
    private readonly IScheduler _scheduler;
    private readonly CancellationToken _stopping;

    public IntersectionQueryService(EngineRegistry engines, IScheduler scheduler, IHostApplicationLifetime lifetime)
    {
        _engines = engines;
        _scheduler = scheduler;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <inheritdoc/>
    public override Task<V1.ListIntersectionsResponse> ListIntersections(
        V1.ListIntersectionsRequest request, ServerCallContext context)
    {
        int size = PageSizes.Check(request.PageSize);
        V1.ListIntersectionsResponse response = new();
        foreach (IntersectionEngine engine in _engines.All)
        {
            string id = engine.Intersection.Id;
            if (string.CompareOrdinal(id, request.PageToken) <= 0)
            {
                continue;
            }

            if (response.Intersections.Count == size)
            {
                response.NextPageToken = response.Intersections[^1].Id;
                break;
            }

            response.Intersections.Add(SnapshotMapper.ToSummary(engine.Snapshot));
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc/>
    public override Task<V1.GetIntersectionResponse> GetIntersection(
        V1.GetIntersectionRequest request, ServerCallContext context)
    {
        IntersectionEngine engine = Find("id", request.Id);
        return Task.FromResult(new V1.GetIntersectionResponse
        {
            Intersection = IntersectionMapper.ToMessage(engine.Intersection.Definition),
            State = SnapshotMapper.ToState(engine.Snapshot, engine.Counters),
        });
    }

    /// <inheritdoc/>
    public override async Task WatchIntersections(
        V1.WatchIntersectionsRequest request, IServerStreamWriter<V1.WatchIntersectionsResponse> responseStream,
        ServerCallContext context)
    {
        int interval = request.MinIntervalMs == 0 ? DefaultIntervalMs : request.MinIntervalMs;
        if (interval is < MinIntervalMs or > MaxIntervalMs)
        {
            throw RpcErrors.InvalidArgument(
                $"min_interval_ms is {interval}; send {MinIntervalMs} to {MaxIntervalMs}, or 0 for {DefaultIntervalMs}.");
        }

        IReadOnlyList<IntersectionEngine> watched = request.Ids.Count == 0
            ? _engines.All
            : [.. request.Ids.Distinct(StringComparer.Ordinal).Select((id, i) => Find($"ids[{i}]", id))];
        using CancellationTokenSource ended =
            CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, _stopping);
        LatestStates latest = new();
        using IDisposable subscription = SnapshotStreams
            .Watch(watched, TimeSpan.FromMilliseconds(interval), _scheduler)
            .Subscribe(latest.Post, latest.Fail);
        await WriteAllAsync(latest, responseStream, ended.Token).ConfigureAwait(false);
    }

    private async Task WriteAllAsync(
        LatestStates latest, IServerStreamWriter<V1.WatchIntersectionsResponse> responses, CancellationToken ended)
    {
        long sequence = 0;
        try
        {
            while (true)
            {
                foreach (IntersectionSnapshot snapshot in await latest.TakeAsync(ended).ConfigureAwait(false))
                {
                    IntersectionEngine engine = Find("ids", snapshot.Intersection.Id);
                    await responses.WriteAsync(
                        new V1.WatchIntersectionsResponse
                        {
                            Sequence = ++sequence,
                            State = SnapshotMapper.ToState(snapshot, engine.Counters),
                        },
                        ended).ConfigureAwait(false);
                }
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw RpcErrors.Stopping();
        }
        catch (OperationCanceledException)
        {
            // The watcher has gone.
        }
    }

    private IntersectionEngine Find(string field, string id) => id.Length == 0
        ? throw RpcErrors.InvalidArgument($"{field} is empty; name an intersection.")
        : _engines.Find(id) ?? throw RpcErrors.UnknownIntersection(field, id);
}
