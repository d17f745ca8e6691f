using TrafficControl.Core.Model;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Corridors;

/// <summary>
/// Coordinates the fixed-time plans of a corridor: a common cycle, splits of least delay within it, and offsets of least
/// delay and stops with dispersing platoons.
/// </summary>
public static class CorridorOptimizer
{
    /// <summary>Optimises a corridor.</summary>
    /// <param name="sites">Intersections in the order they are driven, two or more.</param>
    /// <param name="options">Limits and assumptions; a cycle given there is kept.</param>
    /// <exception cref="OptimizationInputException">
    /// No lane leads from one intersection to another, or one of them cannot be served within the cycle.
    /// </exception>
    public static CorridorResult Optimize(IReadOnlyList<CorridorSite> sites, FixedTimeOptions options)
    {
        ArgumentNullException.ThrowIfNull(sites);
        ArgumentNullException.ThrowIfNull(options);
        List<CorridorLink> links = CorridorLink.Between(sites);
        if (links.Count == 0)
        {
            throw new OptimizationInputException(
                "No exit lane of these intersections leads to another of them; set downstreamIntersection and downstreamLane.");
        }

        CorridorResult? best = null;
        double bestCost = double.PositiveInfinity;
        foreach (int cycleS in Cycles(sites, options))
        {
            if (TryCoordinate(sites, links, options with { CycleS = cycleS }) is { } tried && tried.Cost < bestCost - 1e-9)
            {
                (best, bestCost) = tried;
            }
        }

        return best ?? throw new OptimizationInputException(
            "No common cycle serves every intersection of the corridor; raise the longest cycle.");
    }

    /// <summary>True when lanes lead from one of these intersections to another.</summary>
    /// <param name="sites">The intersections.</param>
    public static bool IsJoined(IReadOnlyList<CorridorSite> sites) => CorridorLink.Between(sites).Count > 0;

    /// <summary>
    /// The cycles that are tried: the longest that one of the intersections would choose alone, and the mean of their choices
    /// by volume.
    /// </summary>
    private static IEnumerable<int> Cycles(IReadOnlyList<CorridorSite> sites, FixedTimeOptions options)
    {
        if (options.CycleS is { } given)
        {
            return [given];
        }

        (int CycleS, double Volume)[] own = [.. sites.Select(site => (
            FixedTimeOptimizer.Optimize(site.Intersection, site.Volumes, options).Plan.CycleMs / 1000,
            site.Volumes.VolumesVph.Sum()))];
        double mean = own.Sum(site => site.CycleS * site.Volume) / own.Sum(site => site.Volume);
        return new[] { own.Max(site => site.CycleS), (int)Math.Round(mean) }.Distinct();
    }

    private static (CorridorResult Result, double Cost)? TryCoordinate(
        IReadOnlyList<CorridorSite> sites, List<CorridorLink> links, FixedTimeOptions options)
    {
        FixedTimeResult[] plans;
        try
        {
            plans = [.. sites.Select(site => FixedTimeOptimizer.Optimize(site.Intersection, site.Volumes, options))];
        }
        catch (OptimizationInputException)
        {
            // Too short for the minimum services of one of them: another cycle is tried.
            return null;
        }

        SplitPlan[] splits = [.. plans.Zip(sites, (plan, site) => Splits(plan, site.Intersection))];
        CorridorModel model = new(sites, links, splits, options);
        int cycleS = splits[0].CycleS;
        int[] offsets = OffsetSearch.Run(model, links, sites.Count, cycleS);
        (double delay, double stops) = model.Evaluate(offsets);
        (double delayBefore, double stopsBefore) = model.Evaluate(new int[sites.Count]);
        double vehicles = model.VolumeVps * cycleS;
        int[] order = [.. Enumerable.Range(0, sites.Count)];
        CorridorResult result = new()
        {
            CycleS = cycleS,
            Plans = [.. plans.Zip(offsets, (plan, offset) => plan with { Plan = plan.Plan with { OffsetMs = offset * 1000 } })],
            PlatoonDelayS = Math.Round(delay / vehicles, 2),
            StopsPerVehicle = Math.Round(stops / vehicles, 3),
            PlatoonDelayWithoutOffsetsS = Math.Round(delayBefore / vehicles, 2),
            StopsPerVehicleWithoutOffsets = Math.Round(stopsBefore / vehicles, 3),
            Bands =
            [
                .. new[] { order, [.. order.Reverse()] }
                    .Select(way => Bands.Of(sites, links, splits, offsets, way, options)).OfType<CorridorBand>(),
            ],
        };

        // Incremental delay depends on the cycle, not on the offsets.
        double cost = OffsetSearch.Cost(model, offsets) * 3600 / cycleS;
        return (result, cost + (model.IncrementalVehS * 3600));
    }

    private static SplitPlan Splits(FixedTimeResult result, Intersection intersection) => new(
        [.. result.Plan.Splits.Select(split => Array.FindIndex(intersection.Stages, stage => stage.Id == split.Stage))],
        [.. result.Plan.Splits.Select(split => split.DurationMs / 1000)]);
}
