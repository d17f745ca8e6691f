using System.Buffers.Binary;
using Google.Protobuf;
using TrafficControl.Core.Controller;
using TrafficControl.Protocol.Mapping;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Traffic;

/// <summary>
/// The ticks of one controller over some minutes, encoded ahead as gRPC messages, with what the engine answered. Sending
/// one is a copy and two numbers written over: the sequence as a varint of five bytes whatever its value, the time as
/// one of six. Read by any thread once recorded.
/// </summary>
internal sealed class TickScript
{
    /// <summary>Bytes before a message on a gRPC stream: a flag and the length.</summary>
    internal const int PrefixBytes = 5;

    private const byte RequestTickTag = 0x12;
    private const byte SequenceTag = 0x08;
    private const byte TimeTag = 0x10;
    private const int SequenceBytes = 5;
    private const int TimeBytes = 6;
    private const int PatchedBytes = 1 + SequenceBytes + 1 + TimeBytes;

    private readonly List<byte[]> _frames = [];
    private readonly List<int> _sequenceOffsets = [];
    private readonly List<long> _timesMs = [];
    private readonly List<ulong> _answers = [];
    private readonly V1.Tick _message = new();
    private long _answerBytes;

    /// <summary>Number of ticks.</summary>
    internal int Count => _frames.Count;

    /// <summary>Time from its start after which the script may begin anew, milliseconds.</summary>
    internal long LengthMs { get; init; }

    /// <summary>Detector transitions in all ticks.</summary>
    internal long Events { get; private set; }

    /// <summary>Mean length of the engine's answers, bytes with their prefix.</summary>
    internal int MeanAnswerBytes => (int)(_answerBytes / Math.Max(1, Count));

    /// <summary>An answer of about the mean length, to be echoed.</summary>
    internal V1.Directive TypicalAnswer { get; private set; } = new();

    /// <summary>Greatest length of a tick, bytes with its prefix.</summary>
    internal int MaxBytes { get; private set; }

    /// <summary>Adds a tick with its answer.</summary>
    /// <param name="tick">The tick; its sequence is left out.</param>
    /// <param name="sinceStartMs">Its time from the start of the script, milliseconds.</param>
    /// <param name="answer">What the engine answered.</param>
    internal void Add(ControllerTick tick, long sinceStartMs, Directive answer)
    {
        TickMapper.Fill(tick, _message);
        _message.Sequence = 0;
        _message.TimeMs = 0;
        Events += tick.Transitions.Length;
        int rest = _message.CalculateSize();
        int tickBytes = PatchedBytes + rest;
        int lengthBytes = CodedOutputStream.ComputeLengthSize(tickBytes);
        byte[] frame = new byte[PrefixBytes + 1 + lengthBytes + tickBytes];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), frame.Length - PrefixBytes);
        frame[PrefixBytes] = RequestTickTag;
        int at = PrefixBytes + 1;
        PaddedVarint.Write(frame.AsSpan(at, lengthBytes), tickBytes);
        at += lengthBytes;
        _sequenceOffsets.Add(at + 1);
        frame[at] = SequenceTag;
        frame[at + 1 + SequenceBytes] = TimeTag;
        _message.WriteTo(frame.AsSpan(at + PatchedBytes, rest));
        _frames.Add(frame);
        _timesMs.Add(sinceStartMs);
        _answers.Add(answer.NextGroups);
        MaxBytes = Math.Max(MaxBytes, frame.Length);
        TakeAnswer(answer, tick.TimeMs);
    }

    /// <summary>Time of a tick from the start of the script, milliseconds.</summary>
    /// <param name="index">Index of the tick.</param>
    internal long TimeMs(int index) => _timesMs[index];

    /// <summary>Groups the engine wanted green next when the script was recorded.</summary>
    /// <param name="index">Index of the tick.</param>
    internal ulong Answer(int index) => _answers[index];

    /// <summary>Length of a tick, bytes with its prefix.</summary>
    /// <param name="index">Index of the tick.</param>
    internal int Bytes(int index) => _frames[index].Length;

    /// <summary>Writes a tick as it goes on the wire.</summary>
    /// <param name="index">Index of the tick.</param>
    /// <param name="sequence">Its sequence number, 1 to 2^35 - 1.</param>
    /// <param name="timeMs">Its time, Unix milliseconds, below 2^42.</param>
    /// <param name="target">Where to; as long as <see cref="Bytes"/> says.</param>
    internal void Write(int index, long sequence, long timeMs, Span<byte> target)
    {
        _frames[index].CopyTo(target);
        int at = _sequenceOffsets[index];
        PaddedVarint.Write(target.Slice(at, SequenceBytes), sequence);
        PaddedVarint.Write(target.Slice(at + SequenceBytes + 1, TimeBytes), timeMs);
    }

    private void TakeAnswer(Directive answer, long tickTimeMs)
    {
        V1.Directive message = new();
        DirectiveMapper.Fill(answer, tickTimeMs, message);
        int bytes = PrefixBytes + new V1.ConnectResponse { Directive = message }.CalculateSize();
        _answerBytes += bytes;
        if (Math.Abs(bytes - MeanAnswerBytes) <= Math.Abs(TypicalAnswer.CalculateSize() + PrefixBytes + 3 - MeanAnswerBytes))
        {
            TypicalAnswer = message;
        }
    }
}
