namespace TrafficControl.Simulation.Scenarios;

/// <summary>Where a movement goes at a junction, seen by its driver, who drives on the right.</summary>
internal enum TurnSide
{
    /// <summary>To the right.</summary>
    Right,

    /// <summary>Straight on.</summary>
    Through,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>Back to where it came from.</summary>
    Back,
}
