namespace TrafficControl.Core.Safety;

/// <summary>A broken safety rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="TimeMs">Event time at which it was found, Unix milliseconds.</param>
/// <param name="Group">Index of the group concerned, or -1.</param>
/// <param name="OtherGroup">Index of the other group of a pair, or -1.</param>
public readonly record struct SafetyBreach(SafetyRule Rule, long TimeMs, int Group, int OtherGroup)
{
    /// <summary>No breach.</summary>
    public static SafetyBreach None => new(SafetyRule.None, 0, -1, -1);
}
