namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// Finds the lanes that a camera or radar at a stop line sees: the way upstream lane by lane through junctions without
/// signals, the insides of these junctions, and the first metres past the line.
/// </summary>
internal static class TrackPlacement
{
    /// <summary>
    /// A vehicle is followed for this far past the stop line, metres, so that its crossing is seen, and who still waits inside
    /// the junction.
    /// </summary>
    internal const double PastLineM = 35;

    // Stop lines lie on the way across their junction, so nothing tracked is further out than this adds up to.
    private const double MarginM = 25;

    /// <summary>
    /// The lanes of one stop line, each with its shortest way to the line, and how far upstream of it they go in metres.
    /// </summary>
    internal static (IReadOnlyList<SumoTrackedLane> Lanes, double ReachM) Place(SumoNet net, SumoLane stopLane, double reachM)
    {
        Dictionary<string, double> starts = new(StringComparer.Ordinal);
        WalkUpstream(net, stopLane, 0, reachM, starts);
        double seenM = Math.Min(reachM, starts.Values.Max());
        foreach (SumoConnection away in net.ConnectionsFrom(stopLane.Id))
        {
            double startM = 0;
            foreach (SumoLane inside in net.InternalLanes(away))
            {
                if (-startM < PastLineM)
                {
                    starts.TryAdd(inside.Id, startM);
                }

                startM -= inside.LengthM;
            }
        }

        return ([.. starts.Select(start => new SumoTrackedLane(start.Key, start.Value))], seenM);
    }

    /// <summary>The circle that holds every lane tracked for the given stop lanes.</summary>
    internal static SumoTrackArea Area(SumoNet net, IReadOnlyList<SumoLane> stopLanes, double reachM)
    {
        SumoJunction[] junctions = [.. stopLanes.Select(lane => net.Junctions[net.Edges[lane.EdgeId].ToJunction]).Distinct()];
        SumoJunction centre = junctions[0];
        double apartM = junctions.Max(junction => Math.Sqrt(
            ((junction.X - centre.X) * (junction.X - centre.X)) + ((junction.Y - centre.Y) * (junction.Y - centre.Y))));
        double acrossM = stopLanes.SelectMany(lane => net.ConnectionsFrom(lane.Id)).Max(net.InternalLengthM);
        return new SumoTrackArea(centre.Id, Math.Ceiling(reachM + apartM + acrossM + MarginM));
    }

    private static void WalkUpstream(
        SumoNet net, SumoLane lane, double endM, double reachM, Dictionary<string, double> starts)
    {
        if (endM >= reachM || (starts.TryGetValue(lane.Id, out double known) && known <= endM + lane.LengthM))
        {
            return;
        }

        starts[lane.Id] = endM + lane.LengthM;
        foreach (SumoConnection into in net.ConnectionsInto(lane.Id))
        {
            if (into.FromLane.StartsWith(':') || into.TrafficLight.Length > 0)
            {
                continue;
            }

            double fromM = endM + lane.LengthM;
            foreach (SumoLane inside in net.InternalLanes(into).Reverse())
            {
                if (fromM < reachM)
                {
                    starts[inside.Id] = fromM + inside.LengthM;
                }

                fromM += inside.LengthM;
            }

            WalkUpstream(net, net.Lanes[into.FromLane], fromM, reachM, starts);
        }
    }
}
