using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// How far the street is with the stage a strategy asked for: starting, changing, or running it. A street that does not show
/// it long after it could have follows somebody else; then the stage shown counts.
/// </summary>
internal sealed class StageProgress
{
    private const int GiveUpMs = 10_000;

    private readonly Intersection _intersection;
    private ulong _walked;
    private long _giveUpMs;
    private bool _hasWalked;

    internal StageProgress(Intersection intersection)
    {
        _intersection = intersection;
    }

    /// <summary>What the street does.</summary>
    internal enum Phase
    {
        /// <summary>Nothing was asked for before.</summary>
        Starting,

        /// <summary>The stage asked for does not show yet.</summary>
        Changing,

        /// <summary>The stage asked for shows.</summary>
        Running,
    }

    /// <summary>The stage asked for; -1 before the first.</summary>
    internal int Stage { get; private set; } = -1;

    /// <summary>The stage before it.</summary>
    internal int Previous { get; private set; } = -1;

    /// <summary>Event time at which the stage was first seen to run, or was asked for while it does not.</summary>
    internal long SinceMs { get; private set; }

    /// <summary>True while the stage asked for shows.</summary>
    internal bool IsRunning { get; private set; }

    /// <summary>Asks for another stage.</summary>
    internal void ChangeTo(int stage, long nowMs, int lostMs)
    {
        _giveUpMs = nowMs + lostMs + GiveUpMs;
        Previous = Stage;
        Stage = stage;
        SinceMs = nowMs;
        IsRunning = false;
        _hasWalked = false;
        _walked = 0;
    }

    /// <summary>
    /// The groups to ask for: those of the stage, but once somebody else calls, the people who have had their walk clear the
    /// crossing while the vehicles beside them still go, which is when turning drivers get through.
    /// </summary>
    internal ulong Groups(IntersectionState state)
    {
        ulong groups = _intersection.Stages[Stage].Groups;
        ulong pedestrians = groups & _intersection.PedestrianGroups;
        if (pedestrians == 0 || !IsRunning || pedestrians == groups)
        {
            return groups;
        }

        _walked |= pedestrians & (state.Signals.Frame.Walk | state.Signals.Frame.PedClearance);
        bool isOpposed = (state.Demand.Calls & ~groups) != 0;
        return isOpposed ? groups & ~_walked : groups;
    }

    /// <summary>Looks at what the street shows.</summary>
    internal Phase Follow(IntersectionState state)
    {
        SignalFrame frame = state.Signals.Frame;
        if (Stage < 0)
        {
            Stage = ShownStage(_intersection, frame);
            Previous = Stage;
            SinceMs = state.NowMs;
            _giveUpMs = state.NowMs + GiveUpMs;
            return Phase.Starting;
        }

        if (!IsShown(frame))
        {
            if (state.NowMs < _giveUpMs || frame.IsFlash || frame.Ending != 0)
            {
                IsRunning = false;
                return Phase.Changing;
            }

            Stage = ShownStage(_intersection, frame);
        }

        if (!IsRunning)
        {
            IsRunning = true;
            SinceMs = state.NowMs;
        }

        _giveUpMs = state.NowMs + GiveUpMs;
        return Phase.Running;
    }

    /// <summary>Event time at which every group shown has served its minimum, Unix milliseconds.</summary>
    internal long MinimumEndMs(IntersectionState state)
    {
        long endMs = 0;
        for (ulong rest = state.Signals.Frame.RightOfWay; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            endMs = Math.Max(
                endMs, state.Signals.RightOfWayStartMs(group) + _intersection.Groups[group].Definition.MinGreenMs);
        }

        return endMs;
    }

    private bool IsShown(in SignalFrame frame)
    {
        // Pedestrian groups walk only when called, so they are not waited for, except where a stage has nothing else.
        ulong vehicles = _intersection.Stages[Stage].Groups & _intersection.VehicleGroups;
        bool isClear = (frame.Ending | frame.RedClearance) == 0;
        _hasWalked |= (frame.Walk & _intersection.Stages[Stage].Groups) != 0;
        return !frame.IsFlash && isClear && (vehicles & ~frame.Green) == 0 && (vehicles != 0 || _hasWalked);
    }

    /// <summary>The stage with most of the groups shown and fewest others.</summary>
    internal static int ShownStage(Intersection intersection, in SignalFrame frame)
    {
        int best = 0;
        int bestScore = int.MinValue;
        foreach (Stage stage in intersection.Stages)
        {
            ulong vehicles = stage.Groups & intersection.VehicleGroups;
            int score = (2 * BitOperations.PopCount(vehicles & frame.Green))
                - BitOperations.PopCount(vehicles & ~frame.Green);
            if (score > bestScore)
            {
                best = stage.Index;
                bestScore = score;
            }
        }

        return best;
    }
}
