namespace TrafficControl.Core.Estimation;

/// <summary>
/// The start-up lost time of one lane: what the first four vehicles of a standing queue take longer than at saturation
/// flow (HCM 6, chapter 31: the sum over them of headway less saturation headway). Learned from queues that start at
/// once.
/// </summary>
internal sealed class StartUpLoss
{
    /// <summary>Start-up lost time until something is known, seconds (HCM 6, chapter 19).</summary>
    internal const double AssumedS = 2;

    /// <summary>Vehicles that lose time at the start; those behind follow at saturation flow.</summary>
    internal const int Vehicles = 4;

    private const double ShortestS = 0.5;
    private const double LongestS = 5;

    // The prior is worth four queues; later one queue moves the mean by a twentieth, so that it follows the weather.
    private const double PriorQueues = 4;
    private const double LeastGain = 0.05;

    // A first driver who takes longer sleeps, and one who follows later does not belong to the queue.
    private const int FirstWithinMs = 8_000;
    private const int NextWithinMs = 5_000;

    private long _startMs = -1;
    private long _lastMs;
    private int _left;
    private int _queues;

    /// <summary>Start-up lost time, seconds, 0.5 to 5.</summary>
    internal double Seconds { get; private set; } = AssumedS;

    /// <summary>A queue of four at least got green, for all it wants.</summary>
    internal void Begin(long startMs)
    {
        _startMs = startMs;
        _lastMs = startMs;
        _left = 0;
    }

    /// <summary>What runs now is no such start, or no more.</summary>
    internal void Cancel() => _startMs = -1;

    /// <summary>A vehicle left the lane.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="headwayS">Saturation headway of the lane, seconds.</param>
    internal void Depart(long timeMs, double headwayS)
    {
        if (_startMs < 0 || timeMs < _lastMs)
        {
            return;
        }

        if (timeMs - _lastMs > (_left == 0 ? FirstWithinMs : NextWithinMs))
        {
            Cancel();
            return;
        }

        _lastMs = timeMs;
        if (++_left < Vehicles)
        {
            return;
        }

        double lostS = ((timeMs - _startMs) / 1000.0) - (Vehicles * headwayS);
        double gain = Math.Max(LeastGain, 1 / (PriorQueues + ++_queues));
        Seconds = Math.Clamp(Seconds + (gain * (Math.Clamp(lostS, 0, LongestS) - Seconds)), ShortestS, LongestS);
        Cancel();
    }
}
