namespace TrafficControl.Optimization.FixedTime;

/// <summary>What a fixed-time plan is made for.</summary>
public sealed record FixedTimeOptions
{
    /// <summary>Identifier of the plan that is made.</summary>
    public string PlanId { get; init; } = "optimized";

    /// <summary>Shortest cycle allowed, whole seconds. 10 to 600.</summary>
    public int MinCycleS { get; init; } = 30;

    /// <summary>Longest cycle allowed, whole seconds; used where the junction is oversaturated. 10 to 600.</summary>
    public int MaxCycleS { get; init; } = 120;

    /// <summary>A cycle that must be kept, whole seconds, as in a corridor; null: the best one is looked for.</summary>
    public int? CycleS { get; init; }

    /// <summary>Time lost at the start of a green, seconds (HCM 7 default: 2).</summary>
    public double StartUpLostTimeS { get; init; } = 2;

    /// <summary>Use of the yellow as if it were green, seconds (HCM 7 default extension: 2).</summary>
    public double EndGainS { get; init; } = 2;

    /// <summary>Length of the period that delay is worked out for, hours (HCM 7 default: 0.25).</summary>
    public double AnalysisPeriodH { get; init; } = 0.25;

    /// <summary>Throws when a value is out of its range.</summary>
    /// <exception cref="OptimizationInputException">Names the value and its range.</exception>
    internal void Check()
    {
        if (MinCycleS < 10 || MaxCycleS > 600 || MinCycleS > MaxCycleS)
        {
            throw new OptimizationInputException(
                $"The cycle may be {MinCycleS} to {MaxCycleS} s; give limits within 10 to 600 s, the least one first.");
        }

        if (CycleS is < 10 or > 600)
        {
            throw new OptimizationInputException($"The cycle is {CycleS} s; give one of 10 to 600 s.");
        }
    }
}
