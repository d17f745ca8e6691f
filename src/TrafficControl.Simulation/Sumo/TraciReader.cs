using System.Buffers.Binary;
using System.Text;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Reads the values of one TraCI message (big-endian, strings in Latin-1 with a length of four bytes).
/// </summary>
internal sealed class TraciReader
{
    internal const byte IntegerType = 0x09;
    internal const byte DoubleType = 0x0b;
    internal const byte StringType = 0x0c;
    internal const byte StringListType = 0x0e;
    private const int LongestPooled = 128;
    private readonly Dictionary<string, string> _pool = new(StringComparer.Ordinal);
    private byte[] _buffer = [];
    private int _end;
    private int _position;

    internal bool IsAtEnd => _position >= _end;

    internal void Reset(byte[] buffer, int length)
    {
        _buffer = buffer;
        _end = length;
        _position = 0;
    }

    internal byte Byte() => Take(1)[0];

    internal int Integer() => BinaryPrimitives.ReadInt32BigEndian(Take(4));

    internal double Double() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    internal string String() => Encoding.Latin1.GetString(Take(Integer()));

    /// <summary>A text that comes again and again, such as the name of a vehicle or lane: the same instance each time.</summary>
    internal string PooledString()
    {
        ReadOnlySpan<byte> bytes = Take(Integer());
        if (bytes.Length > LongestPooled)
        {
            return Encoding.Latin1.GetString(bytes);
        }

        Span<char> buffer = stackalloc char[LongestPooled];
        ReadOnlySpan<char> text = buffer[..Encoding.Latin1.GetChars(bytes, buffer)];
        Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> pool = _pool.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!pool.TryGetValue(text, out string? pooled))
        {
            pooled = text.ToString();
            _pool[pooled] = pooled;
        }

        return pooled;
    }

    /// <summary>Length of a command: one byte, or zero and four bytes.</summary>
    internal int CommandLength()
    {
        byte shortLength = Byte();
        return shortLength != 0 ? shortLength : Integer();
    }

    internal int TypedInteger()
    {
        Expect(IntegerType, "an integer");
        return Integer();
    }

    internal double TypedDouble()
    {
        Expect(DoubleType, "a double");
        return Double();
    }

    internal string TypedString()
    {
        Expect(StringType, "a string");
        return String();
    }

    internal string TypedPooledString()
    {
        Expect(StringType, "a string");
        return PooledString();
    }

    internal string[] TypedStrings()
    {
        Expect(StringListType, "a list of strings");
        string[] strings = new string[Integer()];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = String();
        }

        return strings;
    }

    internal void Expect(byte type, string what)
    {
        byte found = Byte();
        if (found != type)
        {
            throw new SumoException($"SUMO sent a value of type 0x{found:x2} where {what} (0x{type:x2}) was due.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _end - _position)
        {
            throw new SumoException($"SUMO's message of {_end} bytes ends before a value of {count} bytes at {_position}.");
        }

        _position += count;
        return _buffer.AsSpan(_position - count, count);
    }
}
