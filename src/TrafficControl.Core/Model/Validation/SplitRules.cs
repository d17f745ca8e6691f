namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// What a plan with a cycle asks of its stages: every group is served, for long enough to be legal, and often enough
/// not to exceed its longest red.
/// </summary>
internal static class SplitRules
{
    /// <param name="faults">Where faults go.</param>
    /// <param name="path">Path of the plan.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="stages">Stage of each of its splits.</param>
    /// <param name="signals">The compiled groups and stages.</param>
    internal static void Check(
        FaultList faults, string path, TimingPlanDefinition plan, int[] stages, Intersection signals)
    {
        ulong[] green = Array.ConvertAll(stages, stage => signals.Stages[stage].Groups);
        foreach (SignalGroup group in signals.Groups)
        {
            int served = 0;
            for (int i = 0; i < green.Length; i++)
            {
                served += (green[i] & group.Mask) != 0 ? 1 : 0;
                CheckEndOfGreen(faults, path, plan, green, i, signals, group);
            }

            if (served == 0)
            {
                faults.Add(
                    path + ".splits",
                    $"No split serves signal group {JsonPath.Quote(group.Definition.Id)}; add a stage that it is green in.");
            }
        }
    }

    /// <summary>
    /// Where a group's green ends with a split, checks that the splits it was green in are long enough for its least
    /// service and its intergreens into the next stage, and that the red until its next green is not too long.
    /// </summary>
    private static void CheckEndOfGreen(
        FaultList faults, string path, TimingPlanDefinition plan, ulong[] green, int last, Intersection signals,
        SignalGroup group)
    {
        int next = (last + 1) % green.Length;
        if ((green[last] & group.Mask) == 0 || (green[next] & group.Mask) != 0)
        {
            return;
        }

        long greenMs = 0;
        for (int i = last; (green[i] & group.Mask) != 0; i = (i + green.Length - 1) % green.Length)
        {
            greenMs += plan.Splits[i].DurationMs;
        }

        long neededMs = SplitService.NeededMs(signals, group, green[last], green[next]);
        if (greenMs < neededMs)
        {
            faults.Add(
                $"{JsonPath.Item(path + ".splits", last)}.durationMs",
                $"Signal group {JsonPath.Quote(group.Definition.Id)} has {greenMs} ms until the next stage; it needs"
                + $" {neededMs} ms for its shortest service and the intergreen, so lengthen the split.");
        }

        long redMs = 0;
        for (int i = next; (green[i] & group.Mask) == 0; i = (i + 1) % green.Length)
        {
            redMs += plan.Splits[i].DurationMs;
        }

        if (redMs > group.Definition.MaxRedMs)
        {
            faults.Add(
                path + ".splits",
                $"Signal group {JsonPath.Quote(group.Definition.Id)} is red for {redMs} ms of the cycle; its maxRedMs is"
                + $" {group.Definition.MaxRedMs}, so serve it more often or raise that.");
        }
    }
}
