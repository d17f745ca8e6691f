using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace TrafficControl.Simulation.Sumo;

/// <summary>Reads a SUMO net (<c>.net.xml</c>, also compressed as <c>.gz</c>) in one pass.</summary>
public static class SumoNetReader
{
    private const double DefaultLaneWidthM = 3.2;

    /// <summary>Reads a net file.</summary>
    /// <param name="path">The file; a name that ends in <c>.gz</c> is decompressed.</param>
    /// <exception cref="SumoException">The file is missing, is not XML, or lacks something a net must have.</exception>
    public static SumoNet Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new SumoException($"Net file '{path}' does not exist.");
        }

        try
        {
            using FileStream file = File.OpenRead(path);
            if (!path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
            {
                return Read(file, path);
            }

            using GZipStream unzipped = new(file, CompressionMode.Decompress);
            return Read(unzipped, path);
        }
        catch (Exception e) when (e is XmlException or FormatException or OverflowException or InvalidDataException)
        {
            throw new SumoException($"Net file '{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a net from a stream.</summary>
    /// <param name="stream">XML.</param>
    /// <param name="name">Name of the source for messages.</param>
    /// <exception cref="SumoException">Something a net must have is missing.</exception>
    public static SumoNet Read(Stream stream, string name)
    {
        using XmlReader xml = XmlReader.Create(stream, new XmlReaderSettings
        {
            IgnoreComments = true,
            IgnoreWhitespace = true,
            DtdProcessing = DtdProcessing.Prohibit,
        });
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != "net")
        {
            throw new SumoException($"Net file '{name}' is not a SUMO net: its root element is not <net>.");
        }

        Contents contents = new(name);
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element)
            {
                contents.Take(xml);
            }
        }

        return contents.ToNet();
    }

    private sealed class Contents(string name)
    {
        private readonly Dictionary<string, SumoEdge> _edges = new(StringComparer.Ordinal);
        private readonly Dictionary<string, SumoJunction> _junctions = new(StringComparer.Ordinal);
        private readonly List<SumoConnection> _connections = [];
        private readonly List<SumoProgram> _programs = [];
        private List<SumoLane> _lanes = [];
        private List<SumoRequest> _requests = [];
        private string _junction = "";
        private List<SumoPhase> _phases = [];
        private string _edge = "";

        internal SumoNet ToNet() => new(_edges, _junctions, _connections, _programs);

        internal void Take(XmlReader xml)
        {
            switch (xml.LocalName)
            {
                case "edge":
                    TakeEdge(xml);
                    break;
                case "lane":
                    TakeLane(xml);
                    break;
                case "junction":
                    TakeJunction(xml);
                    break;
                case "request":
                    TakeRequest(xml);
                    break;
                case "connection":
                    TakeConnection(xml);
                    break;
                case "tlLogic":
                    _phases = [];
                    _programs.Add(new SumoProgram(
                        Text(xml, "id"), Text(xml, "programID"), Text(xml, "type"), Milliseconds(xml, "offset", 0), _phases));
                    break;
                case "phase":
                    _phases.Add(new SumoPhase(
                        (int)Milliseconds(xml, "duration"), Text(xml, "state"), Optional(xml, "minDur"), Optional(xml, "maxDur")));
                    break;
            }
        }

        /// <summary>
        /// A row that is too short or holds anything but bits would read as "no conflict", so it is refused.
        /// </summary>
        private void TakeRequest(XmlReader xml)
        {
            SumoRequest request = new((int)Number(xml, "index"), Text(xml, "response"), Text(xml, "foes"));
            int width = _requests.Count == 0 ? request.Foes.Length : _requests[0].Foes.Length;
            bool isSound = request.Index == _requests.Count
                && request.Response.Length == width && request.Foes.Length == width
                && request.Response.AsSpan().IndexOfAnyExcept('0', '1') < 0
                && request.Foes.AsSpan().IndexOfAnyExcept('0', '1') < 0;
            if (!isSound)
            {
                throw new SumoException(
                    $"request {request.Index} of junction '{_junction}': index, response and foes must be the next index and " +
                    "rows of 0 and 1 as long as the junction has links; write the net again with netconvert.");
            }

            _requests.Add(request);
        }

        /// <summary>
        /// A table with fewer rows than columns would leave links without a row, which reads as "no conflict".
        /// </summary>
        private void CheckRequests()
        {
            if (_requests.Count > 0 && _requests[0].Foes.Length != _requests.Count && _requests[0].Foes.Length > 1)
            {
                throw new SumoException(
                    $"junction '{_junction}' has {_requests.Count} request rows for {_requests[0].Foes.Length} links; " +
                    "write the net again with netconvert.");
            }
        }

        private void TakeEdge(XmlReader xml)
        {
            _lanes = [];
            _edge = Text(xml, "id");
            _edges[_edge] = new SumoEdge(
                _edge, xml.GetAttribute("function") ?? "", xml.GetAttribute("from") ?? "", xml.GetAttribute("to") ?? "", _lanes);
        }

        private void TakeLane(XmlReader xml) => _lanes.Add(new SumoLane(
            Text(xml, "id"), _edge, (int)Number(xml, "index"), Number(xml, "speed"), Number(xml, "length"),
            Number(xml, "width", DefaultLaneWidthM), xml.GetAttribute("allow") ?? "", xml.GetAttribute("disallow") ?? ""));

        private void TakeJunction(XmlReader xml)
        {
            CheckRequests();
            _requests = [];
            string id = Text(xml, "id");
            _junction = id;
            string[] incoming = (xml.GetAttribute("incLanes") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _junctions[id] = new SumoJunction(
                id, xml.GetAttribute("type") ?? "", Number(xml, "x", 0), Number(xml, "y", 0), incoming, _requests);
        }

        private void TakeConnection(XmlReader xml)
        {
            string direction = xml.GetAttribute("dir") ?? "";
            _connections.Add(new SumoConnection(
                $"{Text(xml, "from")}_{Text(xml, "fromLane")}",
                $"{Text(xml, "to")}_{Text(xml, "toLane")}",
                xml.GetAttribute("via") ?? "",
                xml.GetAttribute("tl") ?? "",
                (int)Number(xml, "linkIndex", -1),
                direction.Length == 1 ? direction[0] : ' '));
        }

        private string Text(XmlReader xml, string attribute) => xml.GetAttribute(attribute)
            ?? throw new SumoException($"Net file '{name}': <{xml.LocalName}> '{xml.GetAttribute("id")}' has no {attribute}.");

        private double Number(XmlReader xml, string attribute) =>
            double.Parse(Text(xml, attribute), NumberStyles.Float, CultureInfo.InvariantCulture);

        private static double Number(XmlReader xml, string attribute, double missing) =>
            xml.GetAttribute(attribute) is { Length: > 0 } text
                ? double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
                : missing;

        private long Milliseconds(XmlReader xml, string attribute) => ToMs(Number(xml, attribute));

        private static long Milliseconds(XmlReader xml, string attribute, double missing) =>
            ToMs(Number(xml, attribute, missing));

        private static int? Optional(XmlReader xml, string attribute) =>
            xml.GetAttribute(attribute) is null ? null : (int)Milliseconds(xml, attribute, 0);

        private static long ToMs(double seconds) => (long)Math.Round(seconds * 1000, MidpointRounding.AwayFromZero);
    }
}
