namespace TrafficControl.Core.Model.Validation;

/// <summary>Rules of the conflict table and of the intergreens over it.</summary>
internal static class ConflictRules
{
    internal static void Check(ModelUnderTest model)
    {
        CheckReferences(model);
        for (int i = 0; i < model.Definition.Intergreens.Count && !model.Faults.IsFull; i++)
        {
            CheckTimes(model, JsonPath.Item("intergreens", i), model.Definition.Intergreens[i]);
        }
    }

    /// <summary>The rules of which groups conflict and which pairs have an intergreen, without its times.</summary>
    internal static void CheckReferences(ModelUnderTest model)
    {
        foreach ((string id, IReadOnlyList<string> others) in model.Definition.Conflicts)
        {
            if (model.Faults.IsFull)
            {
                break;
            }

            CheckRow(model, id, others);
        }

        HashSet<(int From, int To)> pairs = [];
        for (int i = 0; i < model.Definition.Intergreens.Count && !model.Faults.IsFull; i++)
        {
            CheckPair(model, JsonPath.Item("intergreens", i), model.Definition.Intergreens[i], pairs);
        }
    }

    private static void CheckRow(ModelUnderTest model, string id, IReadOnlyList<string> others)
    {
        string path = JsonPath.Field("conflicts", id);
        int group = model.Groups.Resolve(id, path);
        int[] positions = model.Groups.ResolveAll(others, path);
        for (int i = 0; group >= 0 && i < positions.Length; i++)
        {
            int other = positions[i];
            if (other == group)
            {
                model.Faults.Add(
                    JsonPath.Item(path, i), $"{model.Quoted(group)} conflicts with itself; remove it from its own list.");
            }
            else if (other >= 0 && (model.Conflicts[other] >> group & 1) == 0
                && !model.Faults.IsUnreadable(JsonPath.Field("conflicts", others[i])))
            {
                model.Faults.Add(
                    JsonPath.Item(path, i),
                    $"{model.Quoted(group)} conflicts with {model.Quoted(other)} but not the other way round;"
                    + $" add {model.Quoted(group)} to {JsonPath.Field("conflicts", others[i])}.");
            }
        }
    }

    private static void CheckTimes(ModelUnderTest model, string path, IntergreenDefinition intergreen)
    {
        RangeChecks range = new(model.Faults, path);
        range.Field("ms", intergreen.Ms, 0, 60_000);
        range.Field("guaranteedMs", intergreen.GuaranteedMs, 0, 60_000);
        if (intergreen.Ms < intergreen.GuaranteedMs)
        {
            model.Faults.Add(
                path + ".ms", $"ms is {intergreen.Ms}; it must be at least guaranteedMs, {intergreen.GuaranteedMs} ms.");
        }

        int from = model.Groups.Find(intergreen.From);
        if (from >= 0 && intergreen.Ms < model.ClearanceMs(from))
        {
            model.Faults.Add(
                path + ".ms",
                $"ms is {intergreen.Ms}; it must be at least the clearance of {model.Quoted(from)},"
                + $" {model.ClearanceMs(from)} ms.");
        }
    }

    private static void CheckPair(
        ModelUnderTest model, string path, IntergreenDefinition intergreen, HashSet<(int From, int To)> pairs)
    {
        int from = model.Groups.Resolve(intergreen.From, path + ".from");
        int to = model.Groups.Resolve(intergreen.To, path + ".to");
        if (from < 0 || to < 0)
        {
            return;
        }

        if (!model.InConflict(from, to) && !model.Faults.AnyUnreadable(["conflicts"]))
        {
            model.Faults.Add(
                path,
                $"{model.Quoted(from)} and {model.Quoted(to)} do not conflict; add them to conflicts or remove the intergreen.");
        }

        if (!pairs.Add((from, to)))
        {
            model.Faults.Add(
                path, $"The intergreen from {model.Quoted(from)} to {model.Quoted(to)} is given twice; remove one.");
        }
    }
}
