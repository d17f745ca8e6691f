using System.Buffers;

namespace Grpc.Core;

/// <summary>Collects one message for <see cref="Marshaller{T}.Serializer"/>.</summary>
internal sealed class ArraySerializationContext : SerializationContext
{
    private readonly ArrayBufferWriter<byte> _writer = new();
    private byte[]? _payload;

    public override void Complete(byte[] payload) => _payload = payload;

    public override void Complete() => _payload = _writer.WrittenSpan.ToArray();

    public override IBufferWriter<byte> GetBufferWriter() => _writer;

    public override void SetPayloadLength(int payloadLength)
    {
        // The buffer grows by itself; the length is a hint.
    }

    public byte[] ToArray() => _payload ?? throw new InvalidOperationException("The serializer did not complete.");
}
