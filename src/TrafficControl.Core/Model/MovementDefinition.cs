namespace TrafficControl.Core.Model;

/// <summary>
/// One movement of an intersection file: from an approach lane to an exit lane under one signal group.
/// </summary>
public sealed record MovementDefinition
{
    /// <summary>Identifier, unique among the file's movements.</summary>
    public required string Id { get; init; }

    /// <summary>Approach lane it starts from.</summary>
    public required string FromLane { get; init; }

    /// <summary>Exit lane it ends in. Empty: leaves the model.</summary>
    public string ToLane { get; init; } = "";

    /// <summary>Signal group that releases it.</summary>
    public required string SignalGroup { get; init; }

    /// <summary>Where it goes.</summary>
    public TurnDirection Turn { get; init; }

    /// <summary>
    /// Saturation flow in vehicles per hour of green. 100 to 10 000; 1 900 is the HCM base rate of a lane.
    /// </summary>
    public double SaturationFlowVph { get; init; } = 1_900;

    /// <summary>
    /// Share of its lane's vehicles that make this movement, 0 to 1; the shares of a lane add up to 1.
    /// </summary>
    public double Share { get; init; } = 1;

    /// <summary>Movements it gives way to while both are green (permissive turns).</summary>
    public IReadOnlyList<string> YieldsTo { get; init; } = [];

    /// <summary>Pedestrian groups whose people it gives way to while both are green (turns across a crossing).</summary>
    public IReadOnlyList<string> YieldsToPedestrians { get; init; } = [];
}
