namespace TrafficControl.Simulation.Sumo;

/// <summary>Where the importer takes yellow and red clearance from.</summary>
public enum SumoIntergreen
{
    /// <summary>From the transitions of the shipped program.</summary>
    Shipped,

    /// <summary>
    /// Yellow from the approach speed by the kinematic formula, red clearance from the way through the junction.
    /// </summary>
    Legal,
}
