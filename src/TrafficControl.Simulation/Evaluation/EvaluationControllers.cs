using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>Names of the controllers as people and files write them.</summary>
public static class EvaluationControllers
{
    /// <summary>Identifier of the plan that <see cref="EvaluationController.Webster"/> runs.</summary>
    public const string WebsterPlan = "webster";

    private static readonly (string Name, EvaluationController Controller)[] ByName =
    [
        ("fixed", EvaluationController.Fixed),
        ("actuated", EvaluationController.Actuated),
        ("max-pressure", EvaluationController.MaxPressure),
        ("adaptive", EvaluationController.Adaptive),
        ("max-pressure-10s", EvaluationController.MaxPressure10s),
        ("longest-wave-10s", EvaluationController.LongestWave10s),
        ("webster", EvaluationController.Webster),
        ("sumo-actuated", EvaluationController.SumoActuated),
        ("sumo-delay-based", EvaluationController.SumoDelayBased),
    ];

    /// <summary>All names, in the order they are usually listed.</summary>
    public static IReadOnlyList<string> Names => [.. ByName.Select(entry => entry.Name)];

    /// <summary>Name of a controller.</summary>
    /// <param name="controller">The controller.</param>
    public static string NameOf(EvaluationController controller) =>
        Array.Find(ByName, entry => entry.Controller == controller).Name;

    /// <summary>Reads a name.</summary>
    /// <param name="name">A name from <see cref="Names"/>.</param>
    /// <exception cref="SumoException">There is no such controller.</exception>
    public static EvaluationController Parse(string name)
    {
        foreach ((string known, EvaluationController controller) in ByName)
        {
            if (known == name)
            {
                return controller;
            }
        }

        throw new SumoException($"Controller '{name}' is not known: use {string.Join(", ", Names)}.");
    }

    /// <summary>
    /// Name of the plan of an imported intersection that a controller runs, or null when SUMO runs it alone.
    /// </summary>
    /// <param name="controller">The controller.</param>
    internal static string? PlanOf(EvaluationController controller) => controller switch
    {
        EvaluationController.Fixed => SumoImporter.FixedPlan,
        EvaluationController.Actuated => SumoImporter.ActuatedPlan,
        EvaluationController.MaxPressure => SumoImporter.MaxPressurePlan,
        EvaluationController.Adaptive => SumoImporter.AdaptivePlan,
        EvaluationController.MaxPressure10s => PeerPlans.MaxPressure10s,
        EvaluationController.LongestWave10s => PeerPlans.LongestWave10s,
        EvaluationController.Webster => WebsterPlan,
        _ => null,
    };
}
