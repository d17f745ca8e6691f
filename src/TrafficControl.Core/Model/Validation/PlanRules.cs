namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// Rules of timing plans. What a plan with a cycle asks of the stage set is in <see cref="SplitRules"/>.
/// </summary>
internal static class PlanRules
{
    /// <param name="model">The definition under test.</param>
    /// <param name="signals">
    /// Its groups and stages in compiled form, or null when they have faults of their own.
    /// </param>
    internal static void Check(ModelUnderTest model, Intersection? signals)
    {
        if (model.Definition.Plans.Count == 0)
        {
            model.Faults.Add("plans", "plans is empty; an intersection has 1 to 64 timing plans.");
        }

        for (int i = 0; i < Math.Min(model.Definition.Plans.Count, Intersection.MaxPlans); i++)
        {
            string path = JsonPath.Item("plans", i);
            TimingPlanDefinition plan = model.Definition.Plans[i];
            CheckRanges(model.Faults, path, plan);
            if (plan.CycleMs != 0 || plan.Splits.Count > 0 || plan.Strategy == StrategyKind.FixedTime)
            {
                CheckCycle(model, path, plan, signals);
            }
        }
    }

    private static void CheckRanges(FaultList faults, string path, TimingPlanDefinition plan)
    {
        RangeChecks range = new(faults, path);
        range.Field("strategy", plan.Strategy);
        range.Field("maxGreenSet", plan.MaxGreenSet, plan.Strategy == StrategyKind.Adaptive ? 0 : 1, 2);
        range.Field("switchingCostVehicles", plan.SwitchingCostVehicles, 0, 100);
        range.Field("maxRedMs", plan.MaxRedMs, 10_000, 900_000);
        range.Field("commitmentMs", plan.CommitmentMs, 0, TimingPlanDefinition.MaxCommitmentMs);
        if (plan.CommitmentMs > 0 && plan.Strategy != StrategyKind.Adaptive)
        {
            faults.Add(path + ".commitmentMs", "Only an adaptive plan announces its changes; remove commitmentMs.");
        }

        if (plan.CycleMs <= 0)
        {
            range.Field("offsetMs", plan.OffsetMs, 0, 0);
        }
        else if (plan.OffsetMs < 0 || plan.OffsetMs >= plan.CycleMs)
        {
            faults.Add(
                path + ".offsetMs", $"offsetMs is {plan.OffsetMs}; it must be 0 to below cycleMs, {plan.CycleMs} ms.");
        }
    }

    private static void CheckCycle(ModelUnderTest model, string path, TimingPlanDefinition plan, Intersection? signals)
    {
        if (plan.Strategy is not (StrategyKind.FixedTime or StrategyKind.Actuated))
        {
            model.Faults.Add(path, "Only a fixedTime or actuated plan has a cycle; remove cycleMs and splits.");
            return;
        }

        RangeChecks range = new(model.Faults, path);
        range.Field("cycleMs", plan.CycleMs, 10_000, 600_000);
        if (plan.Splits.Count == 0)
        {
            model.Faults.Add(path + ".splits", "splits is empty; a plan with a cycle lists its stages with their splits.");
            return;
        }

        IdTable.CheckCount(model.Faults, path + ".splits", plan.Splits.Count, TimingPlanDefinition.MaxSplits);
        int splits = Math.Min(plan.Splits.Count, TimingPlanDefinition.MaxSplits);
        long sumMs = 0;
        int[] stages = new int[splits];
        for (int i = 0; i < splits; i++)
        {
            string splitPath = JsonPath.Item(path + ".splits", i);
            SplitDefinition split = plan.Splits[i];
            new RangeChecks(model.Faults, splitPath).Field("durationMs", split.DurationMs, 1_000, 600_000);
            stages[i] = FindStage(model, splitPath + ".stage", split.Stage, signals);
            sumMs += split.DurationMs;
        }

        if (plan.Splits.Count > splits || model.Faults.IsUnreadable(path + ".splits"))
        {
            return;
        }

        if (sumMs != plan.CycleMs)
        {
            model.Faults.Add(
                path + ".cycleMs", $"cycleMs is {plan.CycleMs}; it must be the sum of the splits, {sumMs} ms.");
        }

        if (signals is not null && Array.TrueForAll(stages, stage => stage >= 0))
        {
            SplitRules.Check(model.Faults, path, plan, stages, signals);
        }
    }

    private static int FindStage(ModelUnderTest model, string path, string id, Intersection? signals)
    {
        if (model.Definition.Stages.Count > 0)
        {
            return model.Stages.Resolve(id, path);
        }

        // Derived stages are known only when what they derive from is sound.
        if (signals is null)
        {
            return -1;
        }

        int stage = Array.FindIndex(signals.Stages, known => known.Id == id);
        if (stage < 0)
        {
            string suggestion = Names.Suggest(id, Array.ConvertAll(signals.Stages, known => known.Id));
            model.Faults.Add(
                path, $"There is no stage {JsonPath.Quote(id)} among the derived ones{suggestion}");
        }

        return stage;
    }
}
