using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;

namespace TrafficControl.Optimization.Calibration;

/// <summary>Turning shares of the lanes with several movements, from the counts at stop lines and on exit lanes.</summary>
internal static class TurningShareEstimator
{
    private const long PeriodMs = 120_000;

    /// <summary>Variance of a count for the vehicles between the stop line and the exit at the ends of a period.</summary>
    private const double OnTheWayVariance = 2;

    /// <summary>
    /// For each lane with a choice: the shares of its movements in their order, or null when the detectors do not show
    /// them, and how many vehicles entered.
    /// </summary>
    internal static Dictionary<int, (Estimate[]? Shares, int Vehicles)> Of(EventLog log, Intersection intersection)
    {
        Detector?[] entries = Array.ConvertAll(
            intersection.Lanes, lane => lane.Movements.Length > 0 ? Counter(intersection, lane) : null);
        Lane[] choices = [.. intersection.Lanes.Where(lane => lane.Movements.Length > 1)];
        Dictionary<int, (Estimate[]?, int)> result = [];
        if (choices.Length == 0 || log.Events.Count == 0)
        {
            return result;
        }

        int[] movements = [.. choices.Where(lane => entries[lane.Index] is not null).SelectMany(lane => lane.Movements)];
        int[][] counts = Counts(log, intersection.Detectors.Length);
        TurningShareFilter filter = new(
            [.. movements.Select(movement => intersection.Movements[movement].Definition.Share)],
            [.. movements.Select((movement, i) => (Lane: intersection.Movements[movement].FromLane, Position: i))
                .GroupBy(entry => entry.Lane, entry => entry.Position).Select(group => group.ToArray())]);
        bool[] isSeen = new bool[movements.Length];
        foreach (int[] period in counts)
        {
            filter.Predict();
            foreach (Lane exit in intersection.Lanes.Where(lane => lane.Definition.Role == LaneRole.Exit))
            {
                ObserveExit(intersection, entries, movements, filter, isSeen, period, exit);
            }
        }

        foreach (Lane lane in choices)
        {
            int vehicles = entries[lane.Index] is { } counter ? counts.Sum(period => period[counter.Index]) : 0;
            int[] positions = [.. lane.Movements.Select(movement => Array.IndexOf(movements, movement))];

            // One exit out of sight follows from the others, as shares add up to one.
            bool isKnown = vehicles > 0 && positions.Count(position => !isSeen[position]) <= 1;
            result[lane.Index] = (isKnown ? [.. positions.Select(position => Read(filter, position, vehicles))] : null, vehicles);
        }

        return result;
    }

    private static Estimate Read(TurningShareFilter filter, int position, int vehicles)
    {
        double share = filter.Share(position);
        double half = 1.96 * filter.Deviation(position);
        return new Estimate(share, Math.Max(0, share - half), Math.Min(1, share + half), vehicles);
    }

    private static void ObserveExit(
        Intersection intersection, Detector?[] entries, int[] movements, TurningShareFilter filter, bool[] isSeen,
        int[] period, Lane exit)
    {
        Movement[] into = [.. intersection.Movements.Where(movement => movement.ToLane == exit.Index)];
        if (ExitCounter(intersection, exit) is not { } counter || into.Any(movement => entries[movement.FromLane] is null))
        {
            return;
        }

        double leaving = period[counter.Index];
        double[] entering = new double[movements.Length];
        foreach (Movement movement in into)
        {
            int count = period[entries[movement.FromLane]!.Index];
            int position = Array.IndexOf(movements, movement.Index);
            if (position < 0)
            {
                leaving -= count;
            }
            else
            {
                entering[position] = count;
                isSeen[position] |= count > 0;
            }
        }

        if (entering.Any(count => count > 0))
        {
            filter.Observe(entering, leaving, OnTheWayVariance);
        }
    }

    private static Detector? Counter(Intersection intersection, Lane lane) =>
        StopBar.Find(intersection, lane) is { } detector && detector.Definition.LengthM <= StopBar.MaxLengthM ? detector : null;

    private static Detector? ExitCounter(Intersection intersection, Lane lane) => lane.Detectors
        .Select(index => intersection.Detectors[index])
        .FirstOrDefault(detector => detector.Definition.Kind == DetectorKind.Presence
            && detector.Definition.LengthM <= StopBar.MaxLengthM);

    /// <summary>Actuations of each detector in each period; a last part of a period is left out.</summary>
    private static int[][] Counts(EventLog log, int detectors)
    {
        long startMs = log.Events[0].TimeMs;
        int[][] counts = new int[log.SpanMs / PeriodMs][];
        for (int period = 0; period < counts.Length; period++)
        {
            counts[period] = new int[detectors];
        }

        foreach (SignalEvent entry in log.Events)
        {
            long period = (entry.TimeMs - startMs) / PeriodMs;
            if (entry.Code == EventCode.DetectorOn && period < counts.Length)
            {
                counts[period][entry.Parameter - 1]++;
            }
        }

        return counts;
    }
}
