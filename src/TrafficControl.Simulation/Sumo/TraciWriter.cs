using System.Buffers.Binary;
using System.Text;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Builds one TraCI message of several commands.</summary>
internal sealed class TraciWriter
{
    private const int LengthBytes = 4;
    private byte[] _buffer = new byte[4096];
    private int _length = LengthBytes;

    internal bool IsEmpty => _length == LengthBytes;

    /// <summary>Starts a command whose payload will have the given size.</summary>
    internal void Command(byte id, int payloadBytes)
    {
        int length = payloadBytes + 2;
        if (length <= byte.MaxValue)
        {
            Byte((byte)length);
        }
        else
        {
            Byte(0);
            Integer(length + LengthBytes);
        }

        Byte(id);
    }

    internal static int SizeOf(string text) => LengthBytes + Encoding.Latin1.GetByteCount(text);

    internal void Byte(byte value) => Room(1)[0] = value;

    internal void Integer(int value) => BinaryPrimitives.WriteInt32BigEndian(Room(4), value);

    internal void Double(double value) => BinaryPrimitives.WriteDoubleBigEndian(Room(8), value);

    internal void String(string text)
    {
        int bytes = Encoding.Latin1.GetByteCount(text);
        Integer(bytes);
        Encoding.Latin1.GetBytes(text, Room(bytes));
    }

    /// <summary>The message with its length in front; valid until the next write.</summary>
    internal ReadOnlyMemory<byte> Finish()
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer, _length);
        return _buffer.AsMemory(0, _length);
    }

    internal void Clear() => _length = LengthBytes;

    private Span<byte> Room(int count)
    {
        if (_length + count > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + count));
        }

        _length += count;
        return _buffer.AsSpan(_length - count, count);
    }
}
