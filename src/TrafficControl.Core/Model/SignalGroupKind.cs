namespace TrafficControl.Core.Model;

/// <summary>What a signal group controls. Decides which intervals it times.</summary>
public enum SignalGroupKind
{
    /// <summary>General traffic: green, yellow, red clearance, red.</summary>
    Vehicle,

    /// <summary>Pedestrians: walk, pedestrian clearance (flashing), red.</summary>
    Pedestrian,

    /// <summary>A bus or tram lane: timed like vehicles.</summary>
    Bus,

    /// <summary>Bicycles: timed like vehicles.</summary>
    Bicycle,

    /// <summary>An auxiliary arrow, such as right turn on red or a protected turn: timed like vehicles.</summary>
    Arrow,
}
