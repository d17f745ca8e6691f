namespace TrafficControl.Optimization.Events;

/// <summary>What a log of one intersection holds.</summary>
/// <param name="Events">The events in order of time; events of one time in the order of the log.</param>
/// <param name="SkippedEvents">Records whose code is none of <see cref="EventCode"/>.</param>
/// <param name="DuplicateEvents">Records that repeat the one before them exactly, which loggers are known to do.</param>
public sealed record EventLog(IReadOnlyList<SignalEvent> Events, int SkippedEvents = 0, int DuplicateEvents = 0)
{
    /// <summary>From the first event to the last, milliseconds; 0 for an empty log.</summary>
    public long SpanMs => Events.Count == 0 ? 0 : Events[^1].TimeMs - Events[0].TimeMs;
}
