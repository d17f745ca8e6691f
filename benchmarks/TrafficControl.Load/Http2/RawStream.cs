namespace TrafficControl.Load.Http2;

/// <summary>A gRPC call on a <see cref="RawConnection"/>. Sent to under the connection's lock, read by its read loop.</summary>
internal sealed class RawStream
{
    private byte[] _partial = [];
    private int _partialLength;

    /// <summary>Creates a stream that is open.</summary>
    /// <param name="connection">Its connection.</param>
    /// <param name="id">Its number on the connection.</param>
    /// <param name="sendWindow">Bytes the server takes at first.</param>
    /// <param name="tag">What the caller knows it by.</param>
    internal RawStream(RawConnection connection, int id, long sendWindow, int tag)
    {
        Connection = connection;
        Id = id;
        SendWindow = sendWindow;
        Tag = tag;
    }

    /// <summary>Its connection.</summary>
    internal RawConnection Connection { get; }

    /// <summary>Its number on the connection; odd.</summary>
    internal int Id { get; }

    /// <summary>What the caller knows it by.</summary>
    internal int Tag { get; }

    /// <summary>Bytes the server still takes on this stream; may fall below 0 when the server takes back.</summary>
    internal long SendWindow { get; set; }

    /// <summary>Bytes received since the server was last given more.</summary>
    internal long ReceivedBytes { get; set; }

    /// <summary>True: nothing more comes.</summary>
    internal bool HasEnded { get; set; }

    /// <summary>Takes a payload in and hands out the messages that are whole.</summary>
    /// <param name="data">The payload of a DATA frame.</param>
    /// <param name="sink">Gets the messages.</param>
    /// <param name="receivedAt">When the bytes were read.</param>
    internal void Take(ReadOnlySpan<byte> data, IStreamSink sink, long receivedAt)
    {
        if (_partialLength == 0)
        {
            int used = HandOut(data, sink, receivedAt);
            Keep(data[used..]);
            return;
        }

        Keep(data);
        int taken = HandOut(_partial.AsSpan(0, _partialLength), sink, receivedAt);
        _partial.AsSpan(taken, _partialLength - taken).CopyTo(_partial);
        _partialLength -= taken;
    }

    private int HandOut(ReadOnlySpan<byte> bytes, IStreamSink sink, long receivedAt)
    {
        int at = 0;
        while (GrpcPrefix.TryRead(bytes[at..], out int length) && bytes.Length - at >= GrpcPrefix.Bytes + length)
        {
            sink.OnMessage(this, bytes.Slice(at + GrpcPrefix.Bytes, length), receivedAt);
            at += GrpcPrefix.Bytes + length;
        }

        return at;
    }

    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_partialLength + rest.Length > _partial.Length)
        {
            Array.Resize(ref _partial, Math.Max(256, (_partialLength + rest.Length) * 2));
        }

        rest.CopyTo(_partial.AsSpan(_partialLength));
        _partialLength += rest.Length;
    }
}
