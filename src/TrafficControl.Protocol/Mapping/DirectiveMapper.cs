using TrafficControl.Core.Controller;

namespace TrafficControl.Protocol.Mapping;

/// <summary>
/// Maps directives between their message and the buffer the engine works on. Both are filled again for every one.
/// </summary>
public static class DirectiveMapper
{
    private const int Unknown = -1;

    /// <summary>Fills the message of a directive.</summary>
    /// <param name="directive">The directive.</param>
    /// <param name="tickTimeMs">Time of the tick it answers, Unix milliseconds: forecasts are said from there.</param>
    /// <param name="message">The message to fill; what it held is gone.</param>
    public static void Fill(Directive directive, long tickTimeMs, V1.Directive message)
    {
        ArgumentNullException.ThrowIfNull(directive);
        ArgumentNullException.ThrowIfNull(message);
        message.TickSequence = directive.TickSequence;
        message.Sequence = directive.Sequence;
        message.ValidUntilMs = directive.ValidUntilMs;
        message.Mode = ToMessage(directive.Mode);
        message.NextGroups = directive.NextGroups;
        message.NotBeforeMs = directive.NotBeforeMs;
        message.HoldMask = directive.Hold;
        message.ForceOffMask = directive.ForceOff;
        message.OmitMask = directive.Omit;
        message.VehicleCallMask = directive.VehicleCalls;
        message.PedestrianCallMask = directive.PedestrianCalls;
        message.Reason = ToMessage(directive.Reason);
        while (message.Forecasts.Count < directive.Forecasts.Length)
        {
            message.Forecasts.Add(new V1.GroupForecast());
        }

        for (int i = 0; i < directive.Forecasts.Length; i++)
        {
            Fill(directive.Forecasts[i], tickTimeMs, message.Forecasts[i]);
        }
    }

    /// <summary>Fills a directive from its message. Forecasts beyond the directive's groups are left out.</summary>
    /// <param name="message">The message.</param>
    /// <param name="tickTimeMs">Time of the tick it answers, Unix milliseconds.</param>
    /// <param name="directive">The directive to fill; what it held is gone.</param>
    public static void Fill(V1.Directive message, long tickTimeMs, Directive directive)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(directive);
        directive.Clear();
        directive.TickSequence = message.TickSequence;
        directive.Sequence = message.Sequence;
        directive.ValidUntilMs = message.ValidUntilMs;
        directive.Mode = (DirectiveMode)Math.Max(0, (int)message.Mode - 1);
        directive.NextGroups = message.NextGroups;
        directive.NotBeforeMs = message.NotBeforeMs;
        directive.Hold = message.HoldMask;
        directive.ForceOff = message.ForceOffMask;
        directive.Omit = message.OmitMask;
        directive.VehicleCalls = message.VehicleCallMask;
        directive.PedestrianCalls = message.PedestrianCallMask;
        directive.Reason = (DecisionReason)(int)message.Reason;
        int count = Math.Min(message.Forecasts.Count, directive.Forecasts.Length);
        for (int i = 0; i < count; i++)
        {
            V1.GroupForecast forecast = message.Forecasts[i];
            directive.Forecasts[i] = new GroupForecast(
                Absolute(forecast.MinEndMs, tickTimeMs), Absolute(forecast.MaxEndMs, tickTimeMs),
                Absolute(forecast.LikelyEndMs, tickTimeMs), (byte)Math.Min(100, forecast.ConfidencePercent),
                forecast.Committed);
        }
    }

    /// <summary>Fills the message of a forecast.</summary>
    /// <param name="forecast">The forecast.</param>
    /// <param name="tickTimeMs">Time of the tick it is said from, Unix milliseconds.</param>
    /// <param name="message">The message to fill.</param>
    public static void Fill(in GroupForecast forecast, long tickTimeMs, V1.GroupForecast message)
    {
        ArgumentNullException.ThrowIfNull(message);
        message.MinEndMs = Relative(forecast.MinEndMs, tickTimeMs);
        message.MaxEndMs = Relative(forecast.MaxEndMs, tickTimeMs);
        message.LikelyEndMs = Relative(forecast.LikelyEndMs, tickTimeMs);
        message.ConfidencePercent = forecast.ConfidencePercent;
        message.Committed = forecast.IsCommitted;
    }

    /// <summary>The message value of a directive mode.</summary>
    /// <param name="mode">The mode.</param>
    public static V1.DirectiveMode ToMessage(DirectiveMode mode) => (V1.DirectiveMode)((int)mode + 1);

    /// <summary>The message value of a reason.</summary>
    /// <param name="reason">The reason.</param>
    public static V1.DecisionReason ToMessage(DecisionReason reason) => (V1.DecisionReason)(int)reason;

    private static int Relative(long timeMs, long tickTimeMs) =>
        timeMs == 0 ? Unknown : (int)Math.Clamp(timeMs - tickTimeMs, 0, int.MaxValue);

    private static long Absolute(int fromTickMs, long tickTimeMs) => fromTickMs < 0 ? 0 : tickTimeMs + fromTickMs;
}
