using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Streams;

/// <summary>The controllers' side of the link: a stream for each, over some number of connections.</summary>
internal interface ILoadClient : IAsyncDisposable
{
    /// <summary>Opens all streams and says hello on each; the answers go to the sink.</summary>
    /// <param name="hellos">The Hello of each controller, as gRPC messages without prefix.</param>
    /// <param name="sink">Hears what comes.</param>
    /// <param name="cancellation">Gives up.</param>
    Task OpenAsync(IReadOnlyList<byte[]> hellos, IDirectiveSink sink, CancellationToken cancellation);

    /// <summary>Sends a tick without ever waiting.</summary>
    /// <param name="controller">Number of the controller.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="flush">
    /// True: to the socket at once; false: together with others, when what was read with the last answer is dealt with.
    /// </param>
    /// <returns>False when the link takes nothing now: try again.</returns>
    bool TrySend(int controller, in ScriptedTick tick, bool flush);
}
