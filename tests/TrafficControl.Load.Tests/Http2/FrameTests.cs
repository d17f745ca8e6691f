using TrafficControl.Load.Http2;

namespace TrafficControl.Load.Tests.Http2;

/// <summary>Bytes on the wire, as RFC 9113 and RFC 7541 have them.</summary>
[TestFixture]
public sealed class FrameTests
{
    [Test]
    public void Write_Header_IsAsInTheStandard()
    {
        byte[] bytes = new byte[FrameHeader.Bytes];
        new FrameHeader(0x010203, FrameType.WindowUpdate, 0x5, 0x7f000001).Write(bytes);

        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3, 8, 5, 0x7f, 0, 0, 1 }));
    }

    [Test]
    public void Read_HeaderWithReservedBit_LeavesItOut()
    {
        FrameHeader header = FrameHeader.Read([0, 0, 9, 0, 1, 0x80, 0, 0, 3]);

        Assert.That(header, Is.EqualTo(new FrameHeader(9, FrameType.Data, FrameHeader.EndStream, 3)));
    }

    [Test]
    public void Encode_Call_StartsWithALiteralThatIsNeverIndexed()
    {
        byte[] block = RequestHeaders.Encode("h:1", "/s/M");

        Assert.That(block[..14], Is.EqualTo((byte[])[0x10, 7, .. ":method"u8, 4, .. "POST"u8]));
        Assert.That(System.Text.Encoding.ASCII.GetString(block), Does.Contain(":path\u0004/s/M").And.Contain(":authority\u0003h:1"));
    }

    [Test]
    public void Take_MessagesCutAnywhere_HandsOutEachOnceAndWhole()
    {
        byte[][] messages = [[1, 2, 3], [], [4], [.. Enumerable.Range(0, 600).Select(i => (byte)i)]];
        byte[] wire = [.. messages.SelectMany(message => GrpcPrefix.Frame(message))];
        for (int first = 0; first <= wire.Length; first++)
        {
            Gatherer sink = new();
            RawStream stream = new(null!, 1, 0, 0);
            stream.Take(wire.AsSpan(0, first), sink, 0);
            int second = Math.Min(wire.Length, first + 7);
            stream.Take(wire.AsSpan(first, second - first), sink, 0);
            stream.Take(wire.AsSpan(second), sink, 0);

            Assert.That(sink.Messages, Is.EqualTo(messages), $"cut at {first} and {second}");
        }
    }

    private sealed class Gatherer : IStreamSink
    {
        public List<byte[]> Messages { get; } = [];

        public void OnMessage(RawStream stream, ReadOnlySpan<byte> message, long receivedAt) => Messages.Add(message.ToArray());

        public void OnEnded(RawStream stream, string reason) => Assert.Fail(reason);
    }
}
