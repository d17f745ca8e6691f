using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// What is known of one approach lane apart from the single vehicles: its stop bar, its departures, its flow and
/// saturation headway, and the vehicles that no detector could see.
/// </summary>
internal sealed class ApproachLane
{
    /// <summary>Length of lane that a standing vehicle takes, metres.</summary>
    internal const double SpacingM = 7;

    /// <summary>Seconds ahead for which arrivals are kept.</summary>
    internal const int ArrivalSeconds = 64;

    /// <summary>Vehicles per second that are taken to join a lane past detectors that saw nobody: 72 an hour.</summary>
    internal const float UnseenJoiningVps = 0.02f;

    /// <summary>From the stop line across a junction of two times two lanes and its crossings, metres.</summary>
    internal const double AcrossM = 30;

    // Slower than this inside a junction, and somebody waits for a gap, or behind who does. Nobody seen there for so long, and
    // all of them have left.
    private const double StandingInsideMps = 2;
    private const int InsideGoneMs = 2_500;

    // Vehicles that follow each other this closely leave a queue; a longer gap means that it is used up.
    private const int SaturatedHeadwayMs = 2_800;

    // What a discharging queue is assumed to hold behind the last vehicle seen when no detector looks further back.
    private const float UnseenBehindDischarge = 2;

    // The queue of a short lane stands on the lanes that feed it, so no bound is below this.
    private const double LeastCapacityM = 100;

    // Headways outside these are gaps or two vehicles at once, and no headway leaves these bounds.
    private const double ShortestSampleS = 0.9;
    private const double LongestSampleS = 3.6;
    private const double ShortestHeadwayS = 1.4;
    private const double LongestHeadwayS = 2.8;
    private const double HeadwayGain = 0.05;
    private const int SettledGreenMs = 4_000;
    private const float LearningQueue = 2.5f;

    // A headway differs from its mean by about a third of it; the model's vehicles leave at the mean. What they are
    // wrong by is found out by nobody, so the last ten or so count.
    private const float ModelVariance = 0.1f;
    private const float ModelMemory = 0.9f;

    private bool _followsClosely;
    private float _leftByModel;
    private long _queuedSinceMs = -1;
    private long _nowMs;
    private long _insideSeenMs;
    private int _standingInside;

    internal ApproachLane(int position, Lane lane, double saturationPerSecond, double farthestM)
    {
        Position = position;
        Lane = lane;
        SaturationPerSecond = saturationPerSecond;
        HeadwayS = Math.Clamp(1 / saturationPerSecond, ShortestHeadwayS, LongestHeadwayS);
        SpeedMps = Math.Max(5, lane.Definition.SpeedMps);
        CapacityVehicles = Math.Max(LeastCapacityM, Math.Max(lane.Definition.LengthM, farthestM)) / SpacingM;
    }

    /// <summary>Position among the approach lanes.</summary>
    internal int Position { get; }

    /// <summary>The lane.</summary>
    internal Lane Lane { get; }

    /// <summary>Free speed, m/s.</summary>
    internal double SpeedMps { get; }

    /// <summary>Most vehicles the lane can hold.</summary>
    internal double CapacityVehicles { get; }

    /// <summary>Vehicles per second that leave in green by the file, over all movements by their shares.</summary>
    internal double SaturationPerSecond { get; }

    /// <summary>Seconds between vehicles that leave a queue, learned.</summary>
    internal double HeadwayS { get; private set; }

    /// <summary>What a queue loses when it starts, learned.</summary>
    internal StartUpLoss StartUp { get; } = new();

    /// <summary>Channel of the stop bar, or -1.</summary>
    internal int StopBar { get; set; } = -1;

    /// <summary>Channels over the lane that are no stop bar.</summary>
    internal DetectorChannel[] Advance { get; set; } = [];

    /// <summary>The other lanes of the same approach.</summary>
    internal ApproachLane[] Beside { get; set; } = [];

    /// <summary>True when the stop bar tells one vehicle from the next.</summary>
    internal bool BarCounts { get; set; }

    /// <summary>True when a vehicle that waits at the line stands on the stop bar, not before it.</summary>
    internal bool BarSeesWaiting { get; set; }

    /// <summary>True when the stop bar exists, shows presence, and is believed.</summary>
    internal bool IsBarWorking { get; set; }

    /// <summary>True when such a stop bar has been free for so long that nobody waits at the line.</summary>
    internal bool IsBarEmpty { get; set; }

    /// <summary>True when the stop bar exists, works, and counts.</summary>
    internal bool CountsDepartures { get; set; }

    /// <summary>True when a stop bar, or a tracking sensor, shows whether somebody stands at the line.</summary>
    internal bool SeesLine { get; set; }

    /// <summary>True when a tracking sensor watches the lane.</summary>
    internal bool HasTracks { get; init; }

    /// <summary>How far upstream that sensor sees, metres.</summary>
    internal double TracksReachM { get; init; }

    /// <summary>What the estimate rests on.</summary>
    internal LaneEvidence Evidence { get; set; } = LaneEvidence.Call;

    /// <summary>True while that sensor is believed.</summary>
    internal bool IsTracked { get; set; }

    /// <summary>Event time of the tick in which the sensor last saw anything, Unix milliseconds.</summary>
    internal long TrackedMs { get; set; }

    /// <summary>Farthest distance at which a working sensor sees vehicles come, metres; 0: none does.</summary>
    internal double SeenFromM { get; set; }

    /// <summary>True while a vehicle is, or may be, at the stop line.</summary>
    internal bool IsStopBarOccupied { get; set; }

    /// <summary>Event time since when a vehicle is at the stop bar.</summary>
    internal long BarOnMs { get; set; }

    /// <summary>Event time at which the stop bar was last left.</summary>
    internal long BarOffMs { get; set; }

    /// <summary>
    /// Event time since when whoever is next could have come onto the stop bar; far off while those who wait stand
    /// before it.
    /// </summary>
    internal long BarFreeMs { get; set; }

    /// <summary>Event time of the last departure, 0 before the first.</summary>
    internal long LastDepartureMs { get; private set; }

    /// <summary>Vehicles that have left since the start.</summary>
    internal long Departures { get; private set; }

    /// <summary>Event time at which a vehicle last came over the stop bar.</summary>
    internal long LastCrossingMs { get; private set; }

    /// <summary>The vehicle before that one, Unix milliseconds; 0 before the second.</summary>
    internal long PreviousCrossingMs { get; private set; }

    /// <summary>Vehicles that no detector saw come.</summary>
    internal float Unseen { get; set; }

    /// <summary>Vehicles that stand or will have to stand.</summary>
    internal float QueueVehicles { get; set; }

    /// <summary>Standard deviation of that number, vehicles.</summary>
    internal float QueueDeviation { get; private set; }

    /// <summary>Vehicles that let the model go, in part.</summary>
    internal double DepartedPart { get; set; }

    /// <summary>Flow.</summary>
    internal ArrivalRate Rate { get; } = new();

    /// <summary>True while vehicles leave at saturation flow, one right behind the other.</summary>
    internal bool IsDischarging => _followsClosely && _nowMs - LastDepartureMs <= SaturatedHeadwayMs;

    /// <summary>Milliseconds since somebody waits and nobody left; 0 while the queue is below half a vehicle.</summary>
    internal long WaitMs => _queuedSinceMs < 0 ? 0 : _nowMs - Math.Max(_queuedSinceMs, LastDepartureMs);

    /// <summary>
    /// Event time by which the vehicles that a tracking sensor sees past the line will have crossed the junction as they move
    /// now, Unix milliseconds; one that stands is taken to start at once. 0: nobody was seen.
    /// </summary>
    internal long InsideUntilMs { get; private set; }

    /// <summary>
    /// True from when two vehicles stood past the line at once, so that the second was trapped behind the first, until nobody
    /// has been seen there for a while.
    /// </summary>
    internal bool IsQueuedInside { get; private set; }

    /// <summary>A tracking sensor sees a vehicle past the line.</summary>
    /// <param name="timeMs">Event time, Unix milliseconds.</param>
    /// <param name="pastM">Its front past the line, metres.</param>
    /// <param name="speedMps">Its speed, m/s.</param>
    internal void SeeInside(long timeMs, double pastM, double speedMps)
    {
        if (timeMs != _insideSeenMs)
        {
            IsQueuedInside &= timeMs - _insideSeenMs < InsideGoneMs;
            _insideSeenMs = timeMs;
            _standingInside = 0;
            InsideUntilMs = 0;
        }

        _standingInside += speedMps < StandingInsideMps ? 1 : 0;
        IsQueuedInside |= _standingInside > 1;
        double leftS = TravelTime.Seconds(AcrossM - pastM, speedMps, SpeedMps);
        InsideUntilMs = Math.Max(InsideUntilMs, timeMs + (long)(leftS * 1000));
    }

    /// <summary>A vehicle has come to the stop line.</summary>
    internal void Cross(long timeMs)
    {
        if (timeMs > LastCrossingMs)
        {
            PreviousCrossingMs = LastCrossingMs;
            LastCrossingMs = timeMs;
        }
    }

    /// <summary>A vehicle left.</summary>
    internal void Depart(long timeMs)
    {
        _followsClosely = timeMs - LastDepartureMs <= SaturatedHeadwayMs;
        LastDepartureMs = timeMs;
        Departures++;
    }

    /// <summary>A vehicle left by the model, seen by nobody.</summary>
    internal void DepartUnseen(long timeMs)
    {
        Depart(timeMs);
        _leftByModel = (_leftByModel * ModelMemory) + 1;
    }

    /// <summary>The line was seen free, or all vehicles are seen: who the model let go is in no doubt.</summary>
    internal void ProveUnseen()
    {
        Unseen = 0;
        _leftByModel = 0;
    }

    /// <summary>Learns the saturation headway from a departure out of a queue in settled, unhindered green.</summary>
    internal void LearnHeadway(long timeMs, long greenSinceMs, float following)
    {
        double headwayS = (timeMs - LastDepartureMs) / 1000.0;
        if (headwayS is >= ShortestSampleS and <= LongestSampleS
            && timeMs - greenSinceMs > SettledGreenMs && following >= LearningQueue)
        {
            HeadwayS = Math.Clamp(
                HeadwayS + (HeadwayGain * (headwayS - HeadwayS)), ShortestHeadwayS, LongestHeadwayS);
        }
    }

    /// <summary>Brings queue and waiting up to a time.</summary>
    /// <param name="queue">Vehicles that stand or will have to stand, those that no detector saw not included.</param>
    /// <param name="variance">The variance of this number.</param>
    /// <param name="nowMs">Event time, Unix milliseconds.</param>
    internal void Close(float queue, float variance, long nowMs)
    {
        _nowMs = nowMs;
        queue = (float)Math.Min(queue + Unseen, CapacityVehicles);
        QueueVehicles = IsDischarging && SeenFromM <= 0 ? Math.Max(queue, UnseenBehindDischarge) : queue;

        // Who comes unseen, and who is assumed, comes at random: the variance of such a number is the number.
        variance += Unseen + (QueueVehicles - queue) + (_leftByModel * ModelVariance);
        QueueDeviation = MathF.Sqrt(variance);
        if (QueueVehicles < 0.5f)
        {
            _queuedSinceMs = -1;
        }
        else if (_queuedSinceMs < 0)
        {
            _queuedSinceMs = nowMs;
        }
    }
}
