namespace TrafficControl.Optimization.Events;

/// <summary>One record of an event log.</summary>
/// <param name="TimeMs">Event time, Unix milliseconds.</param>
/// <param name="Code">What happened.</param>
/// <param name="Parameter">To whom: see <see cref="EventCode"/>.</param>
public readonly record struct SignalEvent(long TimeMs, EventCode Code, int Parameter);
