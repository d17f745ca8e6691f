using System.Globalization;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;

namespace TrafficControl.Optimization.FixedTime;

/// <summary>Demand of the movements of an intersection.</summary>
/// <param name="VolumesVph">Vehicles per hour of each movement, in the order of the intersection file.</param>
/// <param name="Notes">What was assumed, one sentence each.</param>
public sealed record MovementVolumes(IReadOnlyList<double> VolumesVph, IReadOnlyList<string> Notes)
{
    /// <summary>Shortest log that volumes are taken from, minutes.</summary>
    public const int LeastLogMinutes = 5;

    private const double MaxVph = 10_000;

    /// <summary>
    /// Reads a table with the columns <c>movement,veh/h</c>, with or without that header. Movements it does not list have
    /// no demand, which a note says.
    /// </summary>
    /// <param name="reader">The text.</param>
    /// <param name="intersection">The intersection.</param>
    /// <exception cref="OptimizationInputException">
    /// A line is malformed, or names a movement that is unknown or was named before.
    /// </exception>
    public static MovementVolumes Read(TextReader reader, Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(intersection);
        double?[] volumes = new double?[intersection.Movements.Length];
        int line = 0;
        while (reader.ReadLine() is { } text)
        {
            line++;
            if (string.IsNullOrWhiteSpace(text)
                || (line == 1 && text.StartsWith("movement,", StringComparison.OrdinalIgnoreCase)))
            {
                continue;
            }

            string[] cells = text.Split(',', StringSplitOptions.TrimEntries);
            if (cells.Length != 2
                || !double.TryParse(cells[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double vph)
                || vph > MaxVph)
            {
                throw Fault(line, $"is '{text}'; write movement,veh/h with a number from 0 to {MaxVph:0}");
            }

            int movement = Array.FindIndex(intersection.Movements, known => known.Definition.Id == cells[0]);
            if (movement < 0)
            {
                throw Fault(line, $"names movement '{cells[0]}', which '{intersection.Id}' does not have; it has "
                    + string.Join(", ", intersection.Movements.Take(20).Select(known => known.Definition.Id)));
            }

            volumes[movement] = volumes[movement] is null
                ? vph
                : throw Fault(line, $"names movement '{cells[0]}' a second time; give its volume once");
        }

        string[] absent = [.. intersection.Movements
            .Where(movement => volumes[movement.Index] is null).Select(movement => movement.Definition.Id)];
        return new MovementVolumes(
            [.. volumes.Select(volume => volume ?? 0)],
            absent.Length == 0 ? [] : [$"The table does not list {string.Join(", ", absent)}: no demand was assumed."]);
    }

    /// <summary>
    /// Volumes from the counts of the detectors at the stop lines, shared among the movements of each lane as the
    /// intersection file says.
    /// </summary>
    /// <param name="log">The log; volumes are its means.</param>
    /// <param name="intersection">The intersection.</param>
    /// <exception cref="OptimizationInputException">
    /// The log is too short, or a lane has no detector at its stop line.
    /// </exception>
    public static MovementVolumes Count(EventLog log, Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(intersection);
        if (log.SpanMs < LeastLogMinutes * 60_000)
        {
            throw new OptimizationInputException(
                $"The event log spans {log.SpanMs / 1000} s; volumes need at least {LeastLogMinutes} min, so log for longer.");
        }

        int[] counts = new int[intersection.Detectors.Length];
        foreach (SignalEvent entry in log.Events)
        {
            if (entry.Code == EventCode.DetectorOn)
            {
                counts[entry.Parameter - 1]++;
            }
        }

        double[] volumes = new double[intersection.Movements.Length];
        List<string> notes = [];
        foreach (Lane lane in intersection.Lanes.Where(lane => lane.Movements.Length > 0))
        {
            Detector detector = StopBar.Find(intersection, lane) ?? throw new OptimizationInputException(
                $"Lane '{lane.Definition.Id}' of '{intersection.Id}' has no presence detector within {StopBar.MaxDistanceM:0} m"
                + " of its stop line; give its volumes in a table.");
            if (detector.Definition.LengthM > StopBar.MaxLengthM)
            {
                notes.Add($"Detector '{detector.Definition.Id}' is longer than {StopBar.MaxLengthM} m and counts vehicles close"
                    + " together as one.");
            }

            double laneVph = counts[detector.Index] * 3_600_000.0 / log.SpanMs;
            foreach (int movement in lane.Movements)
            {
                volumes[movement] = laneVph * intersection.Movements[movement].Definition.Share;
            }
        }

        return new MovementVolumes(volumes, notes);
    }

    private static OptimizationInputException Fault(int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"Line {line} of the volumes {what}."));
}
