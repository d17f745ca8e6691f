namespace TrafficControl.Core.Model.Validation;

/// <summary>Rules of the fields that concern the intersection as a whole.</summary>
internal static class HeaderRules
{
    internal static void Check(ModelUnderTest model)
    {
        IntersectionDefinition definition = model.Definition;
        RangeChecks range = new(model.Faults, "");
        range.Field(
            "formatVersion", definition.FormatVersion,
            IntersectionDefinition.CurrentFormatVersion, IntersectionDefinition.CurrentFormatVersion);
        range.Field("latitudeDeg", definition.LatitudeDeg ?? 0, -90, 90);
        range.Field("longitudeDeg", definition.LongitudeDeg ?? 0, -180, 180);
        range.Field("startUpAllRedMs", definition.StartUpAllRedMs, 0, 60_000);

        IdTable.CheckId(model.Faults, "id", definition.Id, IntersectionDefinition.MaxIdLength);
        CheckText(model.Faults, "name", definition.Name);
        foreach ((string field, string plan) in new[]
            { ("defaultPlan", definition.DefaultPlan), ("localPlan", definition.LocalPlan) })
        {
            if (plan.Length > 0)
            {
                model.Plans.Resolve(plan, field);
            }
        }
    }

    /// <summary>Reports a text for people that is too long or holds control characters.</summary>
    internal static void CheckText(FaultList faults, string path, string text)
    {
        string field = path[(path.LastIndexOf('.') + 1)..];
        if (text.Length > IntersectionDefinition.MaxIdLength)
        {
            faults.Add(path, $"{field} has {text.Length} characters; at most {IntersectionDefinition.MaxIdLength} are possible.");
        }
        else if (!Names.IsPlainText(text))
        {
            faults.Add(path, $"{field} {JsonPath.Quote(text)} contains an unprintable character; leave it out.");
        }
    }
}
