using System.Globalization;
using System.Xml.Linq;

namespace TrafficControl.Simulation.Scenarios;

/// <summary>
/// A scenario before SUMO's tools have seen it: nodes, roads, greens, vehicle types and demand, in the elements of
/// SUMO's plain XML files.
/// </summary>
internal sealed class ScenarioDraft
{
    /// <summary>Length of every scenario's window, seconds.</summary>
    internal const int WindowS = 3_600;

    private readonly Dictionary<string, (double X, double Y, bool IsSignal)> _nodes = new(StringComparer.Ordinal);
    private readonly List<(string From, string To, StreetProfile Profile)> _roads = [];
    private readonly List<XElement> _vehicleTypes = [];
    private readonly List<XElement> _demand = [];

    /// <summary>Greens of each light that does not keep netconvert's.</summary>
    internal Dictionary<string, GreenTimes> Greens { get; } = new(StringComparer.Ordinal);

    /// <summary>Further options of netconvert.</summary>
    internal List<string> NetOptions { get; } = [];

    /// <summary>Further options of the configuration: section, name and value.</summary>
    internal List<(string Section, string Name, string Value)> SumoOptions { get; } = [];

    /// <summary>
    /// The vehicle types, and then the demand in order of its begin: SUMO passes over a flow that begins before the
    /// last one it has read.
    /// </summary>
    internal IEnumerable<XElement> Routes => _vehicleTypes.Concat(_demand.OrderBy(flow => (int)flow.Attribute("begin")!));

    /// <summary>Identifier of the road from one node to another.</summary>
    internal static string Road(string from, string to) => $"{from}_{to}";

    /// <summary>Adds a node.</summary>
    internal void AddNode(string id, double xM, double yM, bool isSignal) => _nodes.Add(id, (xM, yM, isSignal));

    /// <summary>Adds the roads of a street between two nodes, one in each direction.</summary>
    internal void AddStreet(string a, string b, StreetProfile profile)
    {
        _roads.Add((a, b, profile));
        _roads.Add((b, a, profile));
    }

    /// <summary>Adds vehicle types of which flows draw each vehicle's by its share.</summary>
    internal void AddTraffic(params XElement[] types) =>
        _vehicleTypes.Add(new XElement("vTypeDistribution", new XAttribute("id", "traffic"), types));

    /// <summary>Cars with one truck in twenty.</summary>
    internal void AddCarsAndTrucks() => AddTraffic(
        VehicleType("car", "passenger", 0.95), VehicleType("truck", "truck", 0.05));

    /// <summary>A vehicle type with SUMO's values for its class.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="vehicleClass">SUMO's class.</param>
    /// <param name="share">Share of the traffic, 0 to 1.</param>
    internal static XElement VehicleType(string id, string vehicleClass, double share) => new(
        "vType", new XAttribute("id", id), new XAttribute("vClass", vehicleClass), new XAttribute("probability", share));

    /// <summary>Adds vehicles between two roads, with exponential headways drawn by SUMO.</summary>
    /// <param name="from">First road.</param>
    /// <param name="to">Last road.</param>
    /// <param name="via">A road on the way; empty: the fastest way.</param>
    /// <param name="perHour">Vehicles per hour where the profile is 1.</param>
    /// <param name="profile">Factors for equal parts of the window.</param>
    internal void AddVehicles(string from, string to, string via, double perHour, IReadOnlyList<double> profile)
    {
        for (int part = 0; part < profile.Count; part++)
        {
            XElement flow = Flow("flow", part, profile.Count, perHour * profile[part]);
            flow.Add(new XAttribute("type", "traffic"), new XAttribute("from", from), new XAttribute("to", to));
            if (via.Length > 0)
            {
                flow.Add(new XAttribute("via", via));
            }

            flow.Add(new XAttribute("departLane", "best"), new XAttribute("departSpeed", "max"));
            _demand.Add(flow);
        }
    }

    /// <summary>Adds people who walk from one road to another, evenly over the window.</summary>
    internal void AddPeople(string from, string to, double perHour)
    {
        XElement flow = Flow("personFlow", 0, 1, perHour);
        flow.Add(new XElement("walk", new XAttribute("from", from), new XAttribute("to", to)));
        _demand.Add(flow);
    }

    /// <summary>The node file.</summary>
    internal XElement Nodes() => new("nodes", _nodes.Select(node => new XElement(
        "node",
        new XAttribute("id", node.Key),
        new XAttribute("x", node.Value.X),
        new XAttribute("y", node.Value.Y),
        node.Value.IsSignal ? new XAttribute("type", "traffic_light") : null)));

    /// <summary>The edge file.</summary>
    internal XElement Edges() => new("edges", _roads.Select(road => new XElement(
        "edge",
        new XAttribute("id", Road(road.From, road.To)),
        new XAttribute("from", road.From),
        new XAttribute("to", road.To),
        new XAttribute("numLanes", road.Profile.Lanes),
        new XAttribute("speed", road.Profile.SpeedMps),
        new XAttribute("width", road.Profile.LaneWidthM),
        road.Profile.PavementM > 0 ? new XAttribute("sidewalkWidth", road.Profile.PavementM) : null,
        HasPocket(road.To, road.Profile) ? Pocket(road.Profile) : null)));

    /// <summary>The connection file: the turns that profiles name.</summary>
    internal XElement Connections() => new("connections", _roads
        .Where(road => _nodes[road.To].IsSignal)
        .SelectMany(road => Connections(road.From, road.To, road.Profile)));

    /// <summary>Where a movement goes that comes from one node over another to a third.</summary>
    internal TurnSide Side(string from, string over, string to)
    {
        const double Straight = Math.PI / 4;
        double turn = Math.IEEERemainder(Heading(over, to) - Heading(from, over), Math.Tau);
        return Math.Abs(turn) > 3 * Straight ? TurnSide.Back
            : Math.Abs(turn) < Straight ? TurnSide.Through
            : turn > 0 ? TurnSide.Left : TurnSide.Right;
    }

    /// <summary>True when the road runs rather east or west than north or south.</summary>
    internal bool IsEastWest(string road)
    {
        (string from, string to, _) = _roads.First(entry => road == Road(entry.From, entry.To)
            || road.StartsWith(Road(entry.From, entry.To) + ".", StringComparison.Ordinal));
        return Math.Abs(Math.Cos(Heading(from, to))) > Math.Abs(Math.Sin(Heading(from, to)));
    }

    private static XElement Pocket(StreetProfile profile) => new(
        "split",
        new XAttribute("pos", -profile.PocketM),
        new XAttribute("lanes", string.Join(' ', Enumerable.Range(0, profile.LaneTurns.Count))));

    private static XElement Connection(string from, string to, int fromLane, int toLane) => new(
        "connection",
        new XAttribute("from", from),
        new XAttribute("to", to),
        new XAttribute("fromLane", fromLane),
        new XAttribute("toLane", toLane));

    private bool HasPocket(string to, StreetProfile profile) =>
        _nodes[to].IsSignal && profile.LaneTurns.Count > profile.Lanes;

    private XElement Flow(string kind, int part, int parts, double perHour) => new(
        kind,
        new XAttribute("id", string.Create(CultureInfo.InvariantCulture, $"{kind[0]}{_demand.Count}")),
        new XAttribute("begin", WindowS * part / parts),
        new XAttribute("end", WindowS * (part + 1) / parts),
        new XAttribute("period", string.Create(CultureInfo.InvariantCulture, $"exp({perHour / 3_600:0.######})")));

    private IEnumerable<XElement> Connections(string from, string over, StreetProfile profile)
    {
        // netconvert names the last piece of a road that widens after the place where it does.
        string road = Road(from, over) + (HasPocket(over, profile)
            ? string.Create(CultureInfo.InvariantCulture, $".-{profile.PocketM}")
            : "");
        foreach ((string start, string to, StreetProfile exit) in _roads)
        {
            if (start != over || to == from)
            {
                continue;
            }

            char turn = Side(from, over, to) switch { TurnSide.Right => 'r', TurnSide.Left => 'l', _ => 's' };
            int[] lanes = [.. Enumerable.Range(0, profile.LaneTurns.Count)
                .Where(lane => profile.LaneTurns[lane].Contains(turn, StringComparison.Ordinal))];
            for (int i = 0; i < lanes.Length; i++)
            {
                int fromTheLeft = lanes.Length - 1 - i;
                int toLane = turn == 'l' ? exit.Lanes - 1 - fromTheLeft : Math.Min(i, exit.Lanes - 1);
                yield return Connection(road, Road(over, to), lanes[i], toLane);
            }
        }
    }

    private double Heading(string from, string to) =>
        Math.Atan2(_nodes[to].Y - _nodes[from].Y, _nodes[to].X - _nodes[from].X);
}
