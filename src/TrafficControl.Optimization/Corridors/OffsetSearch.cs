namespace TrafficControl.Optimization.Corridors;

/// <summary>
/// Offsets of least delay and stops: coordinate descent over all offsets of one intersection after the other, then of all
/// intersections from one on together, from three starting points. Deterministic.
/// </summary>
internal static class OffsetSearch
{
    /// <summary>What a stop is worth, seconds of delay: of the order of what accelerating again costs.</summary>
    internal const double StopPenaltyS = 20;

    private const int MaxSweeps = 8;

    internal static int[] Run(CorridorModel model, IReadOnlyList<CorridorLink> links, int sites, int cycleS)
    {
        int[]? best = null;
        double bestCost = double.PositiveInfinity;
        foreach (int[] start in Starts(links, sites, cycleS))
        {
            (int[] offsets, double cost) = Descend(model, start, cycleS);
            if (cost < bestCost - 1e-9)
            {
                (best, bestCost) = (offsets, cost);
            }
        }

        return best!;
    }

    internal static double Cost(CorridorModel model, int[] offsets)
    {
        (double delay, double stops) = model.Evaluate(offsets);
        return delay + (StopPenaltyS * stops);
    }

    /// <summary>All together; a wave in the order given; a wave back.</summary>
    private static IEnumerable<int[]> Starts(IReadOnlyList<CorridorLink> links, int sites, int cycleS)
    {
        yield return new int[sites];
        int[] there = new int[sites];
        int[] back = new int[sites];
        for (int site = 1; site < sites; site++)
        {
            there[site] = Wrap(there[site - 1] + Cruise(links, site - 1, site), cycleS);
            back[site] = Wrap(back[site - 1] - Cruise(links, site, site - 1), cycleS);
        }

        yield return there;
        yield return back;
    }

    private static int Cruise(IReadOnlyList<CorridorLink> links, int from, int to) =>
        (int)Math.Round(links.FirstOrDefault(link => link.From == from && link.To == to)?.CruiseS ?? 0);

    private static (int[] Offsets, double Cost) Descend(CorridorModel model, int[] start, int cycleS)
    {
        int[] offsets = [.. start];
        double cost = Cost(model, offsets);
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            double before = cost;
            for (int site = 1; site < offsets.Length; site++)
            {
                cost = Shift(model, offsets, site, site + 1, cycleS, cost);
                cost = Shift(model, offsets, site, offsets.Length, cycleS, cost);
            }

            if (cost >= before - 1e-9)
            {
                break;
            }
        }

        return (offsets, cost);
    }

    /// <summary>Tries every shift of a range of intersections and keeps the best.</summary>
    private static double Shift(CorridorModel model, int[] offsets, int first, int end, int cycleS, double cost)
    {
        int[] tried = [.. offsets];
        int bestShift = 0;
        for (int shift = 1; shift < cycleS; shift++)
        {
            for (int site = first; site < end; site++)
            {
                tried[site] = Wrap(offsets[site] + shift, cycleS);
            }

            double now = Cost(model, tried);
            if (now < cost - 1e-9)
            {
                (cost, bestShift) = (now, shift);
            }
        }

        for (int site = first; site < end; site++)
        {
            offsets[site] = Wrap(offsets[site] + bestShift, cycleS);
        }

        return cost;
    }

    private static int Wrap(int offset, int cycleS) => ((offset % cycleS) + cycleS) % cycleS;
}
