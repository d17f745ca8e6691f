using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation.Trajectories;

/// <summary>Reads what SUMO recorded of one run: routes taken, and positions along a way.</summary>
internal static class TrajectoryReader
{
    // A point this near to the line between its neighbours adds nothing that one could see.
    private const double StraightWithinM = 1;

    // Nobody drives this fast: the vehicle left the way and came back to it further on, inside one junction.
    private const double FastestMps = 60;

    // So that a slow bend, of which no second shows anything, does not become one straight line.
    private const double LongestStraightS = 15;

    /// <summary>The routes taken, each with the number of vehicles on it, in the order of first use.</summary>
    /// <param name="path">File of routes.</param>
    /// <exception cref="SumoException">The file is missing or not complete.</exception>
    internal static IReadOnlyList<(string[] Edges, int Vehicles)> ReadRoutes(string path)
    {
        Dictionary<string, int> counts = new(StringComparer.Ordinal);
        List<string> order = [];
        SumoOutput.ForEach(path, xml =>
        {
            if (xml.LocalName == "route" && xml.GetAttribute("edges") is { Length: > 0 } edges)
            {
                if (counts.TryAdd(edges, 0))
                {
                    order.Add(edges);
                }

                counts[edges]++;
            }
        });
        return [.. order.Select(edges => (edges.Split(' '), counts[edges]))];
    }

    /// <summary>Reads positions and signals along a way.</summary>
    /// <param name="path">File of positions.</param>
    /// <param name="way">The way that is plotted.</param>
    /// <param name="signals">What the lights showed.</param>
    /// <param name="beginMs">First moment, simulated milliseconds.</param>
    /// <param name="endMs">End of the run, simulated milliseconds.</param>
    /// <exception cref="SumoException">The file is missing or not complete.</exception>
    internal static TimeSpaceDiagram Read(
        string path, PlottedWay way, IReadOnlyList<SignalTrace> signals, long beginMs, long endMs)
    {
        double begin = beginMs / 1000.0;
        double end = Math.Min(endMs / 1000.0, begin + TimeSpaceDiagram.SpanS);
        Dictionary<string, List<(double TimeS, double DistanceM)>> open = new(StringComparer.Ordinal);
        List<IReadOnlyList<(double TimeS, double DistanceM)>> trajectories = [];
        double time = begin;
        SumoOutput.While(path, xml =>
        {
            if (xml.LocalName == "timestep")
            {
                time = SumoOutput.Number(xml, "time", path);
                return time <= end;
            }

            if (xml.LocalName == "vehicle" && xml.GetAttribute("lane") is { } lane && !lane.StartsWith(':'))
            {
                string vehicle = xml.GetAttribute("id") ?? "";
                if (way.EdgeStartsM.TryGetValue(lane[..lane.LastIndexOf('_')], out double start))
                {
                    Follow(open, trajectories, vehicle, (time, start + SumoOutput.Number(xml, "pos", path)));
                }
                else
                {
                    open.Remove(vehicle);
                }
            }

            return true;
        });
        return new TimeSpaceDiagram
        {
            BeginS = begin,
            EndS = end,
            LengthM = way.LengthM,
            StopLines = [.. way.StopLines.Select(stop => SignalsAt(stop, signals, begin, end))],
            Trajectories = trajectories,
        };
    }

    private static void Follow(
        Dictionary<string, List<(double TimeS, double DistanceM)>> open,
        List<IReadOnlyList<(double TimeS, double DistanceM)>> trajectories,
        string vehicle,
        (double TimeS, double DistanceM) point)
    {
        // Backwards: it has come round to the start again.
        bool isKnown = open.TryGetValue(vehicle, out List<(double TimeS, double DistanceM)>? line);
        double gainM = isKnown ? point.DistanceM - line![^1].DistanceM : 0;
        if (!isKnown || gainM < 0 || gainM > FastestMps * (point.TimeS - line![^1].TimeS))
        {
            open[vehicle] = line = [];
            trajectories.Add(line);
        }

        if (line!.Count >= 2)
        {
            (double TimeS, double DistanceM) from = line[^2];
            (double TimeS, double DistanceM) middle = line[^1];
            double expected = from.DistanceM
                + ((point.DistanceM - from.DistanceM) * (middle.TimeS - from.TimeS) / (point.TimeS - from.TimeS));
            if (Math.Abs(expected - middle.DistanceM) < StraightWithinM && point.TimeS - from.TimeS <= LongestStraightS)
            {
                line.RemoveAt(line.Count - 1);
            }
        }

        line.Add(point);
    }

    private static StopLineSignals SignalsAt(
        (string Light, IReadOnlyList<int> Links, double DistanceM) stop, IReadOnlyList<SignalTrace> signals,
        double begin, double end)
    {
        List<(double FromS, double ToS, char Colour)> intervals = [];
        SignalTrace? trace = signals.FirstOrDefault(signal => signal.Light == stop.Light);
        for (int i = 0; i < (trace?.Changes.Count ?? 0); i++)
        {
            double from = Math.Max(begin, trace!.Changes[i].TimeMs / 1000.0);
            double to = Math.Min(end, i + 1 < trace.Changes.Count ? trace.Changes[i + 1].TimeMs / 1000.0 : end);
            char colour = Colour(trace.Changes[i].State, stop.Links);
            if (to <= from)
            {
                continue;
            }

            if (intervals.Count > 0 && intervals[^1].Colour == colour)
            {
                intervals[^1] = intervals[^1] with { ToS = to };
            }
            else
            {
                intervals.Add((from, to, colour));
            }
        }

        return new StopLineSignals(stop.Light, stop.DistanceM, intervals);
    }

    private static char Colour(string state, IReadOnlyList<int> links) =>
        links.Any(link => state[link] is 'G' or 'g') ? 'g'
        : links.Any(link => state[link] is 'y' or 'Y') ? 'y'
        : 'r';
}
