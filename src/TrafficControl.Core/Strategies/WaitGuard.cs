using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Finds who has waited longest past the limit: a lane with a queue from which nobody leaves, a called pedestrian
/// group, or a called group whose red nears the limit of the safety monitor. A service that helps nobody (a stuck
/// detector, a broken-down vehicle) starts the wait anew, so that it cannot hold the junction.
/// </summary>
internal sealed class WaitGuard
{
    private const double ServedTolerance = 0.05;

    private readonly Intersection _intersection;
    private readonly int _leadMs;
    private readonly long _roomMs;
    private readonly long _limitMs;
    private readonly long[] _servedMs;
    private readonly bool[] _isBeingServed;

    internal WaitGuard(Intersection intersection, TimingPlan plan, SwitchTable switches)
    {
        _intersection = intersection;
        int longestMinimumMs = 0;
        foreach (SignalGroup group in intersection.Groups)
        {
            longestMinimumMs = Math.Max(longestMinimumMs, group.Definition.MinGreenMs);
        }

        // The present stage may have just begun, so a change takes a minimum green and an intergreen at worst. Announced
        // changes come no faster than one an announcement, and another one may just have been announced.
        int commitmentMs = plan.Definition.CommitmentMs;
        _leadMs = Math.Max(longestMinimumMs, commitmentMs) + switches.LongestMs;
        _limitMs = Math.Max(plan.Definition.MaxRedMs / 2, plan.Definition.MaxRedMs - _leadMs - commitmentMs);

        // The monitor's limit is a breach, not a goal; several groups may come due at once, so leave room for four changes.
        // A guard that steps in would break what was announced, so then be ahead of it too.
        _roomMs = commitmentMs == 0
            ? 4L * _leadMs
            : Math.Max(4L * _leadMs, new MaxRedGuard(intersection).NoticeMs) + ((intersection.Stages.Length + 1L) * commitmentMs);
        _servedMs = new long[intersection.Lanes.Length];
        _isBeingServed = new bool[intersection.Lanes.Length];
    }

    /// <summary>Notes which lanes the signals serve as well as any stage could: their wait does not count.</summary>
    internal void Observe(IntersectionState state)
    {
        ulong green = state.Signals.Frame.IsFlash ? 0 : state.Signals.Frame.Green;
        foreach (Lane lane in _intersection.Lanes)
        {
            _isBeingServed[lane.Index] = (lane.Groups & green) != 0
                && HeadServed(state.Queues, lane, green) >= BestHeadServed(state.Queues, lane) - ServedTolerance;
            if (_isBeingServed[lane.Index])
            {
                _servedMs[lane.Index] = state.NowMs;
            }
        }
    }

    /// <summary>The stage that serves whoever is overdue longest, or -1.</summary>
    internal int MostOverdueStage(IntersectionState state, StagePressures pressures)
    {
        int stage = -1;
        long mostMs = 0;
        foreach (Lane lane in _intersection.Lanes)
        {
            long waitMs = Math.Min(state.Queues.WaitMs(lane.Index), state.NowMs - _servedMs[lane.Index]);
            if (lane.Groups != 0 && !_isBeingServed[lane.Index] && waitMs - _limitMs > mostMs)
            {
                mostMs = waitMs - _limitMs;
                stage = StageFor(state.Queues, lane, pressures);
            }
        }

        ulong waiting = state.Demand.Calls & ~state.Signals.Frame.RightOfWay;
        for (ulong rest = waiting; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            long overdueMs = OverdueMs(state, pressures, group);
            if (overdueMs > mostMs)
            {
                mostMs = overdueMs;
                stage = StageFor(1UL << group, pressures);
            }
        }

        return stage;
    }

    private long OverdueMs(IntersectionState state, StagePressures pressures, int group)
    {
        SignalGroup definition = _intersection.Groups[group];
        long redMs = state.NowMs - state.Signals.RightOfWayEndMs(group);
        int maxRedMs = definition.Definition.MaxRedMs;

        long overdueMs = redMs - Math.Max(maxRedMs / 2, maxRedMs - _roomMs);
        return definition.IsPedestrian
            ? Math.Max(overdueMs, pressures.PedestrianWaitMs(group, state.NowMs) - _limitMs)
            : overdueMs;
    }

    private double HeadServed(QueueEstimator queues, Lane lane, ulong green)
    {
        double served = 0;
        foreach (int movement in lane.Movements)
        {
            served += (green & (1UL << _intersection.Movements[movement].Group)) != 0 ? queues.HeadShare(movement) : 0;
        }

        return served;
    }

    private double BestHeadServed(QueueEstimator queues, Lane lane)
    {
        double best = 0;
        foreach (Stage stage in _intersection.Stages)
        {
            best = Math.Max(best, HeadServed(queues, lane, stage.Groups));
        }

        return best;
    }

    /// <summary>Of the stages that let the lane's first vehicle go, the one with the greatest pressure.</summary>
    private int StageFor(QueueEstimator queues, Lane lane, StagePressures pressures)
    {
        double enough = BestHeadServed(queues, lane) - ServedTolerance;
        int best = -1;
        foreach (Stage stage in _intersection.Stages)
        {
            if (HeadServed(queues, lane, stage.Groups) >= enough
                && (best < 0 || pressures.OfStage(stage.Index) > pressures.OfStage(best)))
            {
                best = stage.Index;
            }
        }

        return best;
    }

    private int StageFor(ulong groups, StagePressures pressures)
    {
        int best = -1;
        foreach (Stage stage in _intersection.Stages)
        {
            if ((stage.Groups & groups) != 0
                && (best < 0 || pressures.OfStage(stage.Index) > pressures.OfStage(best)))
            {
                best = stage.Index;
            }
        }

        return best;
    }
}
