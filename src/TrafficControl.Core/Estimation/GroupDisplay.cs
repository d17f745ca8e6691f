namespace TrafficControl.Core.Estimation;

/// <summary>What one signal group shows.</summary>
public enum GroupDisplay
{
    /// <summary>Red, or don't walk.</summary>
    Red,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Yellow.</summary>
    Yellow,

    /// <summary>Red that still times its clearance.</summary>
    RedClearance,

    /// <summary>Walk.</summary>
    Walk,

    /// <summary>Pedestrian clearance (flashing don't walk).</summary>
    PedClearance,
}
