using System.Globalization;
using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.Events;

/// <summary>
/// Reads event logs: CSV with the columns <c>timestamp,event code,parameter</c>, with or without that header.
/// Timestamps are UTC as <c>2026-11-23 07:00:00.1</c>, with up to seven decimals, also with a T between date and time
/// and a zone at the end. Codes that calibration does not use are skipped and counted.
/// </summary>
public static class EventLogReader
{
    private static readonly string[] TimeFormats =
        ["yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFF K"];

    /// <summary>Reads a log.</summary>
    /// <param name="reader">The text.</param>
    /// <param name="intersection">The intersection it was recorded at; parameters are checked against it.</param>
    /// <exception cref="OptimizationInputException">
    /// A line is malformed, or names a group or detector the intersection does not have.
    /// </exception>
    public static EventLog Read(TextReader reader, Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(intersection);
        List<SignalEvent> events = [];
        int skipped = 0;
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)
                || (line == 1 && text.StartsWith("timestamp", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            SignalEvent entry = Parse(text, line);
            if (!Enum.IsDefined(entry.Code))
            {
                skipped++;
                continue;
            }

            CheckParameter(entry, line, intersection);
            events.Add(entry);
        }

        // Controllers write what happened in one scan in any order; a stable sort keeps it.
        List<SignalEvent> sorted = [.. events.OrderBy(static entry => entry.TimeMs)];
        List<SignalEvent> unique = new(sorted.Count);
        foreach (SignalEvent entry in sorted)
        {
            if (unique.Count == 0 || unique[^1] != entry)
            {
                unique.Add(entry);
            }
        }

        return new EventLog(unique, skipped, sorted.Count - unique.Count);
    }

    private static SignalEvent Parse(string text, int line)
    {
        string[] cells = text.Split(',', StringSplitOptions.TrimEntries);
        if (cells.Length != 3)
        {
            throw Fault(line, $"has {cells.Length} columns; write timestamp,event code,parameter");
        }

        if (!DateTime.TryParseExact(
                cells[0], TimeFormats, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTime time))
        {
            throw Fault(line, $"has the timestamp '{cells[0]}'; write UTC such as 2026-11-23 07:00:00.1");
        }

        return new SignalEvent(
            (long)Math.Round((time - DateTime.UnixEpoch).TotalMilliseconds),
            (EventCode)Number(cells[1], "event code", line),
            Number(cells[2], "parameter", line));
    }

    private static int Number(string text, string column, int line) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number)
            ? number
            : throw Fault(line, $"has the {column} '{text}'; write a whole number from 0 to 65535");

    private static void CheckParameter(SignalEvent entry, int line, Intersection intersection)
    {
        (string what, int count) = entry.Code switch
        {
            EventCode.UnitFlashStatus => ("", int.MaxValue),
            EventCode.DetectorOn or EventCode.DetectorOff or EventCode.PedDetectorOn or EventCode.PedDetectorOff =>
                ("detector", intersection.Detectors.Length),
            _ => ("signal group", intersection.Groups.Length),
        };
        if (what.Length > 0 && (entry.Parameter < 1 || entry.Parameter > count))
        {
            throw Fault(
                line,
                $"names {what} {entry.Parameter} of '{intersection.Id}', which has {count}; use the log and the file of one"
                + " intersection");
        }
    }

    private static OptimizationInputException Fault(int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {line} of the event log {what}."));
}
