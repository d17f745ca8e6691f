using TrafficControl.Core.Model;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Corridors;

/// <summary>Green waves: bandwidth at the speed limit, from the greens of the movements along the corridor.</summary>
internal static class Bands
{
    /// <summary>The band of one direction; null when no lanes join the intersections in that order.</summary>
    internal static CorridorBand? Of(
        IReadOnlyList<CorridorSite> sites, IReadOnlyList<CorridorLink> links, IReadOnlyList<SplitPlan> plans, int[] offsetsS,
        IReadOnlyList<int> order, FixedTimeOptions options)
    {
        int cycleS = plans[0].CycleS;
        bool[] isOpen = new bool[cycleS];
        Array.Fill(isOpen, true);
        double cruiseS = 0;
        for (int i = 0; i < order.Count; i++)
        {
            CorridorLink[] into = i == 0 ? [] : [.. links.Where(link => link.From == order[i - 1] && link.To == order[i])];
            CorridorLink[] outOf = i + 1 == order.Count
                ? []
                : [.. links.Where(link => link.From == order[i] && link.To == order[i + 1])];
            if ((i > 0 && into.Length == 0) || (i + 1 < order.Count && outOf.Length == 0))
            {
                return null;
            }

            cruiseS += i == 0 ? 0 : into[0].CruiseS;
            bool[] green = Green(sites[order[i]].Intersection, plans[order[i]], into, outOf, options);
            int shift = (int)Math.Round(cruiseS) - offsetsS[order[i]];
            for (int second = 0; second < cycleS; second++)
            {
                isOpen[second] &= green[(((second + shift) % cycleS) + cycleS) % cycleS];
            }
        }

        int width = LongestRun(isOpen);
        return new CorridorBand(
            [.. order.Select(site => sites[site].Intersection.Id)], width, Math.Round((double)width / cycleS, 3));
    }

    /// <summary>Seconds in which a movement from the lanes before to the lanes after is green; straight ones if there are.</summary>
    private static bool[] Green(
        Intersection intersection, SplitPlan plan, CorridorLink[] into, CorridorLink[] outOf, FixedTimeOptions options)
    {
        HashSet<string> approaches = [.. into.Select(link => Name(intersection.Lanes[link.ApproachLane]))];
        Movement[] along = [.. intersection.Movements.Where(movement =>
            (into.Length == 0 || approaches.Contains(Name(intersection.Lanes[movement.FromLane])))
            && (outOf.Length == 0 || outOf.Any(link => link.ExitLane == movement.ToLane)))];
        Movement[] straight = [.. along.Where(movement => movement.Definition.Turn == TurnDirection.Through)];
        bool[] green = new bool[plan.CycleS];
        foreach (int group in (straight.Length > 0 ? straight : along).Select(movement => movement.Group).Distinct())
        {
            double[] cover = GreenTimes.Cover(GreenTimes.Windows(intersection, plan, group, options), plan.CycleS);
            for (int second = 0; second < cover.Length; second++)
            {
                green[second] |= cover[second] >= 0.5;
            }
        }

        return green;
    }

    private static string Name(Lane lane) =>
        lane.Definition.Approach.Length > 0 ? "approach " + lane.Definition.Approach : "lane " + lane.Definition.Id;

    private static int LongestRun(bool[] isOpen)
    {
        int longest = 0;
        int run = 0;
        for (int i = 0; i < 2 * isOpen.Length; i++)
        {
            run = isOpen[i % isOpen.Length] ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return Math.Min(longest, isOpen.Length);
    }
}
