using System.Buffers;

namespace Grpc.Core;

/// <summary>Hands one message to <see cref="Marshaller{T}.Deserializer"/>'s contextual function.</summary>
internal sealed class ArrayDeserializationContext(byte[] payload) : DeserializationContext
{
    public override int PayloadLength => payload.Length;

    public override byte[] PayloadAsNewBuffer() => [.. payload];

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => new(payload);
}
