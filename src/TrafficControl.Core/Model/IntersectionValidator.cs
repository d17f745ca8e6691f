using TrafficControl.Core.Model.Validation;

namespace TrafficControl.Core.Model;

/// <summary>Finds everything that is wrong with an intersection definition.</summary>
public static class IntersectionValidator
{
    /// <summary>Beyond this no time of a file can be meant; below it no sum of times can overflow.</summary>
    private const int MaxComputableMs = 10_000_000;

    // The parts of a file that the stage set is compiled from.
    private static readonly string[] SignalFields = ["signalGroups", "conflicts", "intergreens", "stages", "ringBarrier"];

    /// <summary>
    /// Lists all faults of a definition, each with the path of the field; empty when it is sound. Never throws for what
    /// a definition contains, nulls included. Lists at most 1 000 faults, then says how many there are.
    /// </summary>
    /// <param name="definition">The definition to look at.</param>
    public static IReadOnlyList<ModelFault> Validate(IntersectionDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        FaultList faults = new();
        Validate(definition, faults);
        return faults.ToList();
    }

    /// <summary>
    /// Lists all faults a plan would have in the place of an intersection's own, each with the path inside the plan
    /// (<c>$</c>: the plan as a whole); empty when it is sound.
    /// </summary>
    /// <param name="intersection">A definition without faults.</param>
    /// <param name="plan">The plan to look at.</param>
    public static IReadOnlyList<ModelFault> ValidatePlan(IntersectionDefinition intersection, TimingPlanDefinition plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        string prefix = JsonPath.Item("plans", 0);
        List<ModelFault> faults = [];
        foreach (ModelFault fault in Validate(intersection with { Plans = [plan], DefaultPlan = "", LocalPlan = "" }))
        {
            string path = fault.Path.StartsWith(prefix, StringComparison.Ordinal) ? fault.Path[prefix.Length..] : fault.Path;
            faults.Add(fault with { Path = path.Length == 0 ? JsonPath.Root : path.TrimStart('.') });
        }

        return faults;
    }

    /// <summary>Adds all faults of a definition to those found while reading it.</summary>
    /// <param name="definition">The definition, with stand-ins for what could not be read.</param>
    /// <param name="faults">The faults found so far.</param>
    internal static void Validate(IntersectionDefinition definition, FaultList faults)
    {
        ModelUnderTest model = new(new NullSweep(faults).Sweep(definition), faults);
        HeaderRules.Check(model);
        SignalGroupRules.Check(model);
        ConflictRules.Check(model);
        StageRules.Check(model);
        LaneRules.Check(model);
        DetectorRules.Check(model);
        Intersection? signals = TryCompileSignals(model);
        if (signals is not null)
        {
            StageSetRules.Check(faults, signals);
        }

        PlanRules.Check(model, signals?.Stages.Length <= Intersection.MaxStages ? signals : null);
    }

    /// <summary>
    /// Compiles groups and stages, or returns null when their structure has faults or their times cannot be summed.
    /// </summary>
    private static Intersection? TryCompileSignals(ModelUnderTest model)
    {
        IntersectionDefinition definition = model.Definition;
        if (model.Faults.AnyUnreadable(SignalFields) || definition.SignalGroups.Count == 0)
        {
            return null;
        }

        // A second look at the structure alone: the faults found before also hold those of ranges, lanes and detectors.
        FaultList structure = new();
        ModelUnderTest signals = new(
            definition with { Lanes = [], Movements = [], Detectors = [], Plans = [] }, structure);
        foreach (SignalGroupDefinition group in definition.SignalGroups)
        {
            if (!IsComputable(group))
            {
                return null;
            }
        }

        foreach (IntergreenDefinition intergreen in definition.Intergreens)
        {
            if (intergreen.Ms is < 0 or > MaxComputableMs)
            {
                return null;
            }
        }

        SignalGroupRules.CheckReferences(signals);
        ConflictRules.CheckReferences(signals);
        StageRules.Check(signals);
        return structure.Count == 0 ? Intersection.CompileSignals(definition) : null;
    }

    private static bool IsComputable(SignalGroupDefinition group)
    {
        ReadOnlySpan<int> times =
        [
            group.MinGreenMs, group.YellowMs, group.RedClearanceMs, group.PedClearanceMs, group.MaxRedMs,
            group.VolumeDensity?.MaxInitialMs ?? 0,
        ];
        return !times.ContainsAnyExceptInRange(0, MaxComputableMs);
    }
}
