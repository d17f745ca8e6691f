namespace TrafficControl.Core.Safety;

/// <summary>What one signal group shows, in the monitor's own words: it shares no state with what it watches.</summary>
internal enum Indication : byte
{
    /// <summary>Red or don't walk, clearance over.</summary>
    Red,

    /// <summary>Green of a vehicle group.</summary>
    Green,

    /// <summary>Yellow of a vehicle group.</summary>
    Yellow,

    /// <summary>Red of a vehicle group that still times its clearance.</summary>
    RedClearance,

    /// <summary>Walk of a pedestrian group.</summary>
    Walk,

    /// <summary>Flashing don't walk of a pedestrian group.</summary>
    PedClearance,
}
