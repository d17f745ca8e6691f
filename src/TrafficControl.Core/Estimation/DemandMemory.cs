using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// The calls of the signal groups: from detectors (locking and non-locking), buttons, recalls and from outside. A group
/// with right of way has no call: what keeps it green is its extension.
/// </summary>
public sealed class DemandMemory
{
    private const long Off = long.MinValue;

    private readonly Intersection _intersection;
    private readonly long[] _onSinceMs;
    private readonly long[] _rememberedSinceMs;
    private readonly long[] _callSinceMs;
    private readonly ulong _locksCalls;
    private readonly ulong _constantCalls;
    private readonly ulong _softCalls;
    private ulong _remembered;
    private ulong _placed;

    /// <summary>Creates a memory without calls.</summary>
    /// <param name="intersection">The intersection.</param>
    public DemandMemory(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        _onSinceMs = new long[intersection.Detectors.Length];
        Array.Fill(_onSinceMs, Off);
        _rememberedSinceMs = new long[intersection.Groups.Length];
        _callSinceMs = new long[intersection.Groups.Length];
        foreach (SignalGroup group in intersection.Groups)
        {
            _locksCalls |= group.Definition.LocksCalls ? group.Mask : 0;
            _softCalls |= group.Definition.Recall == RecallMode.Soft ? group.Mask : 0;
            _constantCalls |= ConstantCalls(group);
        }
    }

    /// <summary>Groups with a call of any kind, pedestrian groups included; none of them has right of way.</summary>
    public ulong Calls { get; private set; }

    /// <summary>Pedestrian groups with a call.</summary>
    public ulong PedestrianCalls => Calls & _intersection.PedestrianGroups;

    /// <summary>
    /// Calls that are remembered until they are served: locked, from buttons and from outside; not recalls or presence.
    /// </summary>
    public ulong RememberedCalls => _remembered;

    /// <summary>Groups that may not be served at present, set from a directive or by an operator.</summary>
    public ulong Omitted { get; set; }

    /// <summary>
    /// Calls whose wait is bounded: those of omitted groups and soft recalls, which are mere wishes, do not count.
    /// </summary>
    public ulong CallsForMaxRed { get; private set; }

    /// <summary>
    /// Event time of a group's oldest call that still stands, Unix milliseconds; meaningless without a call.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public long CallSinceMs(int group) => _callSinceMs[group];

    /// <summary>
    /// Places calls from outside, taken in with the next update: a vehicle call is remembered until its green, a
    /// pedestrian call until its walk.
    /// </summary>
    /// <param name="vehicleCalls">Groups that get a vehicle call.</param>
    /// <param name="pedestrianCalls">Pedestrian groups that get a call.</param>
    public void Place(ulong vehicleCalls, ulong pedestrianCalls) =>
        _placed |= (vehicleCalls & _intersection.VehicleGroups) | (pedestrianCalls & _intersection.PedestrianGroups);

    /// <summary>Updates the calls after signals and detectors have taken in the tick.</summary>
    /// <param name="state">The state that owns this memory.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        ulong waiting = _intersection.AllGroups & ~state.Signals.Frame.RightOfWay;
        _remembered &= waiting;
        RememberUnfinished(state, waiting);
        Remember((_placed | (tick.PedestrianCalls & _intersection.PedestrianGroups)) & waiting, tick.TimeMs);
        _placed = 0;
        TakeTransitions(tick.Transitions, waiting);
        TakeTransitions(state.Tracks.Transitions, waiting);
        TakeCounts(tick, waiting);

        Calls = 0;
        CallPresence(state, tick.TimeMs, waiting);
        for (ulong rest = _remembered; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            Call(1UL << group, _rememberedSinceMs[group]);
        }

        CallRecalls(state, _constantCalls & waiting);
        CallsForMaxRed = Calls & ~(Omitted | WalksBeside(Omitted));
        CallRecalls(state, SoftCalls() & waiting);
    }

    /// <summary>Walks that cannot be served without one of these groups beside them.</summary>
    private ulong WalksBeside(ulong groups)
    {
        ulong walks = 0;
        for (ulong rest = groups & _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            walks |= _intersection.Groups[BitOperations.TrailingZeroCount(rest)].ConcurrentPedestrians;
        }

        return walks;
    }

    private static ulong ConstantCalls(SignalGroup group) => group.Definition.Recall switch
    {
        RecallMode.Minimum or RecallMode.Maximum => group.Mask,
        RecallMode.Pedestrian => group.IsPedestrian ? group.Mask : group.ConcurrentPedestrians,
        _ => 0,
    };

    /// <summary>
    /// A green that ended by maximum or force-off while vehicles still extended it leaves its group a call (NTCIP
    /// 1202): a vehicle between detector and stop line would otherwise wait unseen.
    /// </summary>
    private void RememberUnfinished(IntersectionState state, ulong waiting)
    {
        for (ulong rest = state.Signals.Ended & state.Extensions.Extending & waiting; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            Remember(1UL << group, state.Signals.RightOfWayEndMs(group));
        }
    }

    private void TakeTransitions(ReadOnlySpan<DetectorTransition> transitions, ulong waiting)
    {
        foreach (ref readonly DetectorTransition transition in transitions)
        {
            Detector detector = _intersection.Detectors[transition.Detector];
            ref long onSinceMs = ref _onSinceMs[transition.Detector];
            if (transition.IsOn && onSinceMs == Off)
            {
                onSinceMs = transition.TimeMs;
                if (detector.Definition.Kind == DetectorKind.PushButton)
                {
                    Remember(detector.Calls & waiting, transition.TimeMs);
                }
            }
            else if (!transition.IsOn && onSinceMs != Off)
            {
                long calledMs = onSinceMs + detector.Definition.DelayMs;
                bool showsPresence = detector.Definition.Kind is DetectorKind.Presence or DetectorKind.Tracks;
                if (showsPresence && transition.TimeMs >= calledMs)
                {
                    Remember(detector.Calls & _locksCalls & waiting, calledMs);
                }

                onSinceMs = Off;
            }
        }
    }

    /// <summary>
    /// A count says that vehicles came, not whether they left: the call is remembered until the green.
    /// </summary>
    private void TakeCounts(ControllerTick tick, ulong waiting)
    {
        foreach (ref readonly DetectorCount count in tick.Counts)
        {
            Detector detector = _intersection.Detectors[count.Detector];
            if (count.Count > 0 && detector.Definition.Kind == DetectorKind.IntervalCount)
            {
                Remember(detector.Calls & waiting, tick.TimeMs);
            }
        }
    }

    /// <summary>
    /// Calls for everything that stands on a detector, also through the end of the green that failed to clear it. A
    /// detector whose state is uncertain calls all the time.
    /// </summary>
    private void CallPresence(IntersectionState state, long nowMs, ulong waiting)
    {
        for (int i = 0; i < _onSinceMs.Length; i++)
        {
            // Most detectors are free: asking what they are would cost more than all else here.
            if (_onSinceMs[i] == Off && !state.Detectors.IsUncertain(i))
            {
                continue;
            }

            Detector detector = _intersection.Detectors[i];
            long onSinceMs = _onSinceMs[i];
            bool isButton = detector.Definition.Kind == DetectorKind.PushButton;
            bool isPresent = !isButton && onSinceMs != Off && nowMs >= onSinceMs + detector.Definition.DelayMs;
            bool isUncertain = state.Detectors.IsUncertain(detector.Index);
            for (ulong rest = isPresent || isUncertain ? detector.Calls & waiting : 0; rest != 0; rest &= rest - 1)
            {
                int group = BitOperations.TrailingZeroCount(rest);
                long redMs = state.Signals.RightOfWayEndMs(group);
                long calledMs = isPresent ? Math.Max(redMs, onSinceMs + detector.Definition.DelayMs) : redMs;
                Call(1UL << group, calledMs);
                if (isPresent)
                {
                    Remember((1UL << group) & _locksCalls, calledMs);
                }
            }
        }
    }

    private void CallRecalls(IntersectionState state, ulong groups)
    {
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            Call(1UL << group, state.Signals.RightOfWayEndMs(group));
        }
    }

    /// <summary>Soft recalls of groups that no group with a call conflicts with.</summary>
    private ulong SoftCalls()
    {
        ulong soft = 0;
        for (ulong rest = _softCalls; rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            soft |= (group.Conflicts & Calls) == 0 ? group.Mask : 0;
        }

        return soft;
    }

    private void Remember(ulong groups, long timeMs)
    {
        for (ulong rest = groups & ~_remembered; rest != 0; rest &= rest - 1)
        {
            _rememberedSinceMs[BitOperations.TrailingZeroCount(rest)] = timeMs;
        }

        _remembered |= groups;
    }

    private void Call(ulong group, long sinceMs)
    {
        ref long callSinceMs = ref _callSinceMs[BitOperations.TrailingZeroCount(group)];
        callSinceMs = (Calls & group) == 0 ? sinceMs : Math.Min(callSinceMs, sinceMs);
        Calls |= group;
    }
}
