using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>What decides the cycle of a sequence of stages.</summary>
/// <param name="Splits">Share of the critical flow ratio, and lost time in seconds, by split.</param>
/// <param name="FlowRatio">Sum of the critical flow ratios, Y.</param>
/// <param name="LostTimeS">Time lost in a cycle, L, seconds.</param>
internal sealed record CriticalPath(
    IReadOnlyList<(double Share, double LostS)> Splits, double FlowRatio, double LostTimeS)
{
    private const double MostFlowRatio = 0.98;

    /// <summary>Critical lane groups, as indices.</summary>
    internal IReadOnlySet<int> LaneGroups { get; private init; } = new HashSet<int>();

    /// <summary>Flow ratio of each lane group, with the capacity that giving way leaves it under the plan.</summary>
    internal IReadOnlyList<double> FlowRatios { get; private init; } = [];

    /// <summary>Works out the critical path under a plan.</summary>
    internal static CriticalPath Of(
        Intersection intersection, PlanEvaluator evaluator, SplitPlan plan, FixedTimeOptions options)
    {
        LaneGroupState[] states = evaluator.Evaluate(plan);
        List<(int Lanes, int Group, double FlowRatio, ulong Served)> streams = [];
        double[] flowRatios = new double[states.Length];
        for (int lanes = 0; lanes < states.Length; lanes++)
        {
            foreach (int group in evaluator.LaneGroups[lanes].Classes.Select(turn => turn.Group).Distinct())
            {
                double ratio = FlowRatioOf(
                    intersection, evaluator.LaneGroups[lanes], states[lanes], plan, group, options);
                flowRatios[lanes] = Math.Max(flowRatios[lanes], ratio);
                streams.Add((lanes, group, ratio, Served(intersection, plan, group)));
            }
        }

        (double[] shares, double flowRatio, bool[] isCritical) = CriticalFlow.Solve(
            [.. streams.Select(stream => stream.FlowRatio)], [.. streams.Select(stream => stream.Served)], plan.Stages.Length);
        int[] groups = [.. streams.Where((_, i) => isCritical[i]).Select(stream => stream.Group).Distinct()];
        double[] lost = [.. Enumerable.Range(0, plan.Stages.Length)
            .Select(split => LostS(intersection, plan, split, groups, options))];
        return new CriticalPath([.. shares.Zip(lost)], flowRatio, lost.Sum())
        {
            LaneGroups = streams.Where((_, i) => isCritical[i]).Select(stream => stream.Lanes).ToHashSet(),
            FlowRatios = flowRatios,
        };
    }

    private static double FlowRatioOf(
        Intersection intersection, LaneGroup lanes, LaneGroupState state, SplitPlan plan, int group, FixedTimeOptions options)
    {
        double[] green = GreenTimes.Cover(GreenTimes.Windows(intersection, plan, group, options), plan.CycleS);
        double served = 0;
        double greenS = 0;
        for (int second = 0; second < green.Length; second++)
        {
            served += green[second] > 0 ? state.ServiceVps[second] : 0;
            greenS += green[second];
        }

        double share = lanes.Classes.Where(turn => turn.Group == group).Sum(turn => turn.Share);
        double rateVps = greenS > 0 && served > 0 ? served / greenS : lanes.SaturationVps;
        return Math.Min(MostFlowRatio, share * lanes.VolumeVps / rateVps);
    }

    private static ulong Served(Intersection intersection, SplitPlan plan, int group)
    {
        ulong served = 0;
        for (int split = 0; split < plan.Stages.Length; split++)
        {
            served |= ((intersection.Stages[plan.Stages[split]].Groups >> group) & 1) << split;
        }

        return served;
    }

    /// <summary>
    /// Time lost at the start of a split: the intergreen and start-up of the critical groups that start with it, less what
    /// those before gain from their yellow.
    /// </summary>
    private static double LostS(
        Intersection intersection, SplitPlan plan, int split, int[] criticalGroups, FixedTimeOptions options)
    {
        ulong stage = intersection.Stages[plan.Stages[split]].Groups;
        ulong before = intersection.Stages[plan.Stages[(split + plan.Stages.Length - 1) % plan.Stages.Length]].Groups;
        double lostS = 0;
        foreach (int group in criticalGroups)
        {
            if ((((stage & ~before) >> group) & 1) != 0)
            {
                double delayS = GreenTimes.StartDelayMs(intersection, before, stage, group) / 1000.0;
                lostS = Math.Max(lostS, delayS + options.StartUpLostTimeS - options.EndGainS);
            }
        }

        return lostS;
    }
}
