namespace TrafficControl.Simulation.Sumo.Faults;

/// <summary>What can be wrong with a detector.</summary>
public enum DetectorFaultKind
{
    /// <summary>A share of the vehicles is not seen at all: neither their "on" nor their "off".</summary>
    Missed,

    /// <summary>Presences of nobody, as many as a share of the vehicles, each at a random time.</summary>
    False,

    /// <summary>A share of the vehicles is seen twice: a second, short presence follows the first.</summary>
    Duplicated,

    /// <summary>The detector reports nothing at all.</summary>
    Dead,

    /// <summary>The detector reports a presence from the start and never its end.</summary>
    StuckOn,

    /// <summary>The detector reports that nobody is there.</summary>
    StuckOff,

    /// <summary>Every detection is reported late, and stamped with the time at which it was reported.</summary>
    Delayed,

    /// <summary>Every detection is stamped by a clock that is off against the one of the signals.</summary>
    ClockSkew,
}
