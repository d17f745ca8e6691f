namespace TrafficControl.Simulation.Traffic;

/// <summary>One movement of one junction, with road lanes instead of lanes of the file.</summary>
internal sealed class RoadMovement
{
    internal required int Junction { get; init; }

    /// <summary>Index of the movement in its junction.</summary>
    internal required int Movement { get; init; }

    /// <summary>Bit of the signal group that releases it.</summary>
    internal required ulong GroupMask { get; init; }

    internal required int Group { get; init; }

    internal required int FromLane { get; init; }

    /// <summary>Road lane it leads to, or -1 out of the model.</summary>
    internal required int ToLane { get; init; }

    internal required double Share { get; init; }

    /// <summary>Speed in the turn; infinite for a through movement.</summary>
    internal required double TurnSpeedMps { get; init; }

    /// <summary>Movements it gives way to, as indices of the road map.</summary>
    internal int[] YieldsTo { get; set; } = [];

    /// <summary>When a vehicle last crossed the stop line.</summary>
    internal long LastCrossingMs { get; set; } = long.MinValue / 2;

    /// <summary>Vehicles that have crossed the stop line.</summary>
    internal long Crossings { get; set; }
}
