using Grpc.Core;
using TrafficControl.Cli.Terminal;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Cli.Remote;

/// <summary>Asks a server for the states of its intersections.</summary>
internal sealed class IntersectionQueries
{
    private readonly ServerConnection _server;
    private readonly V1.IntersectionService.IntersectionServiceClient _client;
    private readonly Dictionary<string, IntersectionNames> _names = new(StringComparer.Ordinal);

    public IntersectionQueries(ServerConnection server)
    {
        _server = server;
        _client = new V1.IntersectionService.IntersectionServiceClient(server.Channel);
    }

    /// <summary>Identifiers of all intersections, in order.</summary>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="CliException">The server cannot be reached, or refused.</exception>
    public async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        List<string> ids = [];
        string token = "";
        do
        {
            V1.ListIntersectionsRequest request = new() { PageToken = token };
            V1.ListIntersectionsResponse page = await _server.CallAsync(
                () => _client.ListIntersectionsAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation)
                .ConfigureAwait(false);
            ids.AddRange(page.Intersections.Select(intersection => intersection.Id));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return ids;
    }

    /// <summary>The present state of one intersection.</summary>
    /// <param name="id">Its identifier.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="CliException">The server cannot be reached, or has no such intersection.</exception>
    public async Task<WatchedState> GetAsync(string id, CancellationToken cancellation)
    {
        V1.GetIntersectionRequest request = new() { Id = id };
        V1.GetIntersectionResponse response = await _server.CallAsync(
            () => _client.GetIntersectionAsync(request, cancellationToken: cancellation).ResponseAsync, cancellation)
            .ConfigureAwait(false);
        IntersectionNames names = IntersectionNames.Of(response.Intersection);
        _names[id] = names;
        return new WatchedState(response.State, names);
    }

    /// <summary>Hands over states as they change, until cancelled.</summary>
    /// <param name="ids">Intersections that <see cref="GetAsync"/> has asked for before.</param>
    /// <param name="intervalMs">Least time between two updates of one, milliseconds.</param>
    /// <param name="take">Gets every update.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <exception cref="CliException">The server was lost.</exception>
    /// <exception cref="OperationCanceledException">Ctrl-C.</exception>
    public Task WatchAsync(
        IReadOnlyList<string> ids, int intervalMs, Action<WatchedState> take, CancellationToken cancellation) =>
        _server.CallAsync(
            async () =>
            {
                V1.WatchIntersectionsRequest request = new() { Ids = { ids }, MinIntervalMs = intervalMs };
                using AsyncServerStreamingCall<V1.WatchIntersectionsResponse> call =
                    _client.WatchIntersections(request, cancellationToken: cancellation);
                while (await call.ResponseStream.MoveNext(cancellation).ConfigureAwait(false))
                {
                    V1.IntersectionState state = call.ResponseStream.Current.State;
                    take(new WatchedState(state, _names[state.Id]));
                }

                return true;
            },
            cancellation);
}
