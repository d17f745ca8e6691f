using TrafficControl.Core.Model;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Corridors;

/// <summary>
/// Cyclic flow profiles of a corridor in steps of a second, as in TRANSYT: what a signal lets go travels down the link,
/// disperses, and is what arrives at the next. Each approach takes from its links what they bring and the rest of its
/// demand evenly.
/// </summary>
internal sealed class CorridorModel
{
    /// <summary>Rounds through the corridor: links in both directions make profiles depend on each other.</summary>
    private const int Rounds = 3;

    private readonly IReadOnlyList<CorridorSite> _sites;
    private readonly List<CorridorLink> _links;
    private readonly LaneGroup[][] _lanes;
    private readonly double[][][] _service;
    private readonly int[][][] _feeders;
    private readonly int _cycleS;

    internal CorridorModel(
        IReadOnlyList<CorridorSite> sites, List<CorridorLink> links, IReadOnlyList<SplitPlan> plans, FixedTimeOptions options)
    {
        _sites = sites;
        _links = links;
        _cycleS = plans[0].CycleS;
        _lanes = new LaneGroup[sites.Count][];
        _service = new double[sites.Count][][];
        _feeders = new int[sites.Count][][];
        for (int site = 0; site < sites.Count; site++)
        {
            PlanEvaluator evaluator = new(sites[site].Intersection, sites[site].Volumes.VolumesVph, options);
            _lanes[site] = evaluator.LaneGroups;
            LaneGroupState[] states = evaluator.Evaluate(plans[site]);
            _service[site] = [.. states.Select(state => state.ServiceVps)];
            IncrementalVehS += states
                .Zip(evaluator.LaneGroups, (state, lanes) => state.IncrementalDelayS * lanes.VolumeVps).Sum();
            _feeders[site] = [.. evaluator.LaneGroups.Select(lanes => Feeders(site, lanes))];
        }
    }

    /// <summary>Incremental delay (d2) of everybody, vehicle seconds per second.</summary>
    internal double IncrementalVehS { get; }

    /// <summary>Vehicles per second at all stop lines.</summary>
    internal double VolumeVps => _lanes.Sum(site => site.Sum(lanes => lanes.VolumeVps));

    /// <summary>Delay in vehicle seconds, and stops, in one cycle.</summary>
    internal (double DelayVehS, double Stops) Evaluate(int[] offsetsS)
    {
        double[][][] departures = [.. _lanes.Select(site => site.Select(_ => new double[_cycleS]).ToArray())];
        double[]?[] onLinks = new double[]?[_links.Count];
        (double delay, double stops) = (0, 0);
        for (int round = 0; round < Rounds; round++)
        {
            (delay, stops) = (0, 0);
            for (int site = 0; site < _sites.Count; site++)
            {
                for (int i = 0; i < _lanes[site].Length; i++)
                {
                    double[] arrivals = Arrivals(site, i, onLinks, offsetsS);
                    (double d, double s) = QueueProfile.Run(arrivals, _service[site][i], departures[site][i]);
                    delay += d;
                    stops += s;
                }

                for (int link = 0; link < _links.Count; link++)
                {
                    onLinks[link] = _links[link].From == site ? Outflow(_links[link], departures[site]) : onLinks[link];
                }
            }
        }

        return (delay, stops);
    }

    /// <summary>Links that lead to the approach of a lane group: drivers may still change lanes on it.</summary>
    private int[] Feeders(int site, LaneGroup lanes)
    {
        Lane[] all = _sites[site].Intersection.Lanes;
        string approach = all[lanes.Lanes[0]].Definition.Approach;
        return [.. Enumerable.Range(0, _links.Count).Where(link => _links[link].To == site
            && (lanes.Lanes.Contains(_links[link].ApproachLane)
                || (approach.Length > 0 && all[_links[link].ApproachLane].Definition.Approach == approach)))];
    }

    private double[] Arrivals(int site, int lanes, double[]?[] onLinks, int[] offsetsS)
    {
        double volume = _lanes[site][lanes].VolumeVps;
        double[] arrivals = new double[_cycleS];
        int[] feeders = _feeders[site][lanes];
        double bringing = 0;
        foreach (int feeder in feeders)
        {
            if (onLinks[feeder] is not { } profile)
            {
                continue;
            }

            int shift = offsetsS[_links[feeder].From] - offsetsS[site];
            for (int second = 0; second < _cycleS; second++)
            {
                int here = (((second + shift) % _cycleS) + _cycleS) % _cycleS;
                arrivals[here] += profile[second];
                bringing += profile[second] / _cycleS;
            }
        }

        // The approach as a whole says which part of its demand came over the links.
        double approachVps = ApproachVolume(site, lanes, feeders);
        double part = approachVps > 0 ? Math.Min(1, bringing / approachVps) : 0;
        for (int second = 0; second < _cycleS; second++)
        {
            double pattern = bringing > 1e-9 ? arrivals[second] / bringing : 1;
            arrivals[second] = volume * ((part * pattern) + 1 - part);
        }

        return arrivals;
    }

    private double ApproachVolume(int site, int lanes, int[] feeders)
    {
        double sum = 0;
        for (int i = 0; i < _lanes[site].Length; i++)
        {
            sum += i == lanes || (feeders.Length > 0 && _feeders[site][i].AsSpan().SequenceEqual(feeders))
                ? _lanes[site][i].VolumeVps : 0;
        }

        return sum;
    }

    private double[] Outflow(CorridorLink link, double[][] departures)
    {
        Intersection intersection = _sites[link.From].Intersection;
        double[] flow = new double[_cycleS];
        for (int i = 0; i < departures.Length; i++)
        {
            LaneGroup lanes = _lanes[link.From][i];
            double intoVph = lanes.Classes.SelectMany(turn => turn.Movements)
                .Where(movement => intersection.Movements[movement].ToLane == link.ExitLane)
                .Sum(movement => _sites[link.From].Volumes.VolumesVph[movement]);
            double share = lanes.VolumeVps > 0 ? intoVph / 3600 / lanes.VolumeVps : 0;
            for (int second = 0; share > 0 && second < _cycleS; second++)
            {
                flow[second] += share * departures[i][second];
            }
        }

        return PlatoonDispersion.Disperse(flow, link.CruiseS);
    }
}
