using System.Globalization;
using System.Xml;
using TrafficControl.Core.Model;
using TrafficControl.Simulation.Sumo;

namespace TrafficControl.Simulation.Evaluation;

/// <summary>
/// The demand of a scenario at its lights, counted on the routes of the vehicles due within the window: <c>duarouter</c>
/// turns trips and flows into routes as SUMO itself would at an empty net, and leaves given routes alone.
/// </summary>
public static class ScenarioDemand
{
    private const int BalanceRounds = 50;
    private const int MaxWayLanes = 12;
    private const double MaxLengthM = 10_000;

    /// <summary>Counts a scenario.</summary>
    /// <param name="options">Scenario, window, and a folder for the routes.</param>
    /// <param name="net">Its net.</param>
    /// <param name="lights">Lights to count at.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>One entry per light, in their order.</returns>
    /// <exception cref="SumoException">SUMO is missing or fails, or the window has no end.</exception>
    public static async Task<IReadOnlyList<JunctionDemand>> CountAsync(
        SumoRunOptions options, SumoNet net, IReadOnlyList<SumoLight> lights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(net);
        ArgumentNullException.ThrowIfNull(lights);
        Directory.CreateDirectory(options.Folder);
        string routes = Path.Combine(options.Folder, "routes.rou.xml");
        await SumoProcess.RunAsync(SumoInstallation.Find("duarouter"), Arguments(options.Scenario, routes), cancellationToken)
            .ConfigureAwait(false);
        Dictionary<(string From, string To), int> turns = CountTurns(routes, options.WindowBeginMs / 1000.0, options.WindowEndMs / 1000.0);
        double hours = (options.WindowEndMs - options.WindowBeginMs) / 3_600_000.0;
        return [.. lights.Select(light => new JunctionDemand(
            WithWayLengths(light.Definition, net), Share(light, net, turns, hours)))];
    }

    private static List<string> Arguments(SumoConfiguration scenario, string routes) =>
    [
        "--net-file", scenario.NetFile, "--route-files", string.Join(',', scenario.RouteFiles), "--output-file", routes,
        "--alternatives-output", "NUL", "--skip-new-routes", "true", "--ignore-errors", "true", "--xml-validation", "never",
        "--no-warnings", "true", "--no-step-log", "true",
    ];

    /// <summary>How often vehicles due within the window go from one edge to the next.</summary>
    private static Dictionary<(string From, string To), int> CountTurns(string routes, double beginS, double endS)
    {
        Dictionary<(string, string), int> turns = [];
        using XmlReader xml = XmlReader.Create(routes);
        bool isDue = false;
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            if (xml.Name == "vehicle")
            {
                isDue = double.TryParse(xml.GetAttribute("depart"), NumberStyles.Float, CultureInfo.InvariantCulture, out double depart)
                    && depart >= beginS && depart < endS;
            }
            else if (xml.Name == "route" && isDue)
            {
                string[] edges = (xml.GetAttribute("edges") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
                for (int i = 1; i < edges.Length; i++)
                {
                    turns[(edges[i - 1], edges[i])] = turns.GetValueOrDefault((edges[i - 1], edges[i])) + 1;
                }
            }
        }

        return turns;
    }

    /// <summary>
    /// Spreads the turns over the lanes that allow them so that the lanes of an edge carry as even a load as they can,
    /// which is what drivers who choose the shorter queue make of it.
    /// </summary>
    private static double[] Share(
        SumoLight light, SumoNet net, Dictionary<(string From, string To), int> turns, double hours)
    {
        var choices = Enumerable.Range(0, light.Connections.Count)
            .GroupBy(movement => Turn(net, light.Connections[movement]))
            .Select(turn => (Volume: turns.GetValueOrDefault(turn.Key) / hours, Movements: turn.ToArray()))
            .Where(turn => turn.Volume > 0).ToArray();
        double[] volumes = new double[light.Connections.Count];
        Dictionary<string, double> loads = new(StringComparer.Ordinal);
        for (int round = 0; round < BalanceRounds; round++)
        {
            foreach ((double volume, int[] movements) in choices)
            {
                foreach (int movement in movements)
                {
                    string lane = light.Connections[movement].FromLane;
                    loads[lane] = loads.GetValueOrDefault(lane) - volumes[movement];
                    volumes[movement] = 0;
                }

                Pour(light, movements, volume, loads, volumes);
            }
        }

        return [.. volumes.Select(volume => Math.Round(volume, 3))];
    }

    /// <summary>Fills the least loaded lanes first, up to a common level.</summary>
    private static void Pour(
        SumoLight light, int[] movements, double volume, Dictionary<string, double> loads, double[] volumes)
    {
        int[] byLoad = [.. movements.OrderBy(movement => loads[light.Connections[movement].FromLane])];
        double level = 0;
        double below = 0;
        for (int lanes = 1; lanes <= byLoad.Length; lanes++)
        {
            below += loads[light.Connections[byLoad[lanes - 1]].FromLane];
            level = (volume + below) / lanes;
            if (lanes == byLoad.Length || level <= loads[light.Connections[byLoad[lanes]].FromLane])
            {
                break;
            }
        }

        foreach (int movement in byLoad)
        {
            string lane = light.Connections[movement].FromLane;
            volumes[movement] = Math.Max(0, level - loads[lane]);
            loads[lane] += volumes[movement];
        }
    }

    private static (string From, string To) Turn(SumoNet net, SumoConnection connection) =>
        (net.Lanes[connection.FromLane].EdgeId, net.Lanes[connection.ToLane].EdgeId);

    private static IntersectionDefinition WithWayLengths(IntersectionDefinition definition, SumoNet net) => definition with
    {
        Lanes = [.. definition.Lanes.Select(lane => lane.DownstreamLane.Length > 0
            ? lane with { LengthM = Math.Min(MaxLengthM, WayLengthM(net, lane)) }
            : lane)],
    };

    /// <summary>From the start of an exit lane to the stop line it leads to, insides of junctions included.</summary>
    private static double WayLengthM(SumoNet net, LaneDefinition exit)
    {
        double length = exit.LengthM;
        string lane = exit.Id;
        for (int i = 0; i < MaxWayLanes && lane != exit.DownstreamLane; i++)
        {
            SumoConnection? next = net.ConnectionsFrom(lane)
                .Where(connection => !connection.ToLane.StartsWith(':'))
                .OrderByDescending(connection => connection.Direction == 's').FirstOrDefault();
            if (next is null)
            {
                break;
            }

            length += net.InternalLengthM(next) + net.Lanes[next.ToLane].LengthM;
            lane = next.ToLane;
        }

        return length;
    }
}
