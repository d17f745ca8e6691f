using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Holds the next greens back for some seconds when a green ends under a turn that gave way: the driver who waited inside the
/// junction, and whoever is trapped behind, leave before the cross traffic starts. Without it two of them can lock a junction
/// for good. It reads only what the signals showed, so it holds whoever ended the green. Where a camera or radar sees who is
/// past the line, the others wait until these are out of their way; elsewhere for a time that detectors at the line suggest.
/// </summary>
internal sealed class YieldingTurnClearance
{
    /// <summary>
    /// Time from the end of a green, or from the last of the traffic with precedence that still passed after it, until whoever
    /// waited inside has left, milliseconds. A longer intergreen holds the others back long enough by itself.
    /// </summary>
    internal const int LeavingMs = 5_000;

    /// <summary>
    /// The same for a strategy of short greens when turns of several lanes wait that others use too: each stands in the way of
    /// whoever is trapped behind the other, so they leave one after the other, milliseconds. Behind a turn with a lane of its
    /// own nobody else is trapped.
    /// </summary>
    internal const int MutualLeavingMs = 9_000;

    // A turn rarer than this is no reason to wait; one with nearly all of its lane has nobody else trapped behind it. The
    // file's shares, not the learned ones: what guards against a lock must not wear off while nobody turns.
    private const double LeastShare = 0.03;
    private const double DedicatedShare = 0.95;

    // Traffic with precedence that left this shortly before the end has kept the turn waiting until then.
    private const int FoeWithinMs = 10_000;

    // A lane whose last vehicle reached the line just now is moving; after half a minute whoever waited inside has left.
    private const int StandingAfterMs = 1_000;
    private const int SharedWithinMs = 30_000;
    private const int DedicatedWithinMs = 12_000;
    private const double QueueVehicles = 0.5;

    // Two that came close together shortly before the end, and nobody after them: the second may stand behind the turn inside
    // the junction, where no detector sees it.
    private const int InsideAfterMs = 2_000;
    private const int InsideWithinMs = 6_000;
    private const int FollowingMs = 4_000;

    // Foreseen: with a lower probability nobody waits; fewer vehicles than this are expected where nobody is; arrivals are
    // known so far ahead at most.
    private const double LeastTrapped = 0.15;
    private const double NobodyVehicles = 0.1;
    private const int ForeseenSeconds = 30;

    // The first of the cross traffic takes this long from its green to the way of a single turn that is still inside. Where one
    // was trapped behind it both must be nearly across before: who stops in the middle locks the junction. Somebody who has
    // broken down there holds the others back for this long after the end of the green, not for ever.
    private const int EnteringMs = 3_500;
    private const int EnteringBehindTrappedMs = 1_500;
    private const int LongestHoldMs = 16_000;

    private readonly Intersection _intersection;
    private readonly ulong _yielding;
    private readonly int _mutualLeavingMs;
    private ulong _ended;
    private ulong _beside;
    private ulong _clearing;
    private int _leavingMs;

    internal YieldingTurnClearance(Intersection intersection, int mutualLeavingMs = LeavingMs)
    {
        _mutualLeavingMs = mutualLeavingMs;
        _intersection = intersection;
        foreach (Movement movement in intersection.Movements)
        {
            _yielding |= movement.YieldsTo.Length > 0 ? 1UL << movement.Group : 0;
        }
    }

    /// <summary>Notes which greens that ended with this tick need the clearance. Call once per tick.</summary>
    internal void Observe(IntersectionState state)
    {
        _clearing = state.Signals.Frame.IsFlash ? 0 : _clearing & ~state.Signals.Frame.Green;
        ulong ended = state.Signals.Frame.IsFlash ? 0 : state.Signals.Ended & _yielding;
        _ended = state.Signals.Frame.IsFlash ? 0 : (_ended | ended) & ~state.Signals.Frame.Green;
        if (ended == 0)
        {
            return;
        }

        _beside = state.Signals.Frame.Green | state.Signals.Ended;
        ulong trapped = Trapped(state, ended & ~_clearing, out int sharedLanes);
        if (trapped != 0)
        {
            _leavingMs = sharedLanes > 1 ? _mutualLeavingMs : _clearing == 0 ? LeavingMs : _leavingMs;
            _clearing |= trapped;
        }
    }

    /// <summary>Event time before which nothing of the groups asked for may start, Unix milliseconds; 0: at once.</summary>
    /// <param name="state">The state last observed.</param>
    /// <param name="groups">Groups that should have right of way next.</param>
    internal long NotBeforeMs(IntersectionState state, ulong groups)
    {
        long notBeforeMs = 0;
        ulong starting = groups & ~state.Signals.Frame.RightOfWay;
        for (ulong rest = _ended; rest != 0; rest &= rest - 1)
        {
            int from = BitOperations.TrailingZeroCount(rest);
            long leftMs = LeftMs(state, from);
            for (ulong next = starting & _intersection.Groups[from].Conflicts; next != 0; next &= next - 1)
            {
                int to = BitOperations.TrailingZeroCount(next);
                long clearMs = state.Signals.RightOfWayEndMs(from) + _intersection.IntergreenMs(from, to);
                notBeforeMs = leftMs == 0 ? notBeforeMs : Math.Max(notBeforeMs, Math.Max(clearMs, leftMs));
            }
        }

        return notBeforeMs > state.NowMs ? notBeforeMs : 0;
    }

    /// <summary>
    /// Of the groups that will end when a plan may first change, those under which a driver may then wait for a gap: by the
    /// plan somebody is still there, and somebody who goes before is about.
    /// </summary>
    /// <param name="state">The state last observed.</param>
    /// <param name="shown">Groups with right of way until then.</param>
    /// <param name="ending">Groups that end.</param>
    /// <param name="model">The lanes of the plan.</param>
    /// <param name="search">The search that made the plan.</param>
    internal ulong Foreseen(IntersectionState state, ulong shown, ulong ending, StageModel model, PlanSearch search)
    {
        ulong trapping = 0;
        search.ReturnToRoot();
        foreach (Movement movement in _intersection.Movements)
        {
            double share = movement.Definition.Share;
            int position = model.PositionOfLane(movement.FromLane);
            if ((ending >> movement.Group & 1) == 0 || movement.YieldsTo.Length == 0 || share < LeastShare || position < 0)
            {
                continue;
            }

            (float queue, float yielding) = search.AtRoot(position);
            double waiting = Math.Min(1, queue) * (share >= DedicatedShare ? 1 : yielding);
            trapping |= waiting >= LeastTrapped && HasFoe(state, movement, shown) ? 1UL << movement.Group : 0;
        }

        return trapping;
    }

    /// <summary>
    /// When whoever waited inside under a group that ended has left, Unix milliseconds: as seen, or as the detectors at the
    /// line suggest. 0: nobody waits there.
    /// </summary>
    private long LeftMs(IntersectionState state, int group)
    {
        long endMs = state.Signals.RightOfWayEndMs(group);
        bool isClearing = (_clearing >> group & 1) != 0;

        // Nobody passes in red: a detector that says so there has erred, and must not hold the others back.
        long lastFoeMs = endMs + _intersection.Groups[group].Definition.YellowMs;
        long leftMs = isClearing ? endMs + _leavingMs : 0;
        foreach (Movement movement in _intersection.Movements)
        {
            if (movement.Group == group && movement.YieldsTo.Length > 0 && movement.Definition.Share >= LeastShare)
            {
                int enteringMs = state.Queues.IsQueuedInside(movement.FromLane) ? EnteringBehindTrappedMs : EnteringMs;
                long acrossMs = state.Queues.InsideUntilMs(movement.FromLane) - enteringMs;
                leftMs = Math.Max(leftMs, acrossMs <= state.NowMs ? 0 : Math.Min(acrossMs, endMs + LongestHoldMs));
                leftMs = Math.Max(leftMs, isClearing ? Math.Min(lastFoeMs, LastFoeMs(state, movement)) + _leavingMs : 0);
            }
        }

        return leftMs;
    }

    /// <summary>True when traffic with precedence has a queue, or has just left.</summary>
    private bool HasFoe(IntersectionState state, Movement movement, ulong shown)
    {
        foreach (int other in movement.YieldsTo)
        {
            Movement foe = _intersection.Movements[other];
            if ((shown >> foe.Group & 1) != 0
                && foe.FromLane != movement.FromLane
                && foe.Definition.Share >= LeastShare
                && (state.Queues.QueueVehicles(foe.FromLane) >= NobodyVehicles
                    || state.Queues.ExpectedVehicles(foe.FromLane, 0, ForeseenSeconds) >= NobodyVehicles
                    || state.NowMs - state.Queues.LastDepartureMs(foe.FromLane) < FoeWithinMs))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Of the groups that ended, those under which somebody may wait inside; none when all of them had time to go. Of two turns
    /// in each other's way only the one that came first was kept by traffic, so one such is enough for all.
    /// </summary>
    private ulong Trapped(IntersectionState state, ulong ended, out int sharedLanes)
    {
        ulong trapped = 0;
        bool wasKept = false;
        int lane = -1;
        sharedLanes = 0;
        foreach (Movement movement in _intersection.Movements)
        {
            if ((ended >> movement.Group & 1) == 0 || !IsTrapped(state, movement))
            {
                continue;
            }

            bool isDedicated = movement.Definition.Share >= DedicatedShare;
            if (!isDedicated && (trapped >> movement.Group & 1) == 0 && movement.FromLane != lane)
            {
                lane = movement.FromLane;
                sharedLanes++;
            }

            trapped |= 1UL << movement.Group;
            wasKept |= isDedicated || LastFoeMs(state, movement) > state.Queues.LastCrossingMs(movement.FromLane);
        }

        return wasKept ? trapped : 0;
    }

    private bool IsTrapped(IntersectionState state, Movement movement)
    {
        double share = movement.Definition.Share;
        QueueEstimator queues = state.Queues;
        int lane = movement.FromLane;
        long endMs = state.Signals.RightOfWayEndMs(movement.Group);
        long crossingMs = queues.LastCrossingMs(lane);
        if (share < LeastShare || crossingMs == 0 || queues.SeesInside(lane)
            || endMs - LastFoeMs(state, movement) >= FoeWithinMs)
        {
            return false;
        }

        long sinceMs = endMs - crossingMs;
        bool isDedicated = share >= DedicatedShare;
        return sinceMs >= StandingAfterMs
            && sinceMs < (isDedicated ? DedicatedWithinMs : SharedWithinMs)
            && (isDedicated || queues.QueueVehicles(lane) > QueueVehicles || queues.IsStopBarOccupied(lane)
                || IsInside(sinceMs, crossingMs - queues.PreviousCrossingMs(lane)));
    }

    private static bool IsInside(long sinceMs, long headwayMs) =>
        sinceMs is >= InsideAfterMs and < InsideWithinMs && headwayMs < FollowingMs;

    /// <summary>When traffic with precedence, green beside the turn until it ended, left last, Unix milliseconds; 0: never.</summary>
    private long LastFoeMs(IntersectionState state, Movement movement)
    {
        long lastMs = 0;
        foreach (int other in movement.YieldsTo)
        {
            Movement foe = _intersection.Movements[other];
            bool goesBefore = (_beside >> foe.Group & 1) != 0
                && foe.FromLane != movement.FromLane
                && foe.Definition.Share >= LeastShare;
            lastMs = goesBefore ? Math.Max(lastMs, state.Queues.LastDepartureMs(foe.FromLane)) : lastMs;
        }

        return lastMs;
    }
}
