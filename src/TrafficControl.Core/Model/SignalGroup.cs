namespace TrafficControl.Core.Model;

/// <summary>
/// A signal group in compiled form: its bit, its timing in milliseconds, its conflicts as masks. Immutable.
/// </summary>
public sealed class SignalGroup
{
    internal SignalGroup(int index, SignalGroupDefinition definition, int concurrentWith)
    {
        Index = index;
        Definition = definition;
        ConcurrentWith = concurrentWith;
    }

    /// <summary>Position in the file, 0 to 63: the group's bit in every mask.</summary>
    public int Index { get; }

    /// <summary>The group's bit.</summary>
    public ulong Mask => 1UL << Index;

    /// <summary>The definition it was compiled from; all times in milliseconds.</summary>
    public SignalGroupDefinition Definition { get; }

    /// <summary>
    /// True for a pedestrian group, which shows walk and pedestrian clearance instead of green and yellow.
    /// </summary>
    public bool IsPedestrian => Definition.Kind == SignalGroupKind.Pedestrian;

    /// <summary>Index of the vehicle group a pedestrian group walks beside, or -1.</summary>
    public int ConcurrentWith { get; }

    /// <summary>Groups that may never be green together with this one.</summary>
    public ulong Conflicts { get; internal set; }

    /// <summary>Pedestrian groups that walk beside this vehicle group.</summary>
    public ulong ConcurrentPedestrians { get; internal set; }

    /// <summary>
    /// From the end of green (or walk) to full red: yellow plus red clearance, or the pedestrian clearance.
    /// </summary>
    public int ClearanceMs => IsPedestrian ? Definition.PedClearanceMs : Definition.YellowMs + Definition.RedClearanceMs;
}
