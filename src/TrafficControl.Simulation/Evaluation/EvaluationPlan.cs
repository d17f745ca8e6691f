using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;
using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>What to compare: a scenario, its controllers, its seeds.</summary>
public sealed record EvaluationPlan
{
    /// <summary>The scenario.</summary>
    public required SumoConfiguration Scenario { get; init; }

    /// <summary>Controllers, in the order of the results.</summary>
    public IReadOnlyList<EvaluationController> Controllers { get; init; } = Enum.GetValues<EvaluationController>();

    /// <summary>Seeds, in the order of the results.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Lights, loops and clearances.</summary>
    public SumoImportOptions Import { get; init; } = new();

    /// <summary>What is wrong with the detectors; SUMO's own controllers have their own, without faults.</summary>
    public DetectorFaults Faults { get; init; } = DetectorFaults.None;

    /// <summary>Start of the window in simulated milliseconds; null: the scenario's.</summary>
    public long? BeginMs { get; init; }

    /// <summary>End of the window in simulated milliseconds; null: the scenario's.</summary>
    public long? EndMs { get; init; }

    /// <summary>Time to let vehicles arrive after the window, milliseconds; 0: stop at its end.</summary>
    public long DrainMs { get; init; }

    /// <summary>Standing time after which SUMO moves a stuck vehicle on, seconds; negative: never.</summary>
    public double TeleportS { get; init; } = -1;

    /// <summary>Time ahead that the adaptive controller announces its changes, milliseconds, 0 to 30 000.</summary>
    public int CommitmentMs { get; init; }

    /// <summary>
    /// Folder for what the runs leave: <c>scenario/controller/seed-n/</c> with trips, totals and command line.
    /// </summary>
    public required string ArtifactsFolder { get; init; }

    /// <summary>Controller that the others are compared with; null: the first of <see cref="Controllers"/>.</summary>
    public EvaluationController? Reference { get; init; }

    /// <summary>
    /// Plans made for this scenario, one for each light, by the light's identifier: what
    /// <see cref="EvaluationController.Webster"/> runs. Made by whoever may use an optimiser.
    /// </summary>
    public IReadOnlyDictionary<string, TimingPlanDefinition> LightPlans { get; init; } =
        new Dictionary<string, TimingPlanDefinition>();

    /// <summary>
    /// Puts something between the lights of a run and their seats, such as a recorder: folder of the run, intersections,
    /// seats, which it then owns. Null: nothing.
    /// </summary>
    public Func<string, IReadOnlyList<IntersectionDefinition>, IJunctionFleet, IJunctionFleet>? Watch { get; init; }

    /// <summary>The intersection of a light with the plan made for it.</summary>
    /// <param name="light">The light.</param>
    internal IntersectionDefinition Complete(SumoLight light) => LightPlans.TryGetValue(light.Id, out TimingPlanDefinition? plan)
        ? light.Definition with { Plans = [.. light.Definition.Plans, plan] }
        : light.Definition;
}
