using System.Numerics;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// When the greens that show reach their maximum, for strategies that plan ahead. As with actuated control the maximum counts
/// from the first conflicting demand while a green shows, and a green without any rests (NTCIP 1202 phase maximum; FHWA Signal
/// Timing Manual, 2nd ed., section 6.1); beside the calls a queue on a lane that has no green is demand too.
/// </summary>
internal sealed class MaxGreenGuard
{
    // A queue opposes from one vehicle on, until less than half a vehicle of it is believed.
    private const double OpposingVehicles = 1;
    private const double GoneVehicles = 0.5;
    private const long Unopposed = long.MaxValue;

    private readonly Intersection _intersection;
    private readonly int _maxGreenSet;
    private readonly int[] _maxGreenMs;
    private readonly long[] _queuedSinceMs;
    private readonly bool[] _isWaiting;

    internal MaxGreenGuard(Intersection intersection, TimingPlan plan)
    {
        _intersection = intersection;
        _maxGreenSet = plan.Definition.MaxGreenSet;
        _maxGreenMs = new int[intersection.Groups.Length];
        foreach (SignalGroup group in intersection.Groups)
        {
            SignalGroupDefinition timing = group.Definition;
            _maxGreenMs[group.Index] = _maxGreenSet == 2 ? timing.MaxGreen2Ms : timing.MaxGreenMs;
        }

        _queuedSinceMs = new long[intersection.Groups.Length];
        _isWaiting = new bool[intersection.Lanes.Length];
        Array.Fill(_queuedSinceMs, Unopposed);
    }

    /// <summary>Notes since when queues oppose each green. Call before every plan.</summary>
    internal void Observe(IntersectionState state)
    {
        ulong green = _maxGreenSet > 0 ? state.Signals.Frame.Green : 0;
        ulong waiting = 0;
        foreach (Lane lane in _intersection.Lanes)
        {
            ref bool isWaiting = ref _isWaiting[lane.Index];
            double queue = state.Queues.QueueVehicles(lane.Index);
            isWaiting = (lane.Groups & green) == 0 && queue >= (isWaiting ? GoneVehicles : OpposingVehicles);
            waiting |= isWaiting ? lane.Groups : 0;
        }

        for (int group = 0; group < _queuedSinceMs.Length; group++)
        {
            bool isOpposed = (green >> group & 1) != 0
                && (state.Extensions.Opposing(group) & waiting & ~state.Demand.Omitted) != 0;
            _queuedSinceMs[group] = !isOpposed ? Unopposed : Math.Min(_queuedSinceMs[group], state.NowMs);
        }
    }

    /// <summary>Writes by when each green that shows has to end into the input of a plan.</summary>
    internal void Fill(IntersectionState state, PlanInput input)
    {
        Array.Fill(input.GreenEndSeconds, PlanInput.NoLimit);
        for (ulong rest = _maxGreenSet > 0 ? state.Signals.Frame.Green : 0; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            long leftMs = EndMs(state, group) - state.NowMs;
            input.GreenEndSeconds[group] = (byte)Math.Clamp(leftMs / 1_000, 0, PlanInput.NoLimit);
        }
    }

    /// <summary>
    /// Pedestrian groups that may not start beside a green any more: their walk would keep it beyond its maximum, and would fit
    /// beside the next one.
    /// </summary>
    internal ulong Withheld(IntersectionState state)
    {
        ulong withheld = 0;
        for (ulong rest = _maxGreenSet > 0 ? state.Signals.Frame.Green : 0; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            ulong beside = group.ConcurrentPedestrians & ~state.Signals.Frame.RightOfWay;
            for (; beside != 0; beside &= beside - 1)
            {
                SignalGroup walk = _intersection.Groups[BitOperations.TrailingZeroCount(beside)];
                int neededMs = walk.Definition.MinGreenMs + walk.Definition.PedClearanceMs;
                bool isTooLate = neededMs <= _maxGreenMs[group.Index] && EndMs(state, group.Index) - state.NowMs < neededMs;
                withheld |= isTooLate ? walk.Mask : 0;
            }
        }

        return withheld;
    }

    /// <summary>Event time by which a green has to end, Unix milliseconds; the largest value while nobody opposes it.</summary>
    private long EndMs(IntersectionState state, int group)
    {
        long byCallsMs = state.Extensions.MaxOutMs(group, _maxGreenSet);
        return _queuedSinceMs[group] == Unopposed
            ? byCallsMs
            : Math.Min(byCallsMs, _queuedSinceMs[group] + _maxGreenMs[group]);
    }
}
