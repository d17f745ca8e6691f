using System.Buffers.Binary;

namespace TrafficControl.Load.Http2;

/// <summary>The bytes before every gRPC message: a flag for compression, which is never used here, and the length.</summary>
internal static class GrpcPrefix
{
    /// <summary>Length of the prefix, bytes.</summary>
    internal const int Bytes = 5;

    /// <summary>Reads the length of the message that follows.</summary>
    /// <param name="source">What has come so far.</param>
    /// <param name="length">Length of the message, bytes.</param>
    /// <returns>False while the prefix is not whole.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> source, out int length)
    {
        length = source.Length < Bytes ? 0 : BinaryPrimitives.ReadInt32BigEndian(source[1..]);
        return source.Length >= Bytes;
    }

    /// <summary>Puts a prefix before a message.</summary>
    /// <param name="message">The message.</param>
    internal static byte[] Frame(ReadOnlySpan<byte> message)
    {
        byte[] frame = new byte[Bytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame.AsSpan(Bytes));
        return frame;
    }
}
