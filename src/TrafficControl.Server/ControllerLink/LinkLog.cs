namespace TrafficControl.Server.ControllerLink;

/// <summary>What the controller link logs. Event identifiers are stable; tests and alarms refer to them.</summary>
internal static partial class LinkLog
{
    [LoggerMessage(1001, LogLevel.Information, "Controller of {Intersection} connected: session {Session}, {Vendor} {Software}.")]
    internal static partial void Connected(ILogger logger, string intersection, string session, string vendor, string software);

    [LoggerMessage(1002, LogLevel.Information, "Controller of {Intersection} said goodbye: {Reason}.")]
    internal static partial void Goodbye(ILogger logger, string intersection, string reason);

    [LoggerMessage(1003, LogLevel.Information, "Controller of {Intersection} lost: {Cause}.")]
    internal static partial void Lost(ILogger logger, string intersection, string cause);

    [LoggerMessage(1004, LogLevel.Warning, "Controller of {Intersection} was replaced by a newer stream.")]
    internal static partial void Replaced(ILogger logger, string intersection);

    [LoggerMessage(1005, LogLevel.Warning, "Controller of {Intersection} is offline: silent for {SilenceMs} ms.")]
    internal static partial void Offline(ILogger logger, string intersection, long silenceMs);

    [LoggerMessage(1006, LogLevel.Warning, "Controller of {Intersection} was refused: {Fault}")]
    internal static partial void Refused(ILogger logger, string intersection, string fault);
}
