using System.Globalization;

namespace TrafficControl.Optimization.Events;

/// <summary>
/// Writes event logs as <see cref="EventLogReader"/> reads them: a header, then one line an event, times in UTC with
/// milliseconds.
/// </summary>
public sealed class EventLogWriter
{
    /// <summary>First line of a log.</summary>
    public const string Header = "timestamp,event code,parameter";

    private readonly TextWriter _writer;

    /// <summary>Creates a writer and writes the header.</summary>
    /// <param name="writer">Receives the text; stays the caller's.</param>
    public EventLogWriter(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
        _writer.Write(Header + "\n");
    }

    /// <summary>Writes one event.</summary>
    /// <param name="entry">The event, not earlier than the last one.</param>
    public void Write(SignalEvent entry) => _writer.Write(string.Create(
        CultureInfo.InvariantCulture,
        $"{DateTime.UnixEpoch.AddMilliseconds(entry.TimeMs):yyyy-MM-dd HH:mm:ss.fff},{(int)entry.Code},{entry.Parameter}\n"));
}
