using System.Text;

namespace TrafficControl.Load.Http2;

/// <summary>
/// The header block of a gRPC call: literals that are never indexed and not Huffman-coded (RFC 7541, section 6.2.3), so
/// that neither side keeps a table.
/// </summary>
internal static class RequestHeaders
{
    private const byte LiteralNeverIndexed = 0x10;
    private const int MaxShortLength = 126;

    /// <summary>Encodes the headers of a call.</summary>
    /// <param name="authority">Host and port, at most 126 characters.</param>
    /// <param name="path">Service and method, such as "/package.Service/Method", at most 126 characters.</param>
    internal static byte[] Encode(string authority, string path)
    {
        List<byte> block = [];
        Add(block, ":method", "POST");
        Add(block, ":scheme", "http");
        Add(block, ":path", path);
        Add(block, ":authority", authority);
        Add(block, "te", "trailers");
        Add(block, "content-type", "application/grpc");
        return [.. block];
    }

    private static void Add(List<byte> block, string name, string value)
    {
        block.Add(LiteralNeverIndexed);
        AddText(block, name);
        AddText(block, value);
    }

    private static void AddText(List<byte> block, string text)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxShortLength, nameof(text));
        block.Add((byte)text.Length);
        block.AddRange(Encoding.ASCII.GetBytes(text));
    }
}
