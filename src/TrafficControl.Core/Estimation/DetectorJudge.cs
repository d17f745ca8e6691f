using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Which detectors can be believed, and what the estimate of a lane rests on with those. A detector that is silent
/// while its neighbours count, or stays on while vehicles leave from under it, has failed until it changes again.
/// </summary>
internal sealed class DetectorJudge
{
    // An advance loop that stays on while so many leave does not show a queue that moves; one that stays off while so
    // many leave would have seen some of them, whatever lane they came on.
    private const int StuckDepartures = 8;
    private const int SilentDepartures = 30;

    // The closest that standing vehicles follow each other, so that no real queue outlasts the count.
    private const double ShortestSpacingM = 5;

    // A driver who does not go for a minute of free green is not there. Red alone is no proof, but outlasts no 5
    // minutes.
    private const double StuckGreenS = 60;
    private const int StuckMs = 300_000;

    // A camera that reports nobody for a minute, and for as long as ten vehicles take to come, sees nothing.
    private const int TracksSilentMs = 60_000;
    private const int TracksSilentVehicles = 10;

    // Between vehicles of a platoon a stop bar is empty for less than this; longer, and nobody waits.
    private const int EmptyAfterMs = 2_500;

    // Who waits before a stop bar starts within a second of the green and is on it in another.
    private const int ReachBarMs = 2_000;

    private readonly ApproachLane[] _lanes;
    private readonly DetectorChannel[] _channels;
    private readonly LaneGreen _green;

    internal DetectorJudge(ApproachLane[] lanes, DetectorChannel[] channels, LaneGreen green)
    {
        _lanes = lanes;
        _channels = channels;
        _green = green;
    }

    /// <summary>
    /// Vehicles that an advance loop saw and no stop bar, while the one after it is silent, until that one has failed.
    /// </summary>
    internal const int UnmatchedUntilFailed = 40;

    /// <summary>Decides whether a detector can be believed.</summary>
    internal void Judge(DetectorChannel channel, SignalHistory signals, double seconds, long nowMs)
    {
        if (channel.Kind != DetectorKind.Presence)
        {
            return;
        }

        if (channel.IsStopBar)
        {
            if (channel.IsOn && _green.SettledSinceMs(_lanes[channel.Targets[0]].Lane, signals) <= nowMs)
            {
                channel.GreenS += seconds;
            }

            channel.IsFailed = channel.Unmatched >= UnmatchedUntilFailed || channel.GreenS > StuckGreenS
                || (channel.IsOn && nowMs - channel.OnMs > StuckMs);
            return;
        }

        // A queue that reaches the detector stands there until the whole queue before it has left.
        int limit = channel.IsOn ? StuckDepartures + (int)(channel.DistanceM / ShortestSpacingM) : SilentDepartures;
        channel.IsFailed = channel.Departures > limit * channel.Targets.Length;
    }

    /// <summary>
    /// Decides what the believed detectors of a lane show: who follows its vehicles, and whether the line is taken.
    /// </summary>
    internal void JudgeLine(ApproachLane lane, SignalHistory signals, DetectorBank detectors, long nowMs)
    {
        DetectorChannel? bar = lane.StopBar >= 0 ? _channels[lane.StopBar] : null;
        lane.IsBarWorking = bar is not null && bar.Kind == DetectorKind.Presence && !bar.IsFailed;
        lane.TrackedMs = lane.TrackedMs == 0 ? nowMs : lane.TrackedMs;
        lane.IsTracked = lane.HasTracks && nowMs - lane.TrackedMs < SilentMs(lane);
        lane.SeesLine = lane.IsBarWorking || lane.IsTracked;
        lane.CountsDepartures = (lane.IsBarWorking && lane.BarCounts) || lane.IsTracked;
        lane.IsStopBarOccupied = lane.IsBarWorking && (bar!.IsOn || IsUncertain(lane, detectors));
        lane.BarFreeMs = lane.BarSeesWaiting
            ? lane.BarOffMs
            : Math.Max(lane.BarOffMs, LaneGreen.GreenSinceMs(lane.Lane, signals) + ReachBarMs);
        lane.IsBarEmpty = lane.IsBarWorking && !lane.IsStopBarOccupied && nowMs - lane.BarFreeMs > EmptyAfterMs;
    }

    /// <summary>
    /// Decides how far working detectors see a lane, and what its estimate rests on. True when either has changed.
    /// </summary>
    internal bool JudgeEvidence(ApproachLane lane)
    {
        (double seenFromM, LaneEvidence evidence) = (lane.SeenFromM, lane.Evidence);
        lane.SeenFromM = SeenFromM(lane);
        lane.Evidence = EvidenceOf(lane);
        return !lane.SeenFromM.Equals(seenFromM) || lane.Evidence != evidence;
    }

    /// <summary>True when a tracking sensor works on every lane the channel lies over.</summary>
    internal bool IsTracked(DetectorChannel channel)
    {
        foreach (int lane in channel.Targets)
        {
            if (!_lanes[lane].IsTracked)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Flow of a lane, vehicles per second: its own, or that of its neighbours when nothing shows its own.
    /// </summary>
    internal static double FlowOf(ApproachLane lane) =>
        lane.Evidence == LaneEvidence.Neighbour ? Math.Max(0, NeighbourFlow(lane)) : lane.Rate.VehiclesPerSecond;

    /// <summary>Time after which a camera that reports nobody sees nothing, milliseconds.</summary>
    private static double SilentMs(ApproachLane lane) => TracksSilentMs
        + (TracksSilentVehicles * 1_000 / (lane.Rate.VehiclesPerSecond + ApproachLane.UnseenJoiningVps));

    private static bool IsUncertain(ApproachLane lane, DetectorBank detectors) =>
        lane.Lane.Detectors.Length > 0 && detectors.IsUncertain(lane.Lane.Detectors[0]);

    /// <summary>How far upstream working detectors show who comes, metres; 0: not at all.</summary>
    private static double SeenFromM(ApproachLane lane)
    {
        double farthestM = lane.IsTracked ? lane.TracksReachM : 0;
        foreach (DetectorChannel channel in lane.Advance)
        {
            if (!channel.IsFailed && channel.Kind != DetectorKind.Tracks && channel.DistanceM > farthestM)
            {
                farthestM = channel.DistanceM;
            }
        }

        return farthestM;
    }

    private LaneEvidence EvidenceOf(ApproachLane lane)
    {
        if (lane.IsTracked)
        {
            return LaneEvidence.Tracks;
        }

        if (lane.SeenFromM > 0)
        {
            return lane.SeesLine ? LaneEvidence.AdvanceAndStopBar : LaneEvidence.AdvanceOnly;
        }

        bool countsAtLine = lane.StopBar >= 0 && _channels[lane.StopBar].Kind == DetectorKind.IntervalCount;
        if (lane.SeesLine || countsAtLine)
        {
            return LaneEvidence.StopBarOnly;
        }

        return NeighbourFlow(lane) >= 0 ? LaneEvidence.Neighbour
            : lane.Lane.Detectors.Length > 0 ? LaneEvidence.Profile
            : LaneEvidence.Call;
    }

    /// <summary>Mean flow of the lanes of the same approach whose detectors work, or -1.</summary>
    private static double NeighbourFlow(ApproachLane lane)
    {
        double flow = 0;
        int count = 0;
        foreach (ApproachLane other in lane.Beside)
        {
            if (other.Evidence <= LaneEvidence.StopBarOnly)
            {
                flow += other.Rate.VehiclesPerSecond;
                count++;
            }
        }

        return count == 0 ? -1 : flow / count;
    }
}
