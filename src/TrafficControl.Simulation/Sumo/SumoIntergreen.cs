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

    /// <summary>
    /// As published benchmarks run these nets, whatever the net ships: 3 s of yellow and no red clearance for every vehicle
    /// signal, minimum green 5 s. What the shipped changes took beyond that is given to the green before them. Crossings
    /// keep what the program gives them. For comparison with published figures, not for a street.
    /// </summary>
    Benchmark,
}
