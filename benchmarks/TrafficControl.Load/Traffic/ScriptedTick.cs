namespace TrafficControl.Load.Traffic;

/// <summary>A tick of a script that is about to be sent.</summary>
/// <param name="Script">The script.</param>
/// <param name="Index">Index in it.</param>
/// <param name="Sequence">Sequence number to send it with.</param>
/// <param name="TimeMs">Event time to send it with, Unix milliseconds.</param>
internal readonly record struct ScriptedTick(TickScript Script, int Index, long Sequence, long TimeMs)
{
    /// <summary>Length on the wire, bytes with its prefix.</summary>
    internal int Bytes => Script.Bytes(Index);

    /// <summary>Writes it as it goes on the wire.</summary>
    /// <param name="target">Where to; as long as <see cref="Bytes"/> says.</param>
    internal void Write(Span<byte> target) => Script.Write(Index, Sequence, TimeMs, target);
}
