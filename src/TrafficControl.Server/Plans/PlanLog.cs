namespace TrafficControl.Server.Plans;

/// <summary>What happens to plans that people should know.</summary>
internal static partial class PlanLog
{
    [LoggerMessage(1101, LogLevel.Information, "{Intersection} runs plan '{Plan}' version {Version}, as activated before the restart.")]
    public static partial void Restored(ILogger logger, string intersection, string plan, int version);

    [LoggerMessage(1102, LogLevel.Error, "{Intersection} runs its default plan: the active plan '{Plan}' version {Version} {Fault}")]
    public static partial void NotRestored(ILogger logger, string intersection, string plan, int version, string fault);

    [LoggerMessage(1103, LogLevel.Warning, "The database has an active plan for '{Intersection}', which this server has no file of.")]
    public static partial void UnknownIntersection(ILogger logger, string intersection);
}
