namespace TrafficControl.Core.Model;

/// <summary>A lane in compiled form. Immutable; the arrays are shared and read only.</summary>
public sealed class Lane
{
    internal Lane(int index, LaneDefinition definition)
    {
        Index = index;
        Definition = definition;
    }

    /// <summary>Position in the file.</summary>
    public int Index { get; }

    /// <summary>The definition it was compiled from.</summary>
    public LaneDefinition Definition { get; }

    /// <summary>Indices of the movements that start here.</summary>
    public int[] Movements { get; internal set; } = [];

    /// <summary>Indices of the presence and count detectors on the lane, nearest to the stop line first.</summary>
    public int[] Detectors { get; internal set; } = [];

    /// <summary>Groups that release traffic from this lane.</summary>
    public ulong Groups { get; internal set; }
}
