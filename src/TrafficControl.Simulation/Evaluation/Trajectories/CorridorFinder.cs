using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation.Trajectories;

/// <summary>Finds the way through a scenario that tells most about its signals.</summary>
internal sealed class CorridorFinder
{
    // Far enough upstream of the first stop line to see its queue.
    private const double ApproachM = 300;
    private const int MostStopLines = 12;

    // A way through several junctions shows what one junction cannot, as long as anybody drives it.
    private const int LeastVehicles = 10;
    private const double LeastShare = 0.01;
    private readonly SumoNet _net;
    private readonly Dictionary<(string From, string To), SumoConnection> _ways = [];
    private readonly Dictionary<(string From, string To), List<int>> _links = [];

    internal CorridorFinder(SumoNet net, IReadOnlyList<SumoLight> lights)
    {
        _net = net;
        HashSet<string> controlled = [.. lights.Select(light => light.Id)];
        foreach (SumoConnection connection in net.Connections)
        {
            (string, string) way = (net.Lanes[connection.FromLane].EdgeId, net.Lanes[connection.ToLane].EdgeId);
            _ways.TryAdd(way, connection);
            if (controlled.Contains(connection.TrafficLight))
            {
                _ways[way] = connection;
                List<int> links = _links.TryGetValue(way, out List<int>? known) ? known : _links[way] = [];
                links.Add(connection.LinkIndex);
            }
        }
    }

    /// <summary>
    /// Finds the way that most vehicles drive, counted by the square of its stop lines, with several stop lines where
    /// there is such a way; null when nobody crosses one.
    /// </summary>
    /// <param name="routes">Routes taken, as edges from first to last, with the number of vehicles on each.</param>
    internal PlottedWay? Find(IReadOnlyList<(string[] Edges, int Vehicles)> routes)
    {
        Dictionary<string, (string[] Edges, int StopLines, int Vehicles)> chains = new(StringComparer.Ordinal);
        foreach ((string[] edges, int vehicles) in routes)
        {
            int[] stops = [.. Enumerable.Range(0, Math.Max(0, edges.Length - 1)).Where(i => IsStop(edges, i))];
            for (int first = 0; first < stops.Length; first++)
            {
                for (int last = first; last < Math.Min(stops.Length, first + MostStopLines); last++)
                {
                    string[] chain = edges[stops[first]..(stops[last] + 2)];
                    string key = string.Join(' ', chain);
                    int known = chains.TryGetValue(key, out (string[], int, int Vehicles) entry) ? entry.Vehicles : 0;
                    chains[key] = (chain, last - first + 1, known + vehicles);
                }
            }
        }

        if (chains.Count == 0)
        {
            return null;
        }

        double enough = Math.Max(LeastVehicles, LeastShare * routes.Sum(route => route.Vehicles));
        string[] best = chains
            .OrderByDescending(chain => chain.Value.StopLines > 1 && chain.Value.Vehicles >= enough)
            .ThenByDescending(chain => (long)chain.Value.Vehicles * chain.Value.StopLines * chain.Value.StopLines)
            .ThenBy(chain => chain.Key, StringComparer.Ordinal).First().Value.Edges;
        return Measure(ExtendUpstream(best, routes));
    }

    private bool IsStop(string[] edges, int index) => _links.ContainsKey((edges[index], edges[index + 1]));

    private List<string> ExtendUpstream(string[] chain, IReadOnlyList<(string[] Edges, int Vehicles)> routes)
    {
        List<string> way = [.. chain];
        double lengthM = LengthM(way[0]);
        while (lengthM < ApproachM)
        {
            Dictionary<string, int> before = new(StringComparer.Ordinal);
            foreach ((string[] edges, int vehicles) in routes)
            {
                int at = Array.IndexOf(edges, way[0]);
                if (at > 0 && !way.Contains(edges[at - 1]))
                {
                    before[edges[at - 1]] = before.GetValueOrDefault(edges[at - 1]) + vehicles;
                }
            }

            if (before.Count == 0)
            {
                break;
            }

            way.Insert(0, before
                .OrderByDescending(edge => edge.Value).ThenBy(edge => edge.Key, StringComparer.Ordinal).First().Key);
            lengthM += LengthM(way[0]);
        }

        return way;
    }

    private PlottedWay Measure(List<string> way)
    {
        Dictionary<string, double> starts = new(StringComparer.Ordinal);
        List<(string, IReadOnlyList<int>, double)> stopLines = [];
        double distance = 0;
        for (int i = 0; i < way.Count; i++)
        {
            starts.TryAdd(way[i], distance);
            distance += LengthM(way[i]);
            if (i + 1 == way.Count || !_ways.TryGetValue((way[i], way[i + 1]), out SumoConnection? connection))
            {
                continue;
            }

            if (_links.TryGetValue((way[i], way[i + 1]), out List<int>? links))
            {
                stopLines.Add((connection.TrafficLight, links, distance));
            }

            distance += _net.InternalLengthM(connection);
        }

        return new PlottedWay(starts, distance, stopLines);
    }

    private double LengthM(string edge) =>
        _net.Edges.TryGetValue(edge, out SumoEdge? found) && found.Lanes.Count > 0 ? found.Lanes[0].LengthM : 0;
}
