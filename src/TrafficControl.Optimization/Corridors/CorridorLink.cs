using TrafficControl.Core.Model;

namespace TrafficControl.Optimization.Corridors;

/// <summary>A lane from one intersection of a corridor to another.</summary>
/// <param name="From">Position of the upstream intersection.</param>
/// <param name="ExitLane">Its exit lane.</param>
/// <param name="To">Position of the downstream intersection.</param>
/// <param name="ApproachLane">The approach lane it becomes.</param>
/// <param name="CruiseS">Time at the speed limit, seconds.</param>
internal sealed record CorridorLink(int From, int ExitLane, int To, int ApproachLane, double CruiseS)
{
    internal static List<CorridorLink> Between(IReadOnlyList<CorridorSite> sites)
    {
        List<CorridorLink> links = [];
        for (int from = 0; from < sites.Count; from++)
        {
            foreach (Lane exit in sites[from].Intersection.Lanes)
            {
                int to = IndexOf(sites, exit.Definition.DownstreamIntersection);
                Lane? approach = to < 0 || to == from ? null : Array.Find(
                    sites[to].Intersection.Lanes,
                    lane => lane.Definition.Id == exit.Definition.DownstreamLane && lane.Movements.Length > 0);
                if (approach is not null)
                {
                    // Both lanes are the road between the two; one of the files may know only a part of it.
                    double lengthM = Math.Max(exit.Definition.LengthM, approach.Definition.LengthM);
                    links.Add(new CorridorLink(from, exit.Index, to, approach.Index, lengthM / exit.Definition.SpeedMps));
                }
            }
        }

        return links;
    }

    private static int IndexOf(IReadOnlyList<CorridorSite> sites, string id)
    {
        for (int site = 0; site < sites.Count; site++)
        {
            if (id.Length > 0 && sites[site].Intersection.Id == id)
            {
                return site;
            }
        }

        return -1;
    }
}
