namespace TrafficControl.Core.Model;

/// <summary>A movement in compiled form. Immutable; the array is shared and read only.</summary>
public sealed class Movement
{
    internal Movement(int index, MovementDefinition definition, int fromLane, int toLane, int group)
    {
        Index = index;
        Definition = definition;
        FromLane = fromLane;
        ToLane = toLane;
        Group = group;
    }

    /// <summary>Position in the file.</summary>
    public int Index { get; }

    /// <summary>The definition it was compiled from.</summary>
    public MovementDefinition Definition { get; }

    /// <summary>Index of the approach lane.</summary>
    public int FromLane { get; }

    /// <summary>Index of the exit lane, or -1.</summary>
    public int ToLane { get; }

    /// <summary>Index of the signal group that releases it.</summary>
    public int Group { get; }

    /// <summary>Indices of the movements it gives way to while both are green.</summary>
    public int[] YieldsTo { get; internal set; } = [];

    /// <summary>Pedestrian groups whose people it gives way to, one bit each.</summary>
    public ulong YieldsToPedestrians { get; internal set; }
}
