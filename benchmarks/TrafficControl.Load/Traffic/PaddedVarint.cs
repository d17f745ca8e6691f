namespace TrafficControl.Load.Traffic;

/// <summary>
/// Protobuf varints of a length that is fixed in advance: leading zero groups are written out, which every parser takes, so
/// that a number can be written over another of a different size.
/// </summary>
internal static class PaddedVarint
{
    private const int BitsPerByte = 7;
    private const byte More = 0x80;

    /// <summary>Fills the target with a number.</summary>
    /// <param name="target">As many bytes as the number shall take; 7 bits fit into each.</param>
    /// <param name="value">The number, 0 or more.</param>
    internal static void Write(Span<byte> target, long value)
    {
        for (int i = 0; i < target.Length; i++)
        {
            byte more = i < target.Length - 1 ? More : (byte)0;
            target[i] = (byte)((value & (More - 1)) | more);
            value >>= BitsPerByte;
        }
    }
}
