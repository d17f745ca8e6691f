namespace TrafficControl.Core.Controller;

/// <summary>
/// When the present state (right of way, or not) of one group will end. Event times, Unix milliseconds; 0: not known.
/// </summary>
/// <param name="MinEndMs">Not before this time.</param>
/// <param name="MaxEndMs">Not after this time.</param>
/// <param name="LikelyEndMs">Most likely at this time.</param>
/// <param name="ConfidencePercent">
/// Share of recent forecasts that looked as far ahead and came true within two seconds; 100: committed, or by the clock; 0: no
/// likely end.
/// </param>
/// <param name="IsCommitted">True: the end will be exactly the likely end.</param>
public readonly record struct GroupForecast(
    long MinEndMs, long MaxEndMs, long LikelyEndMs, byte ConfidencePercent, bool IsCommitted);
