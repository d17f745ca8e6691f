using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>
/// Makes the fixed-time plan of least HCM control delay: Webster's cycle with splits by critical flow ratios for each
/// sequence of stages the junction allows, refined by a local search over cycle and splits. Deterministic.
/// </summary>
public static class FixedTimeOptimizer
{
    /// <summary>Optimises a plan.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="volumes">Demand.</param>
    /// <param name="options">Limits and assumptions.</param>
    /// <exception cref="OptimizationInputException">
    /// There is no demand, an option is out of range, or no sequence of stages fits the cycle.
    /// </exception>
    public static FixedTimeResult Optimize(Intersection intersection, MovementVolumes volumes, FixedTimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(volumes);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (volumes.VolumesVph.Count != intersection.Movements.Length)
        {
            throw new ArgumentException("There must be one volume per movement.", nameof(volumes));
        }

        if (!volumes.VolumesVph.Any(volume => volume > 0))
        {
            throw new OptimizationInputException(
                $"No movement of '{intersection.Id}' has demand; give volumes above 0 for those that have.");
        }

        PlanEvaluator evaluator = new(intersection, volumes.VolumesVph, options);
        SequenceSearch? best = null;
        IReadOnlyList<int[]> sequences = StageSequences.Of(intersection);
        int[][] safe = [.. sequences.Where(sequence => TurnProtection.IsKept(intersection, volumes.VolumesVph, sequence))];
        foreach (int[] sequence in safe.Length > 0 ? safe : sequences)
        {
            best = Better(best, SequenceSearch.TryRun(intersection, evaluator, sequence, options));
        }

        if (best is null)
        {
            throw new OptimizationInputException(options.CycleS is { } cycleS
                ? $"No sequence of stages of '{intersection.Id}' fits a cycle of {cycleS} s with its minimum services; lengthen it."
                : $"No sequence of stages of '{intersection.Id}' meets its minimum services and longest reds; check maxRedMs.");
        }

        best = DropNeedless(intersection, evaluator, best, volumes.VolumesVph, options);
        return FixedTimeReport.Create(intersection, evaluator, best, volumes, options);
    }

    /// <summary>Leaves out stages whose groups others serve, as long as that lowers the delay.</summary>
    private static SequenceSearch DropNeedless(
        Intersection intersection, PlanEvaluator evaluator, SequenceSearch best, IReadOnlyList<double> volumesVph,
        FixedTimeOptions options)
    {
        for (int split = 0; split < best.Plan.Stages.Length; split++)
        {
            int[] shorter = [.. best.Plan.Stages.Where((_, i) => i != split)];
            if (!StageSequences.ServesAll(intersection, shorter)
                || !TurnProtection.IsKept(intersection, volumesVph, shorter))
            {
                continue;
            }

            SequenceSearch? without = Better(best, SequenceSearch.TryRun(intersection, evaluator, shorter, options));
            if (without != best && without is not null)
            {
                best = without;
                split = -1;
            }
        }

        return best;
    }

    private static SequenceSearch? Better(SequenceSearch? best, SequenceSearch? other) =>
        best is null || (other is not null && other.DelayVehS < best.DelayVehS - 1e-6) ? other ?? best : best;
}
