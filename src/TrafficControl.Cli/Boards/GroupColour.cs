namespace TrafficControl.Cli.Boards;

/// <summary>What a signal group shows.</summary>
internal enum GroupColour
{
    /// <summary>Red, with or without a running clearance.</summary>
    Red,

    /// <summary>Green.</summary>
    Green,

    /// <summary>Yellow.</summary>
    Yellow,

    /// <summary>Walk.</summary>
    Walk,

    /// <summary>Pedestrian clearance.</summary>
    PedClearance,

    /// <summary>The intersection flashes.</summary>
    Dark,
}
