namespace TrafficControl.Simulation.Scenarios;

/// <summary>Greens of a shipped program in seconds; the changes between them are netconvert's.</summary>
/// <param name="EastWestS">Through stage of the roads from east and west.</param>
/// <param name="EastWestLeftS">Their left turns; not used when they have no stage of their own.</param>
/// <param name="NorthSouthS">Through stage of the roads from north and south.</param>
/// <param name="NorthSouthLeftS">Their left turns; not used when they have no stage of their own.</param>
/// <param name="OffsetS">Offset of the program.</param>
internal readonly record struct GreenTimes(
    int EastWestS, int EastWestLeftS, int NorthSouthS, int NorthSouthLeftS, int OffsetS);
