namespace TrafficControl.Simulation.Sumo;

/// <summary>What the bridge needs of a SUMO net. Immutable after <see cref="SumoNetReader"/> has read it.</summary>
public sealed class SumoNet
{
    private static readonly IReadOnlyList<SumoConnection> NoConnections = [];
    private readonly Dictionary<string, List<SumoConnection>> _from = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<SumoConnection>> _into = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SumoLane> _lanes = new(StringComparer.Ordinal);

    internal SumoNet(
        IReadOnlyDictionary<string, SumoEdge> edges,
        IReadOnlyDictionary<string, SumoJunction> junctions,
        IReadOnlyList<SumoConnection> connections,
        IReadOnlyList<SumoProgram> programs)
    {
        Edges = edges;
        Junctions = junctions;
        Connections = connections;
        Programs = programs;
        foreach (SumoEdge edge in edges.Values)
        {
            foreach (SumoLane lane in edge.Lanes)
            {
                _lanes[lane.Id] = lane;
            }
        }

        foreach (SumoConnection connection in connections)
        {
            Add(_from, connection.FromLane, connection);
            Add(_into, connection.ToLane, connection);
        }
    }

    /// <summary>Edges by identifier, the insides of junctions included.</summary>
    public IReadOnlyDictionary<string, SumoEdge> Edges { get; }

    /// <summary>Junctions by identifier.</summary>
    public IReadOnlyDictionary<string, SumoJunction> Junctions { get; }

    /// <summary>Connections in the order of the file.</summary>
    public IReadOnlyList<SumoConnection> Connections { get; }

    /// <summary>
    /// Signal programs in the order of the file; the last one of a traffic light is the one that runs.
    /// </summary>
    public IReadOnlyList<SumoProgram> Programs { get; }

    /// <summary>Lanes by identifier.</summary>
    public IReadOnlyDictionary<string, SumoLane> Lanes => _lanes;

    /// <summary>Connections that start from a lane, in the order of the file.</summary>
    /// <param name="lane">Identifier of the lane.</param>
    public IReadOnlyList<SumoConnection> ConnectionsFrom(string lane) =>
        _from.TryGetValue(lane, out List<SumoConnection>? connections) ? connections : NoConnections;

    /// <summary>Connections that lead into a lane, in the order of the file.</summary>
    /// <param name="lane">Identifier of the lane.</param>
    public IReadOnlyList<SumoConnection> ConnectionsInto(string lane) =>
        _into.TryGetValue(lane, out List<SumoConnection>? connections) ? connections : NoConnections;

    /// <summary>
    /// Length of the way through a junction from the end of one lane to the start of the next, metres; 0 without
    /// internal lanes.
    /// </summary>
    /// <param name="connection">The connection driven.</param>
    public double InternalLengthM(SumoConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return InternalLanes(connection).Sum(lane => lane.LengthM);
    }

    /// <summary>The lanes inside a junction that a connection leads over, in the order driven; empty without any.</summary>
    /// <param name="connection">The connection driven.</param>
    public IReadOnlyList<SumoLane> InternalLanes(SumoConnection connection)
    {
        ArgumentNullException.ThrowIfNull(connection);
        List<SumoLane> lanes = [];
        string via = connection.Via;

        // A turn that waits inside the junction is two internal lanes, rarely more; the bound only guards against a
        // broken file.
        while (lanes.Count < 8 && via.Length > 0 && _lanes.TryGetValue(via, out SumoLane? lane))
        {
            lanes.Add(lane);
            IReadOnlyList<SumoConnection> next = ConnectionsFrom(via);
            via = next.Count > 0 ? next[0].Via : "";
        }

        return lanes;
    }

    private static void Add(Dictionary<string, List<SumoConnection>> table, string lane, SumoConnection connection)
    {
        if (!table.TryGetValue(lane, out List<SumoConnection>? list))
        {
            table[lane] = list = [];
        }

        list.Add(connection);
    }
}
