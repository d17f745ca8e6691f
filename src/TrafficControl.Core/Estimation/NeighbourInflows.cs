using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>All approaches that neighbours upstream send traffic to.</summary>
internal sealed class NeighbourInflows
{
    private readonly FeedFlow[] _feeds;
    private readonly ApproachInflow[] _approaches;
    private readonly int[] _approachOf;
    private readonly int[] _positionIn;
    private long _second;

    internal NeighbourInflows(Intersection intersection, ApproachLane?[] byLane, ReadOnlySpan<InflowFeed> feeds)
    {
        _approachOf = new int[byLane.Length];
        _positionIn = new int[byLane.Length];
        Array.Fill(_approachOf, -1);
        _feeds = new FeedFlow[feeds.Length];
        for (int f = 0; f < feeds.Length; f++)
        {
            _feeds[f] = new FeedFlow(feeds[f]);
        }

        List<ApproachInflow> approaches = [];
        foreach (FeedFlow feed in _feeds)
        {
            if (byLane[feed.Lane] is null || _approachOf[feed.Lane] >= 0)
            {
                continue;
            }

            List<ApproachLane> lanes = [];
            foreach (ApproachLane? lane in byLane)
            {
                if (lane is not null && IsBeside(intersection, lane.Lane, feed.Lane))
                {
                    _approachOf[lane.Lane.Index] = approaches.Count;
                    _positionIn[lane.Lane.Index] = lanes.Count;
                    lanes.Add(lane);
                }
            }

            FeedFlow[] own = Array.FindAll(_feeds, other => IsBeside(intersection, intersection.Lanes[other.Lane], feed.Lane));
            approaches.Add(new ApproachInflow([.. lanes], own));
        }

        _approaches = [.. approaches];
    }

    internal void Report(int feed, long timeMs, float leftVehicles, ReadOnlySpan<float> plannedVps) =>
        _feeds[feed].Report(timeMs, leftVehicles, plannedVps);

    /// <summary>Learns and forecasts when a second of event time has passed.</summary>
    internal void Update(ApproachTracker tracker, long nowMs)
    {
        if (nowMs / 1000 == _second)
        {
            return;
        }

        _second = nowMs / 1000;
        foreach (ApproachInflow approach in _approaches)
        {
            approach.Update(tracker, nowMs);
        }
    }

    /// <summary>Vehicles expected on a lane in each of the next seconds; empty when no neighbour tells.</summary>
    internal ReadOnlySpan<float> Forecast(int lane) =>
        _approachOf[lane] >= 0 && _approaches[_approachOf[lane]] is { IsHeard: true } approach
            ? approach.Forecast(_positionIn[lane])
            : [];

    /// <summary>The approach a lane belongs to, or null.</summary>
    internal ApproachInflow? Approach(int lane) => _approachOf[lane] < 0 ? null : _approaches[_approachOf[lane]];

    private static bool IsBeside(Intersection intersection, Lane lane, int other)
    {
        string approach = intersection.Lanes[other].Definition.Approach;
        return lane.Index == other || (approach.Length > 0 && lane.Definition.Approach == approach);
    }
}
