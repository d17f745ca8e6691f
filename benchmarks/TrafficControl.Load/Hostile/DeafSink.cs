using TrafficControl.Load.Http2;

namespace TrafficControl.Load.Hostile;

/// <summary>Takes no interest in answers, but knows when a stream has ended.</summary>
internal sealed class DeafSink : IStreamSink
{
    private volatile bool _hasEnded;

    /// <summary>True: the server has ended the last stream.</summary>
    internal bool HasEnded
    {
        get => _hasEnded;
        set => _hasEnded = value;
    }

    /// <inheritdoc/>
    public void OnMessage(RawStream stream, ReadOnlySpan<byte> message, long receivedAt)
    {
        // Nobody listens.
    }

    /// <inheritdoc/>
    public void OnEnded(RawStream stream, string reason) => HasEnded = true;
}
