namespace TrafficControl.Core.Estimation;

/// <summary>
/// What one neighbour upstream sends on one way, second by second: what left its stop lines, what it plans to let go, and what
/// of both arrives here once the platoon has spread.
/// </summary>
internal sealed class FeedFlow
{
    /// <summary>A neighbour that is silent for longer than this is left out.</summary>
    internal const int SilentMs = 3_000;

    /// <summary>Lags kept beside the way at the speed limit, seconds: starting up, crossing the junction, slow leaders.</summary>
    internal const int Lags = 10;

    /// <summary>Seconds ahead for which arrivals are worked out; before them lie <see cref="Lags"/> past ones.</summary>
    internal const int Seconds = ApproachLane.ArrivalSeconds;

    // Robertson (1969): the first of a platoon needs the part b of the mean travel time t, the others follow smoothed with
    // F = 1 / (1 + a b t). Rakha and Farzaneh (2006): b = 1 / (1 + a) keeps the mean at t. Published a go from 0.1 to 0.5; it is
    // lowest where, as between two signals, few turn in or out on the way.
    private const double DispersionFactor = 0.15;
    private const double FirstPart = 1 / (1 + DispersionFactor);

    // What a plan is worth falls with how far ahead it looks: the slope of what left on what was planned, learned in steps.
    private const int PlanHistory = 64;
    private const int StepSeconds = 4;
    private const int Steps = PlanHistory / StepSeconds;
    private const double LongestMemory = 900;
    private const double ShortestMemory = 60;
    private const double PriorVariance = 0.02;
    private const double PriorWorth = 0.8;

    private const int History = 256;
    private const int WarmUpSeconds = 24;
    private const double LongestTravelSeconds = 120;

    private readonly float[] _left = new float[History];
    private readonly float[] _arriving = new float[Lags + Seconds];
    private readonly int _firstSeconds;
    private readonly float _smoothing;
    private readonly float[] _plans = new float[PlanHistory * PlanHistory];
    private readonly double[] _product = new double[Steps];
    private readonly double[] _square = new double[Steps];
    private readonly ArrivalRate _rate = new();
    private double _learnedSeconds;
    private long _reportedMs = long.MinValue / 2;
    private long _reportedSecond = long.MinValue / 2;
    private long _knownFrom;
    private long _knownUntil;

    internal FeedFlow(InflowFeed feed)
    {
        Lane = feed.Lane;
        double travel = Math.Min(LongestTravelSeconds, feed.TravelSeconds);
        _firstSeconds = (int)(FirstPart * travel);
        _smoothing = (float)(1 / (1 + (DispersionFactor * FirstPart * travel)));
    }

    /// <summary>Approach lane the way becomes.</summary>
    internal int Lane { get; }

    /// <summary>Vehicles per second, the mean of what left.</summary>
    internal float MeanVps => (float)_rate.VehiclesPerSecond;

    /// <summary>True while the neighbour is heard.</summary>
    internal bool IsHeard { get; private set; }

    /// <summary>Vehicles expected at our line in a second from now, -<see cref="Lags"/> and more, without any lag.</summary>
    internal float Arriving(int second) => _arriving[second + Lags];

    /// <summary>Part of a deviation from the mean that comes true when it was planned so many seconds ahead, 0 to 1.</summary>
    internal float Worth(int secondsAhead)
    {
        int step = Math.Min(Steps - 1, secondsAhead / StepSeconds);
        double prior = PriorVariance * ShortestMemory / (ShortestMemory + _learnedSeconds);
        return (float)Math.Clamp((_product[step] + (prior * PriorWorth)) / (_square[step] + prior + 1e-9), 0, 1);
    }

    /// <summary>Takes in a report; the plan starts with the second of its time.</summary>
    internal void Report(long timeMs, float leftVehicles, ReadOnlySpan<float> plannedVps)
    {
        long second = timeMs / 1000;
        long passed = second - _reportedSecond;
        if (passed <= 0)
        {
            return;
        }

        if (passed > SilentMs / 1000)
        {
            _knownFrom = second - 1;
        }

        if (passed == 1)
        {
            LearnWorth(second - 1, leftVehicles);
        }

        _rate.Advance(Math.Min(passed, 60));
        _rate.Count(leftVehicles);
        long first = Math.Max(_knownFrom, second - Math.Min(passed, SilentMs / 1000));
        for (long s = first; s < second; s++)
        {
            _left[s & (History - 1)] = leftVehicles / (second - first);
        }

        int row = (int)(second & (PlanHistory - 1)) * PlanHistory;
        for (int i = 0; i < PlanHistory; i++)
        {
            _plans[row + i] = i < plannedVps.Length ? plannedVps[i] : MeanVps;
        }

        for (int i = 0; i < plannedVps.Length; i++)
        {
            _left[(second + i) & (History - 1)] = MeanVps + (Worth(i) * (plannedVps[i] - MeanVps));
        }

        _knownUntil = second + plannedVps.Length;
        _reportedMs = timeMs;
        _reportedSecond = second;
    }

    /// <summary>Compares what left in a second with what the plans of the seconds before said of it.</summary>
    private void LearnWorth(long second, float leftVehicles)
    {
        _learnedSeconds += 1;
        double gain = 1 / (Math.Min(LongestMemory, ShortestMemory + _learnedSeconds) * StepSeconds);
        double left = leftVehicles - MeanVps;
        for (int ahead = 0; ahead < PlanHistory && second - ahead > _knownFrom; ahead++)
        {
            double planned = _plans[((int)((second - ahead) & (PlanHistory - 1)) * PlanHistory) + ahead] - MeanVps;
            int step = ahead / StepSeconds;
            _product[step] += gain * ((planned * left) - _product[step]);
            _square[step] += gain * ((planned * planned) - _square[step]);
        }
    }

    /// <summary>Works out who arrives when.</summary>
    internal void Disperse(long nowMs)
    {
        IsHeard = nowMs - _reportedMs <= SilentMs;
        long now = nowMs / 1000;
        float arriving = MeanVps;
        for (int t = -Lags - WarmUpSeconds; t < Seconds; t++)
        {
            long left = now + t - _firstSeconds;
            bool isKnown = IsHeard && left >= _knownFrom && left < _knownUntil;
            float flow = isKnown ? _left[left & (History - 1)] : MeanVps;
            arriving += _smoothing * (flow - arriving);
            if (t >= -Lags)
            {
                _arriving[t + Lags] = arriving;
            }
        }
    }
}
