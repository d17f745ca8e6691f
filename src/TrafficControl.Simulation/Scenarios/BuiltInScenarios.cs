namespace TrafficControl.Simulation.Scenarios;

/// <summary>The scenarios that need no download.</summary>
public static class BuiltInScenarios
{
    /// <summary>All of them, in the order they are usually listed.</summary>
    public static IReadOnlyList<BuiltInScenario> All { get; } =
    [
        new("grid-4x4", "16 junctions of equal streets in a morning peak", 0, GridScenario.Draft),
        new("arterial-6", "six junctions on an artery with a strong peak direction", 0, ArterialScenario.Draft),
        new("ramp", "one junction whose demand ramps over its capacity and back", 1_800, RampScenario.Draft),
        new("pedestrian-centre", "four junctions of a centre, crossings, many people on foot", 0, PedestrianScenario.Draft),
        new("motorcycles", "one junction, 80 % motorcycles side by side in shared lanes", 0, MotorcycleScenario.Draft),
    ];

    /// <summary>The scenario of a name, or null when there is none.</summary>
    /// <param name="name">Its name, in this spelling.</param>
    public static BuiltInScenario? TryFind(string name) => All.FirstOrDefault(scenario => scenario.Name == name);
}
