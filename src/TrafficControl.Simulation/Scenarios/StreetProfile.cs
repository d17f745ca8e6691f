namespace TrafficControl.Simulation.Scenarios;

/// <summary>What the roads of a street look like.</summary>
/// <param name="Lanes">Lanes of each direction, 1 to 4.</param>
internal sealed record StreetProfile(int Lanes)
{
    /// <summary>
    /// Turns of each lane at a stop line, from the kerb inwards, <c>r</c> <c>s</c> <c>l</c>; more entries than lanes
    /// are pockets. Empty: netconvert's guess.
    /// </summary>
    internal IReadOnlyList<string> LaneTurns { get; init; } = [];

    /// <summary>Length of the pockets in metres.</summary>
    internal int PocketM { get; init; }

    /// <summary>Speed limit, m/s.</summary>
    internal double SpeedMps { get; init; } = 13.89;

    /// <summary>Width of a lane in metres.</summary>
    internal double LaneWidthM { get; init; } = 3.25;

    /// <summary>Width of the pavement on its right in metres; 0: none.</summary>
    internal double PavementM { get; init; }
}
