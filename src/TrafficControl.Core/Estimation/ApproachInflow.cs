namespace TrafficControl.Core.Estimation;

/// <summary>
/// Arrivals on the lanes of one approach beyond what its own sensors see, from what the neighbours upstream send and plan. The
/// mean of a lane stays its own measured flow; the neighbours give the shape over time. Which lane gets how much of which way,
/// and how much later than at the speed limit, is learned from what arrives where the sensors begin to see.
/// </summary>
internal sealed class ApproachInflow
{
    // Memory of what is learned, seconds; shorter at first.
    private const double ShortestMemory = 60;
    private const double LongestMemory = 900;

    // What is believed before anything is learned counts like this variance of a flow, (vehicles/s)^2: about that of a platoon.
    private const double PriorVariance = 0.01;

    // Before anything is learned: start-up and the way across the junction take as long as this.
    private const int FirstLag = 4;
    private const double LagBetterBy = 1.1;

    // A gap that is believed in and does not come costs more than one that is missed, so a forecast is hedged: it moves this part
    // of the way from the mean, and this part of the mean may always come. Measured: unhedged, loops lost 2 s a vehicle.
    private const double ForecastPart = 0.6;
    private const double LeastOfMean = 0.5;

    // Sweeps of the relaxation that solves for the shares, from where the last second ended.
    private const int Sweeps = 2;

    private readonly ApproachLane[] _lanes;
    private readonly FeedFlow[] _feeds;
    private readonly double[] _meanOfLane;
    private readonly double[] _feedFeed;
    private readonly double[] _feedLane;
    private readonly double[] _share;
    private readonly double[] _lagGain = new double[FeedFlow.Lags + 1];
    private readonly double[] _lagVariance = new double[FeedFlow.Lags + 1];
    private readonly float[] _forecast;
    private int _lag = FirstLag;
    private double _learnedSeconds;

    internal ApproachInflow(ApproachLane[] lanes, FeedFlow[] feeds)
    {
        _lanes = lanes;
        _feeds = feeds;
        _meanOfLane = new double[lanes.Length];
        _feedFeed = new double[feeds.Length * feeds.Length];
        _feedLane = new double[feeds.Length * lanes.Length];
        _share = new double[feeds.Length * lanes.Length];
        _forecast = new float[lanes.Length * FeedFlow.Seconds];
    }

    /// <summary>True while at least one neighbour is heard.</summary>
    internal bool IsHeard { get; private set; }

    /// <summary>Seconds that the arrivals are later than at the speed limit, learned.</summary>
    internal int LagSeconds => _lag;

    /// <summary>Vehicles expected in each of the next seconds on a lane, by its position in this approach.</summary>
    internal ReadOnlySpan<float> Forecast(int lane) => _forecast.AsSpan(lane * FeedFlow.Seconds, FeedFlow.Seconds);

    /// <summary>Part of a feed's vehicles that a lane gets, learned.</summary>
    internal double Share(int feed, int lane) => _share[(feed * _lanes.Length) + lane];

    /// <summary>Learns from what arrived and forecasts, once a second of event time.</summary>
    internal void Update(ApproachTracker tracker, long nowMs)
    {
        IsHeard = false;
        foreach (FeedFlow feed in _feeds)
        {
            feed.Disperse(nowMs);
            IsHeard |= feed.IsHeard;
        }

        if (!IsHeard)
        {
            return;
        }

        double gain = 1 / Math.Min(LongestMemory, ShortestMemory + _learnedSeconds);
        _learnedSeconds += 1;
        LearnMeanSeen(tracker, gain);
        LearnShares(tracker, gain);
        LearnLag(tracker, gain);
        Solve();
        Predict();
    }

    /// <summary>The second from now at which a lane's sensors have just seen who comes.</summary>
    private static int SeenSecond(ApproachLane lane) =>
        Math.Clamp((int)(lane.SeenFromM / lane.SpeedMps) - 1, 0, FeedFlow.Seconds - 1);

    private void LearnMeanSeen(ApproachTracker tracker, double gain)
    {
        for (int l = 0; l < _lanes.Length; l++)
        {
            _meanOfLane[l] += gain * (Seen(tracker, l) - _meanOfLane[l]);
        }
    }

    private double Seen(ApproachTracker tracker, int lane) =>
        tracker.Arrivals(_lanes[lane].Position)[SeenSecond(_lanes[lane])];

    private void LearnShares(ApproachTracker tracker, double gain)
    {
        for (int l = 0; l < _lanes.Length; l++)
        {
            double seen = Seen(tracker, l) - _meanOfLane[l];
            for (int f = 0; f < _feeds.Length; f++)
            {
                ref double cell = ref _feedLane[(f * _lanes.Length) + l];
                cell += gain * ((Deviation(f, SeenSecond(_lanes[l]) - _lag) * seen) - cell);
            }
        }

        int at = SeenSecond(_lanes[0]) - _lag;
        for (int f = 0; f < _feeds.Length; f++)
        {
            for (int g = 0; g < _feeds.Length; g++)
            {
                ref double cell = ref _feedFeed[(f * _feeds.Length) + g];
                cell += gain * ((Deviation(f, at) * Deviation(g, at)) - cell);
            }
        }
    }

    private double Deviation(int feed, int second) => _feeds[feed].Arriving(second) - _feeds[feed].MeanVps;

    /// <summary>The lag with which the sum of what is sent explains best what arrives.</summary>
    private void LearnLag(ApproachTracker tracker, double gain)
    {
        int best = _lag;
        for (int lag = 0; lag <= FeedFlow.Lags; lag++)
        {
            double product = 0;
            double square = 0;
            for (int l = 0; l < _lanes.Length; l++)
            {
                double sent = 0;
                for (int f = 0; f < _feeds.Length; f++)
                {
                    sent += Deviation(f, SeenSecond(_lanes[l]) - lag);
                }

                product += sent * (Seen(tracker, l) - _meanOfLane[l]);
                square += sent * sent;
            }

            _lagGain[lag] += gain * (product - _lagGain[lag]);
            _lagVariance[lag] += gain * (square - _lagVariance[lag]);
            if (_learnedSeconds > ShortestMemory && Explains(lag) > LagBetterBy * Explains(best))
            {
                best = lag;
            }
        }

        _lag = best;
    }

    private double Explains(int lag)
    {
        double gain = Math.Max(0, _lagGain[lag]);
        return gain * gain / (_lagVariance[lag] + 1e-6);
    }

    /// <summary>
    /// Ridge regression of each lane on the feeds, drawn to the first belief that all feeds spread alike; no share is negative,
    /// and no lane gets more than its own flow.
    /// </summary>
    private void Solve()
    {
        double sent = 1e-6;
        foreach (FeedFlow feed in _feeds)
        {
            sent += feed.MeanVps;
        }

        double ridge = PriorVariance * ShortestMemory / (ShortestMemory + _learnedSeconds);
        for (int l = 0; l < _lanes.Length; l++)
        {
            double prior = Math.Min(1, _lanes[l].Rate.VehiclesPerSecond / sent);
            if (_lanes[l].SeenFromM <= 0)
            {
                // Nobody sees who comes on this lane, so there is nothing to learn from.
                for (int f = 0; f < _feeds.Length; f++)
                {
                    _share[(f * _lanes.Length) + l] = prior;
                }

                continue;
            }

            for (int sweep = 0; sweep < Sweeps; sweep++)
            {
                for (int f = 0; f < _feeds.Length; f++)
                {
                    Relax(f, l, ridge, prior);
                }
            }
        }
    }

    private void Relax(int f, int l, double ridge, double prior)
    {
        double rest = _feedLane[(f * _lanes.Length) + l] + (ridge * prior);
        for (int g = 0; g < _feeds.Length; g++)
        {
            rest -= g == f ? 0 : _feedFeed[(f * _feeds.Length) + g] * _share[(g * _lanes.Length) + l];
        }

        double share = rest / (_feedFeed[(f * _feeds.Length) + f] + ridge + 1e-9);
        _share[(f * _lanes.Length) + l] = Math.Clamp(share, 0, 1);
    }

    private void Predict()
    {
        for (int l = 0; l < _lanes.Length; l++)
        {
            double flow = _lanes[l].Rate.VehiclesPerSecond;
            double explained = 0;
            for (int f = 0; f < _feeds.Length; f++)
            {
                explained += Share(f, l) * _feeds[f].MeanVps;
            }

            double scale = explained > flow ? flow / explained : 1;
            Span<float> forecast = _forecast.AsSpan(l * FeedFlow.Seconds, FeedFlow.Seconds);
            for (int t = 0; t < forecast.Length; t++)
            {
                double deviation = 0;
                for (int f = 0; f < _feeds.Length; f++)
                {
                    deviation += Share(f, l) * Deviation(f, t - _lag);
                }

                forecast[t] = (float)Math.Max(LeastOfMean * flow, flow + (ForecastPart * scale * deviation));
            }
        }
    }
}
