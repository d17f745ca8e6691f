using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Traffic;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Echoes;

/// <summary>
/// Answers without decoding: finds the ends of messages and writes a frame of a directive's length that differs from
/// the last one in the tick's sequence only. What remains is HTTP/2 and sockets.
/// </summary>
internal sealed class KestrelEcho
{
    private const byte HelloTag = 0x0a;
    private const byte ResponseDirectiveTag = 0x12;
    private const byte SequenceTag = 0x08;
    private const int SequenceBytes = 5;

    private readonly byte[] _welcome = GrpcPrefix.Frame(new V1.ConnectResponse { Welcome = new V1.Welcome() }.ToByteArray());
    private readonly byte[] _answer;
    private readonly int _sequenceAt;
    private readonly EchoCount _count;

    /// <summary>Creates the echo of all calls.</summary>
    /// <param name="directive">What every tick is answered with.</param>
    /// <param name="count">Counts the answers.</param>
    internal KestrelEcho(V1.Directive directive, EchoCount count)
    {
        _count = count;
        V1.Directive rest = directive.Clone();
        rest.TickSequence = 0;
        int directiveBytes = 1 + SequenceBytes + rest.CalculateSize();
        byte[] message = new byte[1 + CodedOutputStream.ComputeLengthSize(directiveBytes) + directiveBytes];
        int start = message.Length - directiveBytes;
        message[0] = ResponseDirectiveTag;
        PaddedVarint.Write(message.AsSpan(1, start - 1), directiveBytes);
        message[start] = SequenceTag;
        rest.WriteTo(message.AsSpan(start + 1 + SequenceBytes));
        _answer = GrpcPrefix.Frame(message);
        _sequenceAt = GrpcPrefix.Bytes + start + 1;
    }

    /// <summary>Serves a call until the client ends it.</summary>
    /// <param name="context">The call.</param>
    internal async Task ServeAsync(HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        PipeReader requests = context.Request.BodyReader;
        PipeWriter responses = context.Response.BodyWriter;
        try
        {
            while (true)
            {
                ReadResult read = await requests.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                SequencePosition used = AnswerAll(read.Buffer, responses);
                requests.AdvanceTo(used, read.Buffer.End);
                if (read.IsCompleted)
                {
                    return;
                }

                await responses.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The run is over.
        }
    }

    private SequencePosition AnswerAll(ReadOnlySequence<byte> buffer, PipeWriter responses)
    {
        SequenceReader<byte> reader = new(buffer);
        Span<byte> prefix = stackalloc byte[GrpcPrefix.Bytes];
        while (reader.TryCopyTo(prefix) && GrpcPrefix.TryRead(prefix, out int length)
            && reader.Remaining >= GrpcPrefix.Bytes + length)
        {
            reader.Advance(GrpcPrefix.Bytes);
            Answer(reader.UnreadSequence.Slice(0, length), responses);
            reader.Advance(length);
        }

        return reader.Position;
    }

    private void Answer(ReadOnlySequence<byte> message, PipeWriter responses)
    {
        SequenceReader<byte> reader = new(message);
        if (!reader.TryRead(out byte tag) || tag == HelloTag)
        {
            responses.Write(_welcome);
            return;
        }

        // The length of the tick, the tag of the sequence, the sequence.
        ReadVarint(ref reader);
        reader.Advance(1);
        Span<byte> target = responses.GetSpan(_answer.Length);
        _answer.CopyTo(target);
        PaddedVarint.Write(target.Slice(_sequenceAt, SequenceBytes), ReadVarint(ref reader));
        responses.Advance(_answer.Length);
        _count.Add();
    }

    private static long ReadVarint(ref SequenceReader<byte> reader)
    {
        long value = 0;
        for (int shift = 0; reader.TryRead(out byte next); shift += 7)
        {
            value |= (long)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                break;
            }
        }

        return value;
    }
}
