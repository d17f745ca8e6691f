using System.Buffers.Binary;

namespace TrafficControl.Load.Streams;

/// <summary>What the generator reads of a ConnectResponse, straight from its bytes.</summary>
/// <param name="TickSequence">Sequence of the tick that is answered.</param>
/// <param name="NextGroups">Groups that should be green next.</param>
internal readonly record struct DirectiveView(long TickSequence, ulong NextGroups)
{
    private const int WelcomeField = 1;
    private const int DirectiveField = 2;
    private const int TickSequenceField = 1;
    private const int NextGroupsField = 5;
    private const int FieldShift = 3;
    private const uint WireTypeMask = 7;

    /// <summary>Reads a response.</summary>
    /// <param name="message">The bytes of a ConnectResponse.</param>
    /// <param name="view">What it says, when it is a directive.</param>
    internal static ResponseKind Read(ReadOnlySpan<byte> message, out DirectiveView view)
    {
        view = default;
        int at = 0;
        if (!TryReadVarint(message, ref at, out ulong tag) || !TryReadVarint(message, ref at, out ulong length)
            || length > (ulong)(message.Length - at))
        {
            return ResponseKind.Other;
        }

        int field = (int)(tag >> FieldShift);
        if (field != DirectiveField)
        {
            return field == WelcomeField ? ResponseKind.Welcome : ResponseKind.Other;
        }

        return TryReadDirective(message.Slice(at, (int)length), out view) ? ResponseKind.Directive : ResponseKind.Other;
    }

    private static bool TryReadDirective(ReadOnlySpan<byte> bytes, out DirectiveView view)
    {
        ulong sequence = 0;
        ulong groups = 0;
        int at = 0;
        view = default;

        // Fields come in the order of their numbers, and nothing is wanted of those after next_groups.
        while (at < bytes.Length && TryReadVarint(bytes, ref at, out ulong tag) && tag >> FieldShift <= NextGroupsField)
        {
            switch ((tag & WireTypeMask, tag >> FieldShift))
            {
                case (0, TickSequenceField):
                    if (!TryReadVarint(bytes, ref at, out sequence))
                    {
                        return false;
                    }

                    break;
                case (0, _):
                    if (!TryReadVarint(bytes, ref at, out _))
                    {
                        return false;
                    }

                    break;
                case (1, NextGroupsField) when bytes.Length - at >= sizeof(ulong):
                    groups = BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
                    at += sizeof(ulong);
                    break;
                default:
                    return false;
            }
        }

        view = new DirectiveView((long)sequence, groups);
        return true;
    }

    private static bool TryReadVarint(ReadOnlySpan<byte> bytes, ref int at, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && at < bytes.Length; shift += 7)
        {
            byte next = bytes[at++];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }
}
