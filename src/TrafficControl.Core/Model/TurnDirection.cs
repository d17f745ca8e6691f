namespace TrafficControl.Core.Model;

/// <summary>Where a movement goes, seen by its driver.</summary>
public enum TurnDirection
{
    /// <summary>Straight on.</summary>
    Through,

    /// <summary>To the left.</summary>
    Left,

    /// <summary>To the right.</summary>
    Right,

    /// <summary>Back where it came from.</summary>
    UTurn,
}
