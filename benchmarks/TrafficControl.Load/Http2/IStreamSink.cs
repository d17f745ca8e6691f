namespace TrafficControl.Load.Http2;

/// <summary>Hears what comes on the streams of a connection. Called by the connection's read loop, one call at a time.</summary>
internal interface IStreamSink
{
    /// <summary>A whole gRPC message came.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="message">The message without its prefix; valid during the call.</param>
    /// <param name="receivedAt">When its bytes were read, as Stopwatch counts.</param>
    void OnMessage(RawStream stream, ReadOnlySpan<byte> message, long receivedAt);

    /// <summary>The server ended a stream, or the connection broke.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="reason">What is known of the cause; for people.</param>
    void OnEnded(RawStream stream, string reason);
}
