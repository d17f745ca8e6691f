using TrafficControl.Core.Model;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// The links of one traffic light: what each connects, what kind of traffic uses it, whom it meets and yields to.
/// </summary>
internal sealed class LinkTable
{
    private readonly SumoNet _net;
    private readonly List<SumoConnection>[] _connections;
    private readonly List<(SumoJunction Junction, int Row)>[] _rows;

    internal LinkTable(SumoNet net, string light, int count)
    {
        _net = net;
        Count = count;
        _connections = new List<SumoConnection>[count];
        _rows = new List<(SumoJunction, int)>[count];
        for (int link = 0; link < count; link++)
        {
            _connections[link] = [];
            _rows[link] = [];
        }

        HashSet<string> junctions = new(StringComparer.Ordinal);
        foreach (SumoConnection connection in net.Connections)
        {
            if (connection.TrafficLight == light && connection.LinkIndex >= 0 && connection.LinkIndex < count)
            {
                _connections[connection.LinkIndex].Add(connection);
                if (JunctionOf(connection) is { } id)
                {
                    junctions.Add(id);
                }
            }
            else if (connection.TrafficLight == light)
            {
                Faults.Add($"link index {connection.LinkIndex} lies outside the {count} letters of the program's states");
            }
        }

        foreach (string junction in junctions)
        {
            NumberLinks(net.Junctions[junction], light);
        }
    }

    /// <summary>Number of links.</summary>
    internal int Count { get; }

    /// <summary>What is wrong with the table.</summary>
    internal List<string> Faults { get; } = [];

    internal IReadOnlyList<SumoConnection> Connections(int link) => _connections[link];

    /// <summary>What traffic a link carries, judged by the lane it starts from.</summary>
    internal SignalGroupKind Kind(int link)
    {
        SumoConnection first = _connections[link][0];
        if (IsCrossing(first.ToLane))
        {
            return SignalGroupKind.Pedestrian;
        }

        SumoLane lane = _net.Lanes[first.FromLane];
        return lane.IsOnlyFor("bicycle") ? SignalGroupKind.Bicycle
            : lane.IsOnlyFor("bus", "coach", "tram", "rail_urban", "rail", "taxi") ? SignalGroupKind.Bus
            : SignalGroupKind.Vehicle;
    }

    /// <summary>The arm a link belongs to: its incoming edge, or the crossing itself.</summary>
    internal string Arm(int link)
    {
        SumoConnection first = _connections[link][0];
        return IsCrossing(first.ToLane) ? first.ToLane : _net.Lanes[first.FromLane].EdgeId;
    }

    internal bool AreFoes(int a, int b) =>
        Any(a, b, static (row, link) => row.IsFoe(link) || row.YieldsTo(link))
        || Any(b, a, static (row, link) => row.IsFoe(link) || row.YieldsTo(link));

    internal bool Yields(int link, int to) => Any(link, to, static (row, other) => row.YieldsTo(other));

    // Links of different junctions under one traffic light have no common row: they do not meet.
    private bool Any(int link, int other, Func<SumoRequest, int, bool> test)
    {
        foreach ((SumoJunction junction, int row) in _rows[link])
        {
            foreach ((SumoJunction otherJunction, int otherRow) in _rows[other])
            {
                if (ReferenceEquals(junction, otherJunction) && test(junction.Requests[row], otherRow))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private bool IsCrossing(string lane) =>
        _net.Lanes.TryGetValue(lane, out SumoLane? found) && _net.Edges[found.EdgeId].Function == "crossing";

    private string? JunctionOf(SumoConnection connection)
    {
        SumoEdge edge = _net.Edges[_net.Lanes[connection.FromLane].EdgeId];
        if (!edge.IsInternal)
        {
            return edge.ToJunction;
        }

        // A walking area is named after its junction: ":", the junction, "_w", a number.
        int end = edge.Id.LastIndexOf("_w", StringComparison.Ordinal);
        string id = end > 0 ? edge.Id[1..end] : "";
        return _net.Junctions.ContainsKey(id) ? id : null;
    }

    /// <summary>
    /// A junction numbers its links by incoming lane, and in a lane by the order of the connections in the file.
    /// </summary>
    private void NumberLinks(SumoJunction junction, string light)
    {
        int row = 0;
        foreach (string lane in junction.IncomingLanes)
        {
            foreach (SumoConnection connection in _net.ConnectionsFrom(lane))
            {
                // Ways onto and off a walking area are no links: only the crossings between two of them are.
                bool isLink = lane.StartsWith(':') ? IsCrossing(connection.ToLane) : !connection.ToLane.StartsWith(':');
                if (!isLink)
                {
                    continue;
                }

                if (connection.TrafficLight == light && connection.LinkIndex >= 0 && connection.LinkIndex < Count
                    && row < junction.Requests.Count)
                {
                    _rows[connection.LinkIndex].Add((junction, row));
                }

                row++;
            }
        }

        if (row != junction.Requests.Count && junction.Requests.Count > 0)
        {
            Faults.Add($"junction '{junction.Id}' has {row} links but {junction.Requests.Count} request rows");
        }
    }
}
