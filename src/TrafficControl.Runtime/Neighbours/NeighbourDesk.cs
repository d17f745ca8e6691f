using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Runtime.Neighbours;

/// <summary>
/// What one intersection tells its neighbours and hears from them. Reads and writes on the thread that advances it; allocates
/// when it is connected only.
/// </summary>
internal sealed class NeighbourDesk
{
    private const long PeriodMs = 1_000;

    private readonly LinkCounters _counters;
    private readonly Intersection _intersection;
    private float[] _planned = [];
    private NeighbourLink[] _upstream = [];
    private NeighbourLink[] _downstream = [];
    private InflowFeed[] _feeds = [];
    private bool _tellsOutflow;
    private long _toldMs;

    internal NeighbourDesk(Intersection intersection, LinkCounters counters)
    {
        _intersection = intersection;
        _counters = counters;
    }

    /// <summary>Connects a way to this intersection. Before the first tick only.</summary>
    internal void AddUpstream(NeighbourLink link)
    {
        _upstream = [.. _upstream, link];
        _feeds = link.Outflows is null ? _feeds : [.. _feeds, new InflowFeed(link.Lane, link.TravelSeconds)];
    }

    /// <summary>Connects a way from this intersection. Before the first tick only.</summary>
    internal void AddDownstream(NeighbourLink link)
    {
        _downstream = [.. _downstream, link];
        if (link.Outflows is not null)
        {
            _tellsOutflow = true;
            _planned = new float[_intersection.Lanes.Length * IOutflowForecaster.Seconds];
        }
    }

    /// <summary>Makes an estimator ready for what neighbours will tell: when connected, and when it starts anew.</summary>
    internal void ConnectTo(QueueEstimator queues)
    {
        queues.ConnectInflows(_feeds);
        _toldMs = 0;
        foreach (NeighbourLink link in _downstream)
        {
            link.ToldVehicles = 0;
        }
    }

    /// <summary>
    /// Takes in reports from before this tick only, so that the order in which neighbours' streams happen to be read in
    /// lock-step simulation does not matter.
    /// </summary>
    internal void Read(QueueEstimator queues, long timeMs)
    {
        foreach (NeighbourLink link in _downstream)
        {
            for (int i = 0; i < ReportRing<QueueReport>.Capacity
                && link.Queues.TryTakeBefore(timeMs, SequenceGuard.MaxForwardMs, out QueueReport report); i++)
            {
                queues.SetDownstreamQueue(link.ExitLane, report.QueueVehicles);
            }
        }

        int feed = 0;
        foreach (NeighbourLink link in _upstream)
        {
            if (link.Outflows is null)
            {
                continue;
            }

            for (int i = 0; i < ReportRing<OutflowReport>.Capacity
                && link.Outflows.TryTakeBefore(timeMs, SequenceGuard.MaxForwardMs, out OutflowReport report); i++)
            {
                OutflowReport.Row planned = report.Planned;
                ReadOnlySpan<float> row = planned;
                queues.SetUpstreamOutflow(feed, report.TimeMs, report.LeftVehicles, report.HasPlan ? row : []);
            }

            feed++;
        }
    }

    /// <summary>Tells the neighbours, once a second of event time.</summary>
    internal void Tell(IntersectionState state, IStrategy strategy)
    {
        long now = state.NowMs;
        if (now < _toldMs + PeriodMs && now >= _toldMs)
        {
            return;
        }

        _toldMs = now;
        foreach (NeighbourLink link in _upstream)
        {
            Count(link.Queues.TryPost(new QueueReport(now, state.Queues.QueueVehicles(link.Lane))));
        }

        if (_tellsOutflow)
        {
            TellOutflow(state, strategy, now);
        }
    }

    private void TellOutflow(IntersectionState state, IStrategy strategy, long now)
    {
        bool hasPlan = strategy is IOutflowForecaster forecaster && forecaster.TryForecastOutflow(state, _planned);
        foreach (NeighbourLink link in _downstream)
        {
            if (link.Outflows is null)
            {
                continue;
            }

            double entered = state.Queues.EnteredVehicles(link.ExitLane);
            OutflowReport.Row planned = default;
            _planned.AsSpan(link.ExitLane * IOutflowForecaster.Seconds, IOutflowForecaster.Seconds).CopyTo(planned);
            Count(link.Outflows.TryPost(new OutflowReport(now, (float)(entered - link.ToldVehicles), hasPlan, planned)));
            link.ToldVehicles = entered;
        }
    }

    private void Count(bool isPosted)
    {
        if (!isPosted)
        {
            _counters.CountDroppedMail();
        }
    }
}
