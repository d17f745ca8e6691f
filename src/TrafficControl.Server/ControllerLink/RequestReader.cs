using System.Buffers;
using Google.Protobuf;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.ControllerLink;

/// <summary>
/// Parses the messages of controllers into messages that are used again, so that reading a tick allocates nothing. A message
/// belongs to whoever asked for it until it is given back, on whatever thread; each thread keeps one that nobody has.
/// </summary>
internal sealed class RequestReader
{
    // Of a reused tick only so much memory is kept: one enormous message shall not stay for ever.
    private const int MaxKeptEntries = 4_096;
    private const int MaxPrefixLength = 6;
    private const int VarintBits = 7;
    private const byte MoreFollows = 1 << VarintBits;

    private static readonly uint TickTag =
        WireFormat.MakeTag(V1.ConnectRequest.TickFieldNumber, WireFormat.WireType.LengthDelimited);

    [ThreadStatic]
    private static RequestReader? _readerOfThread;

    private readonly MessageParser<V1.Tick> _ticks;
    private V1.ConnectRequest? _spare;
    private V1.Tick? _target;

    private RequestReader()
    {
        // What a newer controller says besides is left out: kept, it would pile up in a message that is used again.
        _ticks = new MessageParser<V1.Tick>(TakeTarget).WithDiscardUnknownFields(true);
    }

    private static RequestReader OfThread => _readerOfThread ??= new RequestReader();

    /// <summary>Parses one message.</summary>
    /// <param name="payload">Its bytes.</param>
    /// <exception cref="InvalidProtocolBufferException">The bytes are no ConnectRequest.</exception>
    internal static V1.ConnectRequest Parse(in ReadOnlySequence<byte> payload) =>
        TryFindTick(payload, out int start) ? OfThread.ParseTick(payload.Slice(start)) : V1.ConnectRequest.Parser.ParseFrom(payload);

    /// <summary>Takes a message back that nobody reads any more; one without a tick is left alone.</summary>
    /// <param name="request">The message; it must not be touched again.</param>
    internal static void Return(V1.ConnectRequest request)
    {
        if (request.Tick is { } tick && IsSmall(tick))
        {
            Clear(tick);
            OfThread._spare = request;
        }
    }

    /// <summary>
    /// Whether the message is a tick and nothing else, as nearly every one is, and where the tick starts. Anything else, such
    /// as a field of a newer version before or behind it, goes the ordinary way.
    /// </summary>
    private static bool TryFindTick(in ReadOnlySequence<byte> payload, out int start)
    {
        ReadOnlySpan<byte> first = payload.FirstSpan;
        start = 1;
        if (first.IsEmpty || first[0] != TickTag)
        {
            return false;
        }

        long length = 0;
        for (int shift = 0; start < Math.Min(first.Length, MaxPrefixLength); shift += VarintBits)
        {
            byte next = first[start++];
            length |= (long)(next & ~MoreFollows) << shift;
            if ((next & MoreFollows) == 0)
            {
                return length == payload.Length - start;
            }
        }

        return false;
    }

    private static bool IsSmall(V1.Tick tick) =>
        tick.Transitions.Capacity <= MaxKeptEntries
        && tick.Counts.Capacity <= MaxKeptEntries
        && tick.PriorityRequests.Capacity <= MaxKeptEntries
        && (tick.Tracks is not { } tracks || IsSmall(tracks));

    private static bool IsSmall(V1.TrackBatch tracks) =>
        tracks.Detectors.Capacity <= MaxKeptEntries
        && tracks.Objects.Capacity <= MaxKeptEntries
        && tracks.VehicleClasses.Capacity <= MaxKeptEntries
        && tracks.DistancesDm.Capacity <= MaxKeptEntries
        && tracks.SpeedsCmps.Capacity <= MaxKeptEntries
        && tracks.ConfidencesPercent.Capacity <= MaxKeptEntries
        && tracks.AgesMs.Capacity <= MaxKeptEntries
        && tracks.Sections.Capacity <= MaxKeptEntries;

    private static void Clear(V1.Tick tick)
    {
        tick.Sequence = 0;
        tick.TimeMs = 0;
        tick.GreenMask = 0;
        tick.YellowMask = 0;
        tick.RedClearanceMask = 0;
        tick.WalkMask = 0;
        tick.PedClearanceMask = 0;
        tick.Transitions.Clear();
        tick.Counts.Clear();
        tick.PedestrianCalls = 0;
        tick.PriorityRequests.Clear();
        tick.LocalMode = V1.LocalMode.Unspecified;
        tick.Faults = 0;
        tick.SignalsAgeMs = 0;
        if (tick.Tracks is { } tracks)
        {
            Clear(tracks);
        }
    }

    private static void Clear(V1.TrackBatch tracks)
    {
        tracks.Detectors.Clear();
        tracks.Objects.Clear();
        tracks.VehicleClasses.Clear();
        tracks.DistancesDm.Clear();
        tracks.SpeedsCmps.Clear();
        tracks.ConfidencesPercent.Clear();
        tracks.AgesMs.Clear();
        tracks.Sections.Clear();
    }

    private V1.ConnectRequest ParseTick(in ReadOnlySequence<byte> tick)
    {
        V1.ConnectRequest request = _spare ?? new V1.ConnectRequest { Tick = new V1.Tick() };
        _spare = null;
        _target = request.Tick;
        _ticks.ParseFrom(tick);
        return request;
    }

    /// <summary>The parser asks for a new message; it gets the one to be filled.</summary>
    private V1.Tick TakeTarget()
    {
        V1.Tick target = _target ?? new V1.Tick();
        _target = null;
        return target;
    }
}
