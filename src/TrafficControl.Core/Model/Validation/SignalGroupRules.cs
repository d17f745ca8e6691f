namespace TrafficControl.Core.Model.Validation;

/// <summary>Rules of a signal group's own timing and of its place beside another group.</summary>
internal static class SignalGroupRules
{
    private const int LeastWalkMs = 4_000;
    private const int LeastYellowMs = 3_000;
    private const int LeastPedClearanceMs = 3_000;
    private const int MostGreenMs = 6_000_000;

    internal static void Check(ModelUnderTest model)
    {
        if (model.Definition.SignalGroups.Count == 0)
        {
            model.Faults.Add("signalGroups", "signalGroups is empty; an intersection has 1 to 64 signal groups.");
        }

        for (int i = 0; i < model.Conflicts.Length; i++)
        {
            string path = JsonPath.Item("signalGroups", i);
            SignalGroupDefinition group = model.Definition.SignalGroups[i];
            CheckRanges(model.Faults, path, group);
            CheckVolumeDensity(model.Faults, path, group);
        }

        CheckReferences(model);
    }

    /// <summary>The rules of what groups say of each other, without their times.</summary>
    internal static void CheckReferences(ModelUnderTest model)
    {
        for (int i = 0; i < model.Conflicts.Length; i++)
        {
            CheckConcurrency(model, JsonPath.Item("signalGroups", i), i, model.Definition.SignalGroups[i]);
        }
    }

    private static void CheckRanges(FaultList faults, string path, SignalGroupDefinition group)
    {
        bool pedestrian = group.Kind == SignalGroupKind.Pedestrian;
        RangeChecks range = new(faults, path);
        range.Field("kind", group.Kind);
        range.Field("recall", group.Recall);
        range.Field("minGreenMs", group.MinGreenMs, pedestrian ? LeastWalkMs : 1_000, 255_000);
        range.Field("maxGreenMs", group.MaxGreenMs, 1_000, MostGreenMs);
        range.Field("maxGreen2Ms", group.MaxGreen2Ms, 1_000, MostGreenMs);
        range.Field("yellowMs", group.YellowMs, pedestrian ? 0 : LeastYellowMs, pedestrian ? 0 : 25_500);
        range.Field("redClearanceMs", group.RedClearanceMs, 0, pedestrian ? 0 : 25_500);
        range.Field("redRevertMs", group.RedRevertMs, 0, 25_500);
        range.Field(
            "pedClearanceMs", group.PedClearanceMs, pedestrian ? LeastPedClearanceMs : 0, pedestrian ? 255_000 : 0);
        range.Field("maxRedMs", group.MaxRedMs, 10_000, 900_000);
        range.Field("passageMs", group.PassageMs, 0, 25_500);
        CheckMaxGreen(faults, path, "maxGreenMs", group.MaxGreenMs, group.MinGreenMs);
        CheckMaxGreen(faults, path, "maxGreen2Ms", group.MaxGreen2Ms, group.MinGreenMs);
    }

    private static void CheckMaxGreen(FaultList faults, string path, string name, int maxGreenMs, int minGreenMs)
    {
        // Below the field's own range the range check has already spoken.
        if (maxGreenMs >= 1_000 && maxGreenMs < minGreenMs)
        {
            faults.Add(
                JsonPath.Field(path, name), $"{name} is {maxGreenMs}; it must be at least minGreenMs, {minGreenMs} ms.");
        }
    }

    private static void CheckVolumeDensity(FaultList faults, string groupPath, SignalGroupDefinition group)
    {
        if (group.VolumeDensity is not { } density)
        {
            return;
        }

        string path = groupPath + ".volumeDensity";
        if (group.Kind == SignalGroupKind.Pedestrian)
        {
            faults.Add(path, "volumeDensity is for vehicles; remove it from the pedestrian group.");
        }

        RangeChecks range = new(faults, path);
        range.Field("addedInitialMs", density.AddedInitialMs, 0, 25_500);
        range.Field("maxInitialMs", density.MaxInitialMs, 0, 255_000);
        range.Field("timeBeforeReductionMs", density.TimeBeforeReductionMs, 0, 255_000);
        range.Field("timeToReduceMs", density.TimeToReduceMs, 0, 255_000);
        range.Field("minGapMs", density.MinGapMs, 0, 25_500);
        if (density.MaxInitialMs >= 0 && density.MaxInitialMs < group.MinGreenMs)
        {
            faults.Add(
                path + ".maxInitialMs",
                $"maxInitialMs is {density.MaxInitialMs}; it must be at least minGreenMs, {group.MinGreenMs} ms.");
        }

        if (density.MinGapMs <= 25_500 && density.MinGapMs > group.PassageMs)
        {
            faults.Add(
                path + ".minGapMs",
                $"minGapMs is {density.MinGapMs}; it must be at most passageMs, {group.PassageMs} ms.");
        }
    }

    private static void CheckConcurrency(ModelUnderTest model, string groupPath, int index, SignalGroupDefinition group)
    {
        if (group.ConcurrentWith.Length == 0)
        {
            return;
        }

        string path = groupPath + ".concurrentWith";
        if (group.Kind != SignalGroupKind.Pedestrian)
        {
            model.Faults.Add(path, $"concurrentWith is for pedestrian groups; remove it from {model.Quoted(index)}.");
            return;
        }

        int beside = model.Groups.Resolve(group.ConcurrentWith, path);
        if (model.IsPedestrian(beside))
        {
            model.Faults.Add(
                path, $"concurrentWith names the pedestrian group {model.Quoted(beside)}; name the vehicle group beside it.");
        }
        else if (model.InConflict(index, beside))
        {
            model.Faults.Add(
                path,
                $"{model.Quoted(index)} conflicts with {model.Quoted(beside)} and cannot walk beside it;"
                + " correct conflicts or concurrentWith.");
        }
    }
}
