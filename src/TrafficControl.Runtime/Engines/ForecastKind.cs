namespace TrafficControl.Runtime.Engines;

/// <summary>What a forecast of a group's end rests on; each kind has its own record of being right.</summary>
internal enum ForecastKind
{
    /// <summary>End of a green by the plan.</summary>
    PlannedEnd,

    /// <summary>End of a red by the plan.</summary>
    PlannedStart,

    /// <summary>The change is under way, and the intervals still to run are known.</summary>
    UnderWay,
}
