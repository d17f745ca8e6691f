using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Queue and arrivals of each approach lane, and the room left on each exit lane, from what the detectors report. Works with
/// whatever a lane has: stop bar and advance loops, one of them, interval counts, or nothing. Updated by one thread; allocates
/// at construction only.
/// </summary>
public sealed class QueueEstimator
{
    // A vehicle that waits at the line stands on a zone this near to it.
    private const double StopBarWithinM = 6;

    // A zone longer than one vehicle stays occupied while a platoon passes, so it shows presence but cannot count.
    private const double CountingZoneM = 6;

    // Drivers stop a metre or so before the line. A zone that begins nearer to it shows who crosses, not who waits.
    private const double WaitsBeforeLineM = 1.5;

    private readonly Intersection _intersection;
    private readonly ApproachLane?[] _byLane;
    private readonly ExitLane?[] _exits;
    private readonly TurningShares _turning;
    private readonly HeadShares _heads;
    private readonly ApproachTracker _tracker;
    private readonly DetectorChannel[] _channels;
    private readonly ChannelWatch _watch;
    private readonly int[] _channelOf;
    private readonly long[] _departures;
    private NeighbourInflows? _inflows;

    /// <summary>Creates an estimator that assumes empty lanes.</summary>
    /// <param name="intersection">The intersection.</param>
    public QueueEstimator(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _byLane = new ApproachLane?[intersection.Lanes.Length];
        _exits = new ExitLane?[intersection.Lanes.Length];
        List<ApproachLane> approaches = [];
        foreach (Lane lane in intersection.Lanes)
        {
            if (lane.Definition.Role == LaneRole.Exit)
            {
                _exits[lane.Index] = new ExitLane(intersection, lane);
                continue;
            }

            double farthestM = FarthestM(intersection, lane);
            ApproachLane approach = new(approaches.Count, lane, MeanSaturation(intersection, lane), farthestM)
            {
                SeenFromM = farthestM > StopBarWithinM ? farthestM : 0,
                HasTracks = HasTracks(intersection, lane),
                TracksReachM = farthestM,
            };
            _byLane[lane.Index] = approach;
            approaches.Add(approach);
        }

        ApproachLane[] lanes = [.. approaches];
        _channelOf = new int[intersection.Detectors.Length];
        _watch = new ChannelWatch(intersection.Detectors.Length);
        _channels = CreateChannels(intersection, _byLane, lanes, _channelOf, _watch);
        foreach (ApproachLane lane in lanes)
        {
            lane.Advance = Array.FindAll(_channels, c => !c.IsStopBar && c.IsOver(lane.Position));
            lane.Beside = Array.ConvertAll(Beside(lanes, [lane.Position]), position => lanes[position]);
        }

        _turning = new TurningShares(intersection);
        _heads = new HeadShares(intersection, _turning);
        _tracker = new ApproachTracker(intersection, lanes, _channels, _channelOf, _turning, _heads, _watch);
        _departures = new long[intersection.Lanes.Length];
    }

    /// <summary>Event time of the last update, Unix milliseconds.</summary>
    public long UpdatedMs { get; private set; }

    /// <summary>Estimated number of vehicles that stand or will have to stand on a lane; 0 to the lane's capacity.</summary>
    /// <param name="lane">Index of the lane; for an exit lane the queue on it.</param>
    public double QueueVehicles(int lane) => _byLane[lane]?.QueueVehicles ?? DownstreamQueueVehicles(lane);

    /// <summary>
    /// Standard deviation of <see cref="QueueVehicles"/>, vehicles, 0 or more: near 0 where every vehicle is seen,
    /// larger by those whose lane is not known, who are guessed, come unseen or left by the model. 0 for an exit lane,
    /// where it is not known.
    /// </summary>
    /// <param name="lane">Index of the lane.</param>
    public double QueueDeviationVehicles(int lane) => _byLane[lane]?.QueueDeviation ?? 0;

    /// <summary>Vehicles on their way to the stop line that would reach it within a time window if nothing held them.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    /// <param name="fromSecond">Start of the window, seconds from now, 0 or more.</param>
    /// <param name="toSecond">End of the window, seconds from now; beyond 64 nothing is known.</param>
    public double ExpectedVehicles(int lane, int fromSecond, int toSecond) =>
        Sum(lane, fromSecond, Math.Min(toSecond, ApproachLane.ArrivalSeconds));

    /// <summary>Vehicles expected at the stop line in one second, if nothing held them.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    /// <param name="second">Seconds from now, 0 to 63.</param>
    public float ArrivingVehicles(int lane, int second) =>
        _byLane[lane] is { } approach ? _tracker.Arrivals(approach.Position)[second] : 0;

    /// <summary>
    /// Seconds after which nothing is known of a lane's arrivals but their mean: the way from the farthest detector.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double SeenSeconds(int lane) =>
        _byLane[lane] is { } approach ? approach.SeenFromM / approach.SpeedMps : 0;

    /// <summary>What the estimate of a lane rests on now: which of its detectors are believed, or what stands in for them.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public LaneEvidence Evidence(int lane) => _byLane[lane]?.Evidence ?? LaneEvidence.Call;

    /// <summary>
    /// True while a detector of an approach is not believed: it is silent while its neighbours count, stays on while vehicles
    /// leave from under it, or, a tracking sensor, sees nobody for too long. Detectors elsewhere are not judged.
    /// </summary>
    /// <param name="detector">Index of the detector.</param>
    public bool IsFailed(int detector)
    {
        int channel = _channelOf[detector];
        Detector judged = _intersection.Detectors[detector];
        return channel >= 0 && UpdatedMs != 0
            && (judged.Definition.Kind == DetectorKind.Tracks
                ? _byLane[judged.Lane] is { IsTracked: false }
                : _channels[channel].IsFailed);
    }

    /// <summary>Number of loops that are not believed; several detectors of one loop count once.</summary>
    public int FailedDetectors => _watch.FailedCount;

    /// <summary>Seconds between the vehicles that leave a lane's queue in green, learned; 1.4 to 2.8.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double HeadwayS(int lane) => _byLane[lane]?.HeadwayS ?? 2;

    /// <summary>Seconds that a standing queue loses when its green starts, learned; 0.5 to 5.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double StartUpLostS(int lane) => _byLane[lane]?.StartUp.Seconds ?? StartUpLoss.AssumedS;

    /// <summary>
    /// Share of its lane's vehicles that make a movement, 0 to 1: the file's, corrected by the vehicles that proved what
    /// they wanted.
    /// </summary>
    /// <param name="movement">Index of the movement.</param>
    public double TurningShare(int movement) => _turning.Of(movement);

    /// <summary>Learned flow of a lane in vehicles per second; an assumed 0.05 on a lane without detectors.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double ArrivalRateVps(int lane) => _byLane[lane]?.Rate.VehiclesPerSecond ?? 0;

    /// <summary>Vehicles per second that leave a lane in green, the mean over its movements by their shares.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public double SaturationVps(int lane) => _byLane[lane]?.SaturationPerSecond ?? 0;

    /// <summary>Most vehicles a lane can hold, at 7 m each.</summary>
    /// <param name="lane">Index of the lane.</param>
    public double CapacityVehicles(int lane) =>
        _byLane[lane]?.CapacityVehicles ?? _intersection.Lanes[lane].Definition.LengthM / ApproachLane.SpacingM;

    /// <summary>True while vehicles leave a lane at saturation flow: the last two within 2.8 s of each other, and just now.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool IsDischarging(int lane) => _byLane[lane]?.IsDischarging ?? false;

    /// <summary>True while a tracking sensor watches a lane, and with it who has passed its line.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool SeesInside(int lane) => _byLane[lane]?.IsTracked ?? false;

    /// <summary>True while vehicles of a lane are seen past its line of whom one was trapped behind another.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool IsQueuedInside(int lane) => _byLane[lane]?.IsQueuedInside ?? false;

    /// <summary>
    /// Event time by which the vehicles of a lane that a tracking sensor sees past the line will have crossed the junction,
    /// Unix milliseconds; it moves on while one stands. 0: nobody was seen.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long InsideUntilMs(int lane) => _byLane[lane]?.InsideUntilMs ?? 0;

    /// <summary>True while a vehicle is, or after lost ticks may be, at the stop line.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool IsStopBarOccupied(int lane) => _byLane[lane]?.IsStopBarOccupied ?? false;

    /// <summary>True when a lane has a stop bar that reports presence and has not fallen silent under traffic.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool HasStopBar(int lane) => _byLane[lane]?.SeesLine ?? false;

    /// <summary>True when a lane has a working stop bar short enough to tell one vehicle from the next.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public bool CountsCrossings(int lane) => _byLane[lane]?.CountsDepartures ?? false;

    /// <summary>Event time at which the last vehicle left a lane, Unix milliseconds; 0 before the first.</summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long LastDepartureMs(int lane) => _byLane[lane]?.LastDepartureMs ?? 0;

    /// <summary>
    /// Event time at which the last vehicle came over the stop bar of a lane, or stopped on it; its last departure where no stop
    /// bar works. Unix milliseconds; 0 before the first.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long LastCrossingMs(int lane) => _byLane[lane]?.LastCrossingMs ?? 0;

    /// <summary>When the vehicle before that one came to the stop line, Unix milliseconds; 0 before the second.</summary>
    /// <param name="lane">Index of the lane.</param>
    public long PreviousCrossingMs(int lane) => _byLane[lane]?.PreviousCrossingMs ?? 0;

    /// <summary>
    /// Milliseconds for which at least half a vehicle has waited on a lane while none left; 0 while nobody waits. Not the time
    /// of red: a lane that is green for one of its movements starves behind a vehicle for another.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public long WaitMs(int lane) => _byLane[lane]?.WaitMs ?? 0;

    /// <summary>Probability, 0 to 1, that the first vehicle of a movement's lane makes this movement.</summary>
    /// <param name="movement">Index of the movement.</param>
    public double HeadShare(int movement) => _heads.Of(movement);

    /// <summary>Takes in the queue a neighbour reports for the lane that an exit lane becomes. It counts for 10 s.</summary>
    /// <param name="exitLane">Index of the exit lane; any other lane is left alone.</param>
    /// <param name="vehicles">Queue in vehicles, 0 or more.</param>
    public void SetDownstreamQueue(int exitLane, double vehicles) => _exits[exitLane]?.Report(vehicles, UpdatedMs);

    /// <summary>Vehicles that have entered an exit lane since the start, by the shares of the movements that had green.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public double EnteredVehicles(int exitLane) => _exits[exitLane]?.EnteredVehicles ?? 0;

    /// <summary>
    /// Part of the flow towards an exit lane that finds room on it, 0 to 1: less than 1 when the neighbour downstream reports
    /// a queue that, with those on their way to it, nearly fills the lane; 0 while it is blocked.
    /// </summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public double Openness(int exitLane) => _exits[exitLane]?.Openness ?? 1;

    /// <summary>Says by which ways neighbours upstream will report what they send. Allocates.</summary>
    /// <param name="feeds">The ways; their positions are the feeds of <see cref="SetUpstreamOutflow"/>.</param>
    public void ConnectInflows(ReadOnlySpan<InflowFeed> feeds) =>
        _inflows = feeds.Length == 0 ? null : new NeighbourInflows(_intersection, _byLane, feeds);

    /// <summary>Takes in what a neighbour upstream sends. It counts for 3 s.</summary>
    /// <param name="feed">Position of the way among those connected.</param>
    /// <param name="timeMs">Event time of the report, Unix milliseconds.</param>
    /// <param name="leftVehicles">Vehicles that left towards us since the report before, 0 or more.</param>
    /// <param name="plannedVps">Vehicles planned to leave in each second from then on; empty: the neighbour has no plan.</param>
    public void SetUpstreamOutflow(int feed, long timeMs, float leftVehicles, ReadOnlySpan<float> plannedVps) =>
        _inflows?.Report(feed, timeMs, leftVehicles, plannedVps);

    /// <summary>
    /// Vehicles expected at a lane's stop line in each of the next seconds from what neighbours send and plan, its mean the
    /// lane's own flow. Empty while no neighbour tells. True only beyond <see cref="SeenSeconds"/>: who is seen counts there.
    /// </summary>
    /// <param name="lane">Index of an approach lane.</param>
    public ReadOnlySpan<float> UnseenArrivals(int lane) => _inflows is null ? [] : _inflows.Forecast(lane);

    /// <summary>Standing vehicles on an exit lane, as its detectors and the neighbour downstream show; 0 to its capacity.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public double DownstreamQueueVehicles(int exitLane) => _exits[exitLane]?.QueueVehicles ?? 0;

    /// <summary>True while an exit lane is full: a detector on it is occupied for more than 6 s, or its queue fills it.</summary>
    /// <param name="exitLane">Index of the exit lane.</param>
    public bool IsBlocked(int exitLane) => _exits[exitLane]?.IsBlocked ?? false;

    /// <summary>Updates the estimates after signals and detectors have taken in the tick.</summary>
    /// <param name="state">The state that owns this estimator.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        foreach (ref readonly DetectorTransition transition in tick.Transitions)
        {
            _tracker.Apply(transition, state.Signals);
        }

        foreach (ref readonly TrackObservation track in tick.Tracks)
        {
            _tracker.Apply(track, tick.TimeMs, state.Signals);
        }

        foreach (ref readonly DetectorCount count in tick.Counts)
        {
            _tracker.Apply(count, tick.TimeMs);
        }

        _tracker.Update(state.Signals, state.Detectors, tick.TimeMs);
        CountExits(state.Signals.Frame, tick.TimeMs);
        _inflows?.Update(_tracker, tick.TimeMs);
        foreach (ExitLane? lane in _exits)
        {
            lane?.Update(state.Detectors, tick.TimeMs);
        }

        double seconds = UpdatedMs == 0 ? 0 : Math.Clamp(tick.TimeMs - UpdatedMs, 0, 60_000) / 1000.0;
        _heads.Update(this, state.Signals, seconds, tick.TimeMs);
        UpdatedMs = tick.TimeMs;
    }

    private static double FarthestM(Intersection intersection, Lane lane)
    {
        double farthestM = 0;
        foreach (int detector in lane.Detectors)
        {
            DetectorDefinition definition = intersection.Detectors[detector].Definition;
            double reachM = definition.Kind == DetectorKind.Tracks ? definition.LengthM : 0;
            farthestM = Math.Max(farthestM, definition.DistanceM + reachM);
        }

        return farthestM;
    }

    private static bool HasTracks(Intersection intersection, Lane lane)
    {
        foreach (int detector in lane.Detectors)
        {
            if (intersection.Detectors[detector].Definition.Kind == DetectorKind.Tracks)
            {
                return true;
            }
        }

        return false;
    }

    private static double MeanSaturation(Intersection intersection, Lane lane)
    {
        double flow = 0;
        double share = 0;
        foreach (int movement in lane.Movements)
        {
            MovementDefinition definition = intersection.Movements[movement].Definition;
            flow += definition.Share * definition.SaturationFlowVph;
            share += definition.Share;
        }

        return share > 0 ? flow / share / 3600 : 0.5;
    }

    /// <summary>One channel for every physical device on an approach; detectors that share one are joined.</summary>
    private static DetectorChannel[] CreateChannels(
        Intersection intersection, ApproachLane?[] byLane, ApproachLane[] lanes, int[] channelOf, ChannelWatch watch)
    {
        List<DetectorChannel> channels = [];
        Array.Fill(channelOf, -1);
        foreach (Detector detector in intersection.Detectors)
        {
            bool isOnApproach = detector.Lane >= 0 && byLane[detector.Lane] is not null;
            if (!isOnApproach || channelOf[detector.Index] >= 0)
            {
                continue;
            }

            double distanceM = detector.Definition.DistanceM;
            List<int> targets = [];
            foreach (Detector other in intersection.Detectors)
            {
                bool isSame = other.Index == detector.Index
                    || (detector.Definition.Channel.Length > 0 && other.Definition.Channel == detector.Definition.Channel);
                if (isSame && other.Lane >= 0 && byLane[other.Lane] is { } target)
                {
                    channelOf[other.Index] = channels.Count;
                    targets.Add(target.Position);
                    distanceM = Math.Min(distanceM, other.Definition.DistanceM);
                }
            }

            bool isStopBar = distanceM <= StopBarWithinM && detector.Definition.Kind != DetectorKind.Tracks;
            channels.Add(new DetectorChannel(
                watch,
                channels.Count,
                detector.Definition.Kind,
                isStopBar,
                distanceM,
                lanes[targets[0]].SpeedMps,
                [.. targets],
                Beside(lanes, targets)));
            // Of two zones at the line the one that tells vehicles apart is worth more.
            ApproachLane lane = byLane[detector.Lane]!;
            bool counts = detector.Definition.LengthM <= CountingZoneM;
            if (isStopBar && (lane.StopBar < 0 || (counts && !lane.BarCounts)))
            {
                lane.StopBar = channels.Count - 1;
                lane.BarCounts = counts;
                lane.BarSeesWaiting = distanceM + detector.Definition.LengthM >= WaitsBeforeLineM;
            }
        }

        return [.. channels];
    }

    /// <summary>The lanes of the same approaches that a vehicle may still change to.</summary>
    private static int[] Beside(ApproachLane[] lanes, List<int> targets)
    {
        List<int> beside = [];
        foreach (ApproachLane lane in lanes)
        {
            foreach (int target in targets)
            {
                string approach = lanes[target].Lane.Definition.Approach;
                if (approach.Length > 0 && lane.Lane.Definition.Approach == approach
                    && !targets.Contains(lane.Position) && !beside.Contains(lane.Position))
                {
                    beside.Add(lane.Position);
                }
            }
        }

        return [.. beside];
    }

    /// <summary>Whoever left an approach lane has entered the exit lane of a movement that could go.</summary>
    private void CountExits(in SignalFrame frame, long nowMs)
    {
        foreach (ApproachLane? approach in _byLane)
        {
            if (approach is null || approach.Departures == _departures[approach.Lane.Index])
            {
                continue;
            }

            double left = approach.Departures - _departures[approach.Lane.Index];
            _departures[approach.Lane.Index] = approach.Departures;
            ulong going = frame.Green | frame.Ending;
            going = (going & approach.Lane.Groups) == 0 ? approach.Lane.Groups : going;
            double share = 0;
            foreach (int movement in approach.Lane.Movements)
            {
                share += (going >> _intersection.Movements[movement].Group & 1) == 0 ? 0 : TurningShare(movement);
            }

            foreach (int movement in approach.Lane.Movements)
            {
                Movement m = _intersection.Movements[movement];
                if ((going >> m.Group & 1) != 0 && m.ToLane >= 0 && share > 0)
                {
                    _exits[m.ToLane]?.Enter(left * TurningShare(movement) / share, nowMs);
                }
            }
        }
    }

    private double Sum(int lane, int fromSecond, int toSecond)
    {
        double sum = 0;
        for (int second = Math.Max(0, fromSecond); second < toSecond && _byLane[lane] is { } approach; second++)
        {
            sum += _tracker.Arrivals(approach.Position)[second];
        }

        return sum;
    }
}
