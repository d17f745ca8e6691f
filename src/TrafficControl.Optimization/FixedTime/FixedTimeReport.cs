using System.Globalization;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>Puts the result of a search into words and numbers.</summary>
internal static class FixedTimeReport
{
    internal static FixedTimeResult Create(
        Intersection intersection, PlanEvaluator evaluator, SequenceSearch search, MovementVolumes volumes,
        FixedTimeOptions options)
    {
        LaneGroupState[] states = evaluator.Evaluate(search.Plan);
        double volumeVph = evaluator.LaneGroups.Sum(lanes => lanes.VolumeVps * 3600);
        double delayS = search.DelayVehS / volumeVph;
        FixedTimeResult result = new()
        {
            Intersection = intersection.Id,
            Plan = new TimingPlanDefinition
            {
                Id = options.PlanId,
                Strategy = StrategyKind.FixedTime,
                CycleMs = search.Plan.CycleS * 1000,
                Splits = [.. search.Plan.Stages.Zip(
                    search.Plan.DurationsS,
                    (stage, seconds) => new SplitDefinition(intersection.Stages[stage].Id, seconds * 1000))],
            },
            WebsterCycleS = double.IsFinite(search.WebsterCycleS) ? Math.Round(search.WebsterCycleS, 1) : null,
            LostTimeS = Math.Round(search.Critical.LostTimeS, 2),
            FlowRatio = Math.Round(search.Critical.FlowRatio, 4),
            CriticalDegree = Math.Round(
                Webster.CriticalDegree(search.Plan.CycleS, search.Critical.LostTimeS, search.Critical.FlowRatio), 3),
            DelayS = Math.Round(delayS, 2),
            LevelOfService = HcmDelay.LevelOfService(delayS, 0),
            Movements = Movements(intersection, evaluator, search, states, volumes, options),
            Warnings = [.. Warnings(intersection, evaluator, search, states, options), .. volumes.Notes],
        };
        IReadOnlyList<ModelFault> faults = IntersectionValidator.Validate(result.AddTo(intersection.Definition));
        return faults.Count == 0
            ? result
            : throw new OptimizationInputException($"The plan of '{intersection.Id}' is not legal: {faults[0]}");
    }

    private static List<MovementPerformance> Movements(
        Intersection intersection, PlanEvaluator evaluator, SequenceSearch search, LaneGroupState[] states,
        MovementVolumes volumes, FixedTimeOptions options)
    {
        List<MovementPerformance> movements = [];
        for (int i = 0; i < states.Length; i++)
        {
            foreach (TurnClass turn in evaluator.LaneGroups[i].Classes)
            {
                double[] green = GreenTimes.Cover(
                    GreenTimes.Windows(intersection, search.Plan, turn.Group, options), search.Plan.CycleS);
                movements.AddRange(turn.Movements.Select(index => intersection.Movements[index].Definition)
                    .Select((movement, n) => new MovementPerformance(
                        movement.Id,
                        movement.SignalGroup,
                        Math.Round(volumes.VolumesVph[turn.Movements[n]], 1),
                        movement.SaturationFlowVph,
                        Math.Round(search.Critical.FlowRatios[i], 3),
                        Math.Round(green.Sum() / search.Plan.CycleS, 3),
                        Math.Round(states[i].Degree, 3),
                        Math.Round(states[i].DelayS, 1),
                        HcmDelay.LevelOfService(states[i].DelayS, states[i].Degree),
                        search.Critical.LaneGroups.Contains(i))));
            }
        }

        Dictionary<string, int> order = intersection.Movements.ToDictionary(
            movement => movement.Definition.Id, movement => movement.Index, StringComparer.Ordinal);
        return [.. movements.OrderBy(movement => order[movement.Movement])];
    }

    private static IEnumerable<string> Warnings(
        Intersection intersection, PlanEvaluator evaluator, SequenceSearch search, LaneGroupState[] states,
        FixedTimeOptions options)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (search.Critical.FlowRatio >= Webster.OversaturatedFlowRatio)
        {
            yield return string.Create(
                culture,
                $"The critical flow ratio is {search.Critical.FlowRatio:0.00}: Webster's formula ends at 0.95, so the search "
                + $"started from the longest cycle; queues will grow.");
        }

        if (options.CycleS is null && search.ShortestCycleS > options.MaxCycleS)
        {
            yield return string.Create(
                culture,
                $"Minimum greens and pedestrian times need a cycle of {search.ShortestCycleS} s, more than the longest one "
                + $"allowed, {options.MaxCycleS} s.");
        }

        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Degree > 1)
            {
                string lanes = string.Join(
                    ", ", evaluator.LaneGroups[i].Lanes.Select(lane => intersection.Lanes[lane].Definition.Id));
                yield return string.Create(culture, $"Demand of lane {lanes} is {states[i].Degree:0.00} of its capacity.");
            }
        }
    }
}
