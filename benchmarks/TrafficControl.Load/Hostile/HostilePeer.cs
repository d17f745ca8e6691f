using System.Net;

namespace TrafficControl.Load.Hostile;

/// <summary>Those who could harm the others: by what they do not read, how often they send, how much they send.</summary>
internal static class HostilePeer
{
    /// <summary>All kinds, as the command line calls them.</summary>
    internal static readonly IReadOnlyList<string> Kinds = [Watcher, Flood, Large];

    private const string Watcher = "stalled-watcher";
    private const string Flood = "flood";
    private const string Large = "large-messages";

    /// <summary>Lets one loose on a server; it stops when it is disposed of.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="server">The server.</param>
    /// <param name="strategy">Strategy of the junctions there.</param>
    /// <param name="junction">Number of a junction that nobody else controls.</param>
    internal static IAsyncDisposable Start(string kind, IPEndPoint server, string strategy, int junction) => kind switch
    {
        Watcher => new StalledWatcher(server),
        Flood => new FloodingController(server, strategy, junction),
        Large => new LargeMessageSender(server, strategy, junction),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such peer."),
    };
}
