using System.Numerics;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Where in the cycle each phase may be served: the coordinated phases are held through the first split and then yield;
/// every other phase has a fixed force-off at the end of its split, and may start while its minimum still fits before
/// it.
/// </summary>
internal sealed class CoordinationWindow
{
    private readonly Intersection _intersection;
    private readonly TimingPlan _plan;
    private readonly int _yieldMs;
    private readonly int _cycleMs;
    private readonly int[] _forceOffMs;
    private readonly int[] _neededMs;
    private readonly bool[] _isCoordinated;

    internal CoordinationWindow(Intersection intersection, TimingPlan plan)
    {
        _intersection = intersection;
        _plan = plan;
        _cycleMs = plan.Definition.CycleMs;
        _yieldMs = plan.SplitStartsMs.Length > 1 ? plan.SplitStartsMs[1] : _cycleMs;
        int count = intersection.PhaseSlots.Length;
        _forceOffMs = new int[count];
        _neededMs = new int[count];
        _isCoordinated = new bool[count];
        foreach (PhaseSlot slot in intersection.PhaseSlots)
        {
            _isCoordinated[slot.Index] = IsServed(slot, 0);
            _forceOffMs[slot.Index] = ForceOffMs(slot);
            _neededMs[slot.Index] = NeededMs(slot.Groups & intersection.VehicleGroups);
        }
    }

    /// <summary>True for a phase of the first split's stage.</summary>
    internal bool IsCoordinated(int phase) => _isCoordinated[phase];

    /// <summary>True while the coordinated phases may not yield.</summary>
    internal bool IsHeld(long nowMs) => _plan.CyclePositionMs(nowMs) < _yieldMs;

    /// <summary>True once a phase that is not coordinated has to end.</summary>
    internal bool IsForcedOff(int phase, long nowMs) =>
        !_isCoordinated[phase] && (IsHeld(nowMs) || _plan.CyclePositionMs(nowMs) >= _forceOffMs[phase]);

    /// <summary>
    /// True when a phase may still start: a coordinated one at any time, another while its minimum fits.
    /// </summary>
    internal bool Fits(int phase, long nowMs) =>
        _isCoordinated[phase]
        || (!IsHeld(nowMs) && _forceOffMs[phase] - _plan.CyclePositionMs(nowMs) >= _neededMs[phase]);

    /// <summary>Time until a phase has to be told to end, or yields if coordinated, milliseconds.</summary>
    internal long LeftMs(int phase, long nowMs)
    {
        int positionMs = _plan.CyclePositionMs(nowMs);
        if (!_isCoordinated[phase])
        {
            return IsForcedOff(phase, nowMs) ? 0 : _forceOffMs[phase] - positionMs;
        }

        return positionMs < _yieldMs ? _yieldMs - positionMs : _cycleMs - positionMs + _yieldMs;
    }

    private bool IsServed(PhaseSlot slot, int split) =>
        (slot.Groups & ~_intersection.Stages[_plan.SplitStages[split]].Groups) == 0;

    /// <summary>End of the last split that serves a phase; 0, so that it never fits, when none does.</summary>
    private int ForceOffMs(PhaseSlot slot)
    {
        for (int split = _plan.SplitStages.Length - 1; split >= 0; split--)
        {
            if (IsServed(slot, split))
            {
                return split + 1 < _plan.SplitStartsMs.Length ? _plan.SplitStartsMs[split + 1] : _cycleMs;
            }
        }

        return 0;
    }

    /// <summary>
    /// Longest change interval from vehicle groups into these groups plus their minimum green, milliseconds. A phase
    /// ends only when its pedestrians have cleared, so their clearance lies before the change and not in it.
    /// </summary>
    private int NeededMs(ulong groups)
    {
        int neededMs = 0;
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            int intergreenMs = 0;
            for (ulong others = group.Conflicts & _intersection.VehicleGroups; others != 0; others &= others - 1)
            {
                intergreenMs = Math.Max(
                    intergreenMs, _intersection.IntergreenMs(BitOperations.TrailingZeroCount(others), group.Index));
            }

            neededMs = Math.Max(neededMs, intergreenMs + group.Definition.MinGreenMs);
        }

        return neededMs;
    }
}
