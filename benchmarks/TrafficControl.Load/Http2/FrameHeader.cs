using System.Buffers.Binary;

namespace TrafficControl.Load.Http2;

/// <summary>The nine bytes before every frame (RFC 9113, section 4.1).</summary>
/// <param name="Length">Length of the payload, bytes, below 2^24.</param>
/// <param name="Type">Type.</param>
/// <param name="Flags">Flags; their meaning depends on the type.</param>
/// <param name="Stream">Stream, 0 for the connection.</param>
internal readonly record struct FrameHeader(int Length, FrameType Type, byte Flags, int Stream)
{
    /// <summary>Length of a header, bytes.</summary>
    internal const int Bytes = 9;

    /// <summary>END_STREAM of DATA and HEADERS.</summary>
    internal const byte EndStream = 0x1;

    /// <summary>ACK of SETTINGS and PING.</summary>
    internal const byte Ack = 0x1;

    /// <summary>END_HEADERS of HEADERS and CONTINUATION.</summary>
    internal const byte EndHeaders = 0x4;

    /// <summary>PADDED of DATA.</summary>
    internal const byte Padded = 0x8;

    /// <summary>Reads a header.</summary>
    /// <param name="source">Nine bytes or more.</param>
    internal static FrameHeader Read(ReadOnlySpan<byte> source) => new(
        (source[0] << 16) | (source[1] << 8) | source[2],
        (FrameType)source[3],
        source[4],
        BinaryPrimitives.ReadInt32BigEndian(source[5..]) & int.MaxValue);

    /// <summary>Writes the header.</summary>
    /// <param name="target">Nine bytes or more.</param>
    internal void Write(Span<byte> target)
    {
        target[0] = (byte)(Length >> 16);
        target[1] = (byte)(Length >> 8);
        target[2] = (byte)Length;
        target[3] = (byte)Type;
        target[4] = Flags;
        BinaryPrimitives.WriteInt32BigEndian(target[5..], Stream);
    }
}
