using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Fixed time: the split active at the plan's position in the cycle decides what is green. A split starts the moment
/// the stage before it is told to end, so the change interval is the first part of a split.
/// </summary>
public sealed class FixedTimeStrategy : IStrategy
{
    private readonly Intersection _intersection;
    private readonly TimingPlan _plan;

    /// <summary>Creates the strategy.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="plan">One of its plans; one without a cycle or splits rests in the first stage.</param>
    public FixedTimeStrategy(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        _intersection = intersection;
        _plan = plan;
    }

    /// <inheritdoc/>
    public StrategyKind Kind => StrategyKind.FixedTime;

    /// <inheritdoc/>
    public Decision Decide(IntersectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_plan.Definition.CycleMs <= 0 || _plan.SplitStages.Length == 0)
        {
            ulong first = _intersection.Stages.Length == 0 ? 0 : _intersection.Stages[0].Groups;
            return new Decision(first, DecisionReason.CyclePosition);
        }

        int positionMs = _plan.CyclePositionMs(state.NowMs);
        int split = _plan.SplitStages.Length - 1;
        while (split > 0 && _plan.SplitStartsMs[split] > positionMs)
        {
            split--;
        }

        ulong groups = StageGroups(split);
        for (ulong rest = groups & _intersection.PedestrianGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (!MayWalk(state, group, LeftMs(1UL << group, split, positionMs)))
            {
                groups &= ~(1UL << group);
            }
        }

        return new Decision(
            groups,
            DecisionReason.CyclePosition,
            LikelyChangeMs: state.NowMs + SplitEndMs(split) - positionMs,
            IsChangeCommitted: true);
    }

    /// <summary>
    /// True when a walk may start with time for its clearance, or a resting walk go on, so that the vehicle group
    /// beside it ends with its split and not later.
    /// </summary>
    private bool MayWalk(IntersectionState state, int group, long leftMs)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        return state.Signals.Display(group) == GroupDisplay.Walk
            ? leftMs > timing.PedClearanceMs
            : leftMs >= timing.MinGreenMs + timing.PedClearanceMs;
    }

    /// <summary>
    /// Time until the first split from this one on that does not serve a group; the largest value when every split
    /// does.
    /// </summary>
    private long LeftMs(ulong group, int split, int positionMs)
    {
        long leftMs = SplitEndMs(split) - positionMs;
        for (int i = 1; i < _plan.SplitStages.Length; i++)
        {
            int next = (split + i) % _plan.SplitStages.Length;
            if ((StageGroups(next) & group) == 0)
            {
                return leftMs;
            }

            leftMs += SplitEndMs(next) - _plan.SplitStartsMs[next];
        }

        return (StageGroups(split) & group) != 0 && _plan.SplitStages.Length > 1 ? long.MaxValue : leftMs;
    }

    private ulong StageGroups(int split) => _intersection.Stages[_plan.SplitStages[split]].Groups;

    private int SplitEndMs(int split) => split + 1 < _plan.SplitStartsMs.Length
        ? _plan.SplitStartsMs[split + 1]
        : _plan.Definition.CycleMs;
}
