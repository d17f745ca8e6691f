namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// Rules of the compiled stage set: it is not too large, its names are unique, and a rotation fits into the longest
/// reds.
/// </summary>
internal static class StageSetRules
{
    internal static void Check(FaultList faults, Intersection signals)
    {
        string path = signals.Definition.RingBarrier is null ? "stages" : "ringBarrier";
        if (signals.Stages.Length > Intersection.MaxStages)
        {
            faults.Add(
                path, $"More than {Intersection.MaxStages} stages follow from this file; list those to use in stages.");
            return;
        }

        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (Stage stage in signals.Stages)
        {
            // Listed stages with one identifier have been reported where they are listed.
            if (!seen.Add(stage.Id) && signals.Definition.Stages.Count == 0)
            {
                faults.Add(
                    path,
                    $"Two derived stages are named {JsonPath.Quote(stage.Id)}; give the signal groups ids without '+'.");
            }
        }

        // Twice: a group that just missed its turn waits for one rotation and is still served with one to spare.
        long leastMs = 2 * ServiceRotation.RotationMs(signals);
        foreach (SignalGroup group in signals.Groups)
        {
            if (group.Definition.MaxRedMs < leastMs)
            {
                faults.Add(
                    JsonPath.Item("signalGroups", group.Index) + ".maxRedMs",
                    $"maxRedMs is {group.Definition.MaxRedMs}; it must be at least {leastMs} ms, twice the time of one"
                    + " rotation through all stages at minimum service.");
            }
        }
    }
}
