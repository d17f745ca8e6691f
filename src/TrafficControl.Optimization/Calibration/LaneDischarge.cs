using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;

namespace TrafficControl.Optimization.Calibration;

/// <summary>
/// Finds in a log how the queues of a lane discharged, as an observer at the stop line would note it for the field
/// measurement of saturation flow (HCM chapter 31): position in the queue and time of crossing.
/// </summary>
internal static class LaneDischarge
{
    /// <summary>A detector that stays empty for longer ends the discharge, ms: the passage time that ends greens.</summary>
    private const long EndOfQueueMs = 3_000;

    /// <summary>A first vehicle that comes later did not stand in the queue, ms after the start of green.</summary>
    private const long FirstVehicleMs = 4_000;

    private const double VehicleLengthM = 4.5;

    /// <summary>Speed at which the first vehicle leaves the stop line's detector, m/s: 2 m/s2 over 7 m.</summary>
    private const double FirstVehicleMps = 5;

    /// <summary>Crossings later than this after the end of yellow ran the red or are misreadings, ms.</summary>
    private const long AfterYellowMs = 2_000;

    internal static List<DischargeCycle> Of(EventLog log, Lane lane, Detector detector, int group)
    {
        List<(long GreenMs, long YellowMs, long RedMs)> greens = Greens(log, group + 1);
        List<(long OnMs, long OffMs)> passages = Passages(log, detector.Index + 1);
        List<DischargeCycle> cycles = [];
        int next = 0;
        foreach ((long greenMs, long yellowMs, long redMs) in greens)
        {
            while (next < passages.Count && passages[next].OffMs <= greenMs)
            {
                next++;
            }

            DischargeCycle? cycle = Cycle(passages, next, greenMs, yellowMs, redMs, detector.Definition, lane);
            if (cycle is not null)
            {
                cycles.Add(cycle);
            }
        }

        return cycles;
    }

    private static DischargeCycle? Cycle(
        List<(long OnMs, long OffMs)> passages, int first, long greenMs, long yellowMs, long redMs,
        DetectorDefinition detector, Lane lane)
    {
        List<double> crossings = [];
        bool isQueuedAtEnd = true;
        for (int i = first; i < passages.Count; i++)
        {
            (long onMs, long offMs) = passages[i];
            double crossingMs = Crossing(onMs, offMs, greenMs, detector, lane.Definition.SpeedMps);
            if (crossingMs > redMs + AfterYellowMs)
            {
                isQueuedAtEnd &= onMs - (i == first ? greenMs : passages[i - 1].OffMs) <= EndOfQueueMs || onMs > yellowMs;
                break;
            }

            long emptySinceMs = i == first ? greenMs + FirstVehicleMs - EndOfQueueMs : passages[i - 1].OffMs;
            if (onMs - emptySinceMs > EndOfQueueMs)
            {
                // The detector was empty for long; what follows the end of green says nothing about the queue.
                isQueuedAtEnd = emptySinceMs + EndOfQueueMs > yellowMs;
                break;
            }

            crossings.Add((crossingMs - greenMs) / 1000);
        }

        return crossings.Count > 0
            ? new DischargeCycle([.. crossings], (yellowMs - greenMs) / 1000.0, isQueuedAtEnd)
            : null;
    }

    /// <summary>
    /// When the front crossed the stop line: from the speed over the zone for a vehicle in motion, from the moment its rear
    /// left the zone for one that stood on it.
    /// </summary>
    private static double Crossing(long onMs, long offMs, long greenMs, DetectorDefinition detector, double limitMps)
    {
        if (onMs <= greenMs)
        {
            return offMs - ((VehicleLengthM - detector.DistanceM) / FirstVehicleMps * 1000);
        }

        double speedMps = Math.Min((VehicleLengthM + detector.LengthM) / Math.Max(0.1, (offMs - onMs) / 1000.0), limitMps * 1.3);
        return onMs + ((detector.LengthM + detector.DistanceM) / speedMps * 1000);
    }

    private static List<(long GreenMs, long YellowMs, long RedMs)> Greens(EventLog log, int group)
    {
        List<(long, long, long)> greens = [];
        long? greenMs = null;
        long? yellowMs = null;
        foreach (SignalEvent entry in log.Events)
        {
            if (entry.Code == EventCode.UnitFlashStatus)
            {
                greenMs = null;
            }
            else if (entry.Parameter != group)
            {
                continue;
            }
            else if (entry.Code == EventCode.BeginGreen)
            {
                greenMs = entry.TimeMs;
                yellowMs = null;
            }
            else if (entry.Code == EventCode.BeginYellow)
            {
                yellowMs = entry.TimeMs;
            }
            else if (entry.Code == EventCode.EndYellow && greenMs is { } start && yellowMs is { } end)
            {
                greens.Add((start, end, entry.TimeMs));
                greenMs = null;
            }
        }

        return greens;
    }

    /// <summary>Presences of a detector; one whose end or start is missing is left out.</summary>
    private static List<(long OnMs, long OffMs)> Passages(EventLog log, int detector)
    {
        List<(long, long)> passages = [];
        long? onMs = null;
        foreach (SignalEvent entry in log.Events)
        {
            if (entry.Parameter != detector)
            {
                continue;
            }

            if (entry.Code == EventCode.DetectorOn)
            {
                onMs = entry.TimeMs;
            }
            else if (entry.Code == EventCode.DetectorOff && onMs is { } start)
            {
                passages.Add((start, entry.TimeMs));
                onMs = null;
            }
        }

        return passages;
    }
}
