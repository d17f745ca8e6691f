using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// Vehicle-actuated control over the phases of the intersection's rings: each ring serves its next called phase in sequence,
/// all rings cross a barrier together. Free, or coordinated when the plan has a cycle and splits: then the stage of the first
/// split is held until the end of its split, and every other phase is forced off at the end of its own.
/// </summary>
public sealed class ActuatedStrategy : IStrategy
{
    private const int NoPhase = -1;

    // A vehicle on the stop bar for this long on green has to give way; a shorter presence is one that passes.
    private const int TurnWaitsMs = 3_000;

    // A driver at the line whose turn is free goes within this time; one who does not is not turning.
    private const int TurnBlockedMs = 5_000;

    private readonly Intersection _intersection;
    private readonly TimingPlan _plan;
    private readonly CoordinationWindow? _window;
    private readonly ulong _coordinated;
    private readonly YieldingTurnClearance _clearance;
    private readonly int _ringCount;
    private readonly int _barrierCount;
    private readonly int[] _phase;
    private readonly bool[] _isChanging;
    private readonly long[] _enteredMs;
    private readonly bool[] _isTurnPhase;
    private readonly ulong[] _pedestrians;
    private readonly ulong[] _phasePedestrians;
    private readonly Movement[] _yielding;
    private int _barrier;
    private bool _hasStarted;
    private ulong _latchedGapOut;
    private DecisionReason _endReason = DecisionReason.StartUp;

    /// <summary>Creates the strategy.</summary>
    /// <param name="intersection">The intersection.</param>
    /// <param name="plan">One of its plans; coordinated when it has a cycle and splits.</param>
    public ActuatedStrategy(Intersection intersection, TimingPlan plan)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        ArgumentNullException.ThrowIfNull(plan);
        _intersection = intersection;
        _plan = plan;
        _yielding = Array.FindAll(intersection.Movements, movement => movement.YieldsTo.Length > 0);
        _clearance = new YieldingTurnClearance(intersection);
        _phasePedestrians = new ulong[intersection.PhaseSlots.Length];
        foreach (PhaseSlot slot in intersection.PhaseSlots)
        {
            _ringCount = Math.Max(_ringCount, slot.Ring + 1);
            _barrierCount = Math.Max(_barrierCount, slot.Barrier + 1);
            _phasePedestrians[slot.Index] = slot.Groups & intersection.PedestrianGroups;
        }

        _phase = new int[_ringCount];
        _isChanging = new bool[_ringCount];
        _enteredMs = new long[_ringCount];
        _isTurnPhase = new bool[_ringCount];
        _pedestrians = new ulong[_ringCount];
        Array.Fill(_phase, NoPhase);
        if (plan.Definition.CycleMs > 0 && plan.SplitStages.Length > 0)
        {
            _window = new CoordinationWindow(intersection, plan);
            _coordinated = intersection.Stages[plan.SplitStages[0]].Groups;
        }
    }

    /// <inheritdoc/>
    public StrategyKind Kind => StrategyKind.Actuated;

    /// <inheritdoc/>
    public Decision Decide(IntersectionState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (_phase.Length == 0)
        {
            return new Decision(0, DecisionReason.None);
        }

        _clearance.Observe(state);
        LatchGapOuts(state);
        Adopt(state);
        bool hasChanged = !_hasStarted ? Start(state) : Proceed(state);
        ulong groups = 0;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            groups |= PhaseGroups(state, ring);
        }

        DecisionReason reason = hasChanged || IsAnyChanging() ? _endReason : StayReason(state);
        return new Decision(
            groups,
            reason,
            LikelyChangeMs: LikelyChangeMs(state),
            Omit: state.Demand.Omitted,
            NotBeforeMs: NotBeforeMs(state, groups));
    }

    private ulong VehiclesOf(int phase) =>
        phase == NoPhase ? 0 : _intersection.PhaseSlots[phase].Groups & _intersection.VehicleGroups;

    private bool IsAnyChanging()
    {
        foreach (bool isChanging in _isChanging)
        {
            if (isChanging)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A gap-out holds until the green ends for groups that need not gap out together with their partners.</summary>
    private void LatchGapOuts(IntersectionState state)
    {
        _latchedGapOut &= state.Signals.Frame.Green;
        for (ulong rest = state.Extensions.GappedOut & ~_latchedGapOut; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            bool needsPartner = _intersection.Groups[group].Definition.SimultaneousGapOut;
            _latchedGapOut |= !needsPartner && IsInitialServed(state, group) ? 1UL << group : 0;
        }
    }

    /// <summary>
    /// Follows what the signals show: a phase has arrived when one of its groups has right of way, and a phase that others put
    /// in place, such as a directive or the max-red guard, is taken over where it stands.
    /// </summary>
    private void Adopt(IntersectionState state)
    {
        ulong rightOfWay = state.Signals.Frame.RightOfWay;
        if (state.Signals.Frame.IsFlash)
        {
            _hasStarted = false;
            return;
        }

        for (int ring = 0; ring < _ringCount; ring++)
        {
            if (_phase[ring] != NoPhase && (Groups(_phase[ring]) & rightOfWay) != 0)
            {
                _isChanging[ring] = false;
                _hasStarted = true;
            }
        }

        int standing = StandingPhase(rightOfWay);
        if (standing == NoPhase || (_hasStarted && IsAnyPhaseShown(rightOfWay)) || (_hasStarted && IsAnyChanging()))
        {
            return;
        }

        _hasStarted = true;
        _barrier = _intersection.PhaseSlots[standing].Barrier;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            _phase[ring] = StandingPhase(rightOfWay, ring);
            _isChanging[ring] = false;
            _pedestrians[ring] = 0;
        }
    }

    private ulong Groups(int phase) => _intersection.PhaseSlots[phase].Groups;

    private bool IsAnyPhaseShown(ulong rightOfWay)
    {
        foreach (int phase in _phase)
        {
            if (phase != NoPhase && (Groups(phase) & rightOfWay) != 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The phase with most of its groups shown, of all rings.</summary>
    private int StandingPhase(ulong rightOfWay)
    {
        int best = NoPhase;
        int most = 0;
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            int shown = BitOperations.PopCount(slot.Groups & rightOfWay);
            best = shown > most ? slot.Index : best;
            most = Math.Max(most, shown);
        }

        return best;
    }

    /// <summary>The phase of one ring, within the barrier, with most of its groups shown.</summary>
    private int StandingPhase(ulong rightOfWay, int ring)
    {
        int best = NoPhase;
        int most = 0;
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            int shown = slot.Ring == ring && slot.Barrier == _barrier
                ? BitOperations.PopCount(slot.Groups & rightOfWay)
                : 0;
            best = shown > most ? slot.Index : best;
            most = Math.Max(most, shown);
        }

        return best;
    }

    /// <summary>Nothing has been green yet: begins with the first barrier section that has a call, else with the first.</summary>
    private bool Start(IntersectionState state)
    {
        _endReason = DecisionReason.StartUp;
        _barrier = 0;
        int barrier = IsAnyServiceable(state, 0) ? 0 : NextCalledBarrier(state);
        EnterBarrier(state, Math.Max(barrier, 0));
        for (int ring = 0; ring < _ringCount && barrier < 0; ring++)
        {
            if (_phase[ring] == NoPhase)
            {
                EnterPhase(state, ring, FirstPhase(ring, 0));
            }
        }

        _hasStarted = true;
        return true;
    }

    private int FirstPhase(int ring, int barrier)
    {
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            if (slot.Ring == ring && slot.Barrier == barrier)
            {
                return slot.Index;
            }
        }

        return NoPhase;
    }

    /// <summary>Moves each ring that is done to its next called phase, or all rings across the barrier. True when any moved.</summary>
    private bool Proceed(IntersectionState state)
    {
        int nextBarrier = NextCalledBarrier(state);
        bool canCross = true;
        bool hasChanged = false;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            int next = NextInBarrier(state, ring, wraps: nextBarrier < 0);
            bool isDone = IsDone(state, ring, next, out DecisionReason reason);
            if (next == NoPhase)
            {
                canCross &= isDone;
                _endReason = isDone && _phase[ring] != NoPhase && !hasChanged ? reason : _endReason;
                continue;
            }

            canCross = false;
            if (isDone)
            {
                _endReason = reason;
                EnterPhase(state, ring, next);
                hasChanged = true;
            }
        }

        if (canCross && nextBarrier >= 0)
        {
            EnterBarrier(state, nextBarrier);
            return true;
        }

        return hasChanged;
    }

    private void EnterBarrier(IntersectionState state, int barrier)
    {
        _barrier = barrier;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            int called = NoPhase;
            foreach (PhaseSlot slot in _intersection.PhaseSlots)
            {
                bool isHere = slot.Ring == ring && slot.Barrier == barrier;
                if (isHere && called == NoPhase && IsServiceable(state, slot.Index))
                {
                    called = slot.Index;
                }
            }

            EnterPhase(state, ring, called == NoPhase ? DualEntryPhase(state, ring, barrier) : called);
        }
    }

    /// <summary>The phase a ring without a call serves beside the others.</summary>
    private int DualEntryPhase(IntersectionState state, int ring, int barrier)
    {
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            for (ulong rest = slot.Ring == ring && slot.Barrier == barrier ? VehiclesOf(slot.Index) : 0;
                rest != 0;
                rest &= rest - 1)
            {
                SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
                if (group.Definition.DualEntry && (state.Demand.Omitted & group.Mask) == 0)
                {
                    return slot.Index;
                }
            }
        }

        return NoPhase;
    }

    private void EnterPhase(IntersectionState state, int ring, int phase)
    {
        // A group that stays green from one phase to the next is timed anew.
        _enteredMs[ring] = state.NowMs;
        _latchedGapOut &= ~VehiclesOf(phase);
        _isTurnPhase[ring] = phase != NoPhase && (VehiclesOf(phase) & ~state.Signals.Frame.Green) == 0;
        _phase[ring] = phase;
        _pedestrians[ring] = 0;
        _isChanging[ring] = phase != NoPhase;
    }

    /// <summary>The next barrier section with a serviceable call, in sequence after the present one; -1 when there is none.</summary>
    private int NextCalledBarrier(IntersectionState state)
    {
        for (int ahead = 1; ahead < _barrierCount; ahead++)
        {
            int barrier = (_barrier + ahead) % _barrierCount;
            if (IsAnyServiceable(state, barrier))
            {
                return barrier;
            }
        }

        return -1;
    }

    private bool IsAnyServiceable(IntersectionState state, int barrier)
    {
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            if (slot.Barrier == barrier && IsServiceable(state, slot.Index))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The ring's next called phase in this barrier section; the sequence wraps only when no other section has a call, or when
    /// the intersection has only this one.
    /// </summary>
    private int NextInBarrier(IntersectionState state, int ring, bool wraps)
    {
        int first = NoPhase;
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            if (slot.Ring != ring || slot.Barrier != _barrier || slot.Index == _phase[ring]
                || !IsServiceable(state, slot.Index))
            {
                continue;
            }

            if (slot.Index > _phase[ring])
            {
                return slot.Index;
            }

            first = first == NoPhase ? slot.Index : first;
        }

        return wraps ? first : NoPhase;
    }

    /// <summary>True when a phase is called and, in coordination, still has time for its minimum before its force-off.</summary>
    private bool IsServiceable(IntersectionState state, int phase)
    {
        ulong groups = Groups(phase) & ~state.Demand.Omitted;
        ulong calls = (state.Demand.Calls | TurnCalls(state, phase)) & groups;
        if (_window is not null)
        {
            ulong coordinated = VehiclesOf(phase) & _coordinated & ~state.Signals.Frame.Green & ~state.Demand.Omitted;
            calls |= _window.IsCoordinated(phase) ? coordinated : 0;
            return calls != 0 && _window.Fits(phase, state.NowMs);
        }

        return calls != 0;
    }

    /// <summary>
    /// Green groups of a phase that ask for it although they have right of way: a vehicle waits at the line to turn and gives
    /// way to traffic that the phase would stop. Without it a protected turn that follows its permissive phase never comes.
    /// </summary>
    private ulong TurnCalls(IntersectionState state, int phase)
    {
        ulong shown = VehiclesOf(phase) & state.Signals.Frame.Green;
        ulong calls = 0;
        for (int i = 0; i < _yielding.Length && shown != 0; i++)
        {
            Movement turn = _yielding[i];
            ulong mask = 1UL << turn.Group;
            if ((shown & ~calls & mask) == 0 || !IsWaiting(state, turn.FromLane))
            {
                continue;
            }

            ulong foes = 0;
            foreach (int other in turn.YieldsTo)
            {
                foes |= 1UL << _intersection.Movements[other].Group;
            }

            bool isOpposed = (foes & state.Signals.Frame.Green) != 0;
            calls |= isOpposed && (foes & Groups(phase)) == 0 ? mask : 0;
        }

        return calls;
    }

    private static bool IsWaiting(IntersectionState state, int lane) =>
        state.Queues.IsStopBarOccupied(lane) && state.NowMs - state.Queues.LastCrossingMs(lane) >= TurnWaitsMs;

    /// <summary>
    /// True when nobody makes use of a protected turn that followed its permissive phase: on a shared lane the vehicle at the
    /// line may be one for the movement that has just ended, and its presence would hold the turn for nothing.
    /// </summary>
    private bool IsTurnSpent(IntersectionState state, int ring)
    {
        ulong groups = _isTurnPhase[ring] ? VehiclesOf(_phase[ring]) : 0;
        bool isSpent = groups != 0;
        for (int i = 0; i < _yielding.Length && isSpent; i++)
        {
            Movement turn = _yielding[i];
            isSpent = (groups & (1UL << turn.Group)) == 0 || IsSpent(state, turn);
        }

        return isSpent;
    }

    private bool IsSpent(IntersectionState state, Movement turn)
    {
        long freeSinceMs = state.Queues.LastCrossingMs(turn.FromLane);
        foreach (int other in turn.YieldsTo)
        {
            int foe = _intersection.Movements[other].Group;
            freeSinceMs = Math.Max(freeSinceMs, state.Signals.SinceMs(foe));
        }

        bool isOccupied = state.Queues.IsStopBarOccupied(turn.FromLane);
        int unusedMs = isOccupied ? TurnBlockedMs : _intersection.Groups[turn.Group].Definition.PassageMs;
        return state.Queues.CountsCrossings(turn.FromLane) && state.NowMs - freeSinceMs >= unusedMs;
    }

    private static bool IsInitialServed(IntersectionState state, int group) =>
        state.NowMs >= state.Signals.RightOfWayStartMs(group) + state.Extensions.RequiredInitialMs(group);

    /// <summary>Event time at which a group's green reaches its maximum in the ring's phase, the largest value while unopposed.</summary>
    private long MaxOutMs(IntersectionState state, int ring, int group)
    {
        int maxGreenSet = _plan.Definition.MaxGreenSet;
        long maxOutMs = state.Extensions.MaxOutMs(group, maxGreenSet);
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        int maxGreenMs = maxGreenSet == 2 ? timing.MaxGreen2Ms : timing.MaxGreenMs;
        return Math.Max(maxOutMs, _enteredMs[ring] + maxGreenMs);
    }

    /// <summary>True when the maximum of any of the groups has run out: the phase has one maximum.</summary>
    private bool IsMaxedOut(IntersectionState state, int ring, ulong groups)
    {
        for (ulong rest = groups; rest != 0; rest &= rest - 1)
        {
            if (state.NowMs >= MaxOutMs(state, ring, BitOperations.TrailingZeroCount(rest)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a ring may leave its phase for the next, with the reason.</summary>
    private bool IsDone(IntersectionState state, int ring, int next, out DecisionReason reason)
    {
        reason = DecisionReason.GapOut;
        int phase = _phase[ring];
        if (phase == NoPhase)
        {
            return true;
        }

        if (_isChanging[ring] || !IsMinimumServed(state, ring))
        {
            return false;
        }

        if (_window is not null && _window.IsCoordinated(phase))
        {
            reason = DecisionReason.ForceOff;
            return !_window.IsHeld(state.NowMs);
        }

        if (_window is not null && _window.IsForcedOff(phase, state.NowMs))
        {
            reason = DecisionReason.ForceOff;
            return true;
        }

        // What stays green in the next phase has no reason to hold this one.
        ulong ending = VehiclesOf(phase) & state.Signals.Frame.Green & ~VehiclesOf(next);
        ulong gapped = state.Extensions.GappedOut | _latchedGapOut;
        reason = (ending & ~gapped) == 0 ? DecisionReason.GapOut : DecisionReason.MaxOut;
        return (ending & ~gapped) == 0
            || (_window is null && (IsMaxedOut(state, ring, ending) || IsTurnSpent(state, ring)));
    }

    /// <summary>True when every group of the phase has had its initial green, and its pedestrians have cleared.</summary>
    private bool IsMinimumServed(IntersectionState state, int ring)
    {
        ulong vehicles = VehiclesOf(_phase[ring]) & ~state.Demand.Omitted;
        for (ulong rest = vehicles; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            if (state.Signals.Display(group) != GroupDisplay.Green || !IsInitialServed(state, group)
                || state.NowMs < _enteredMs[ring] + _intersection.Groups[group].Definition.MinGreenMs)
            {
                return false;
            }
        }

        ulong shown = state.Signals.Frame.Walk | state.Signals.Frame.PedClearance;
        for (ulong rest = _phasePedestrians[_phase[ring]] & shown; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            int clearanceMs = _intersection.Groups[group].Definition.PedClearanceMs;
            if (state.Signals.Display(group) == GroupDisplay.Walk
                || state.NowMs < state.Signals.SinceMs(group) + clearanceMs)
            {
                return false;
            }
        }

        return (_pedestrians[ring] & ~shown) == 0;
    }

    /// <summary>
    /// The groups a ring asks for. A pedestrian group starts with its phase, or later while nobody else calls, and in
    /// coordination only when its walk and clearance fit before the force-off.
    /// </summary>
    private ulong PhaseGroups(IntersectionState state, int ring)
    {
        int phase = _phase[ring];
        if (phase == NoPhase)
        {
            return 0;
        }

        ulong walk = state.Signals.Frame.Walk & _phasePedestrians[phase];
        ulong called = state.Demand.PedestrianCalls & _phasePedestrians[phase] & ~state.Demand.Omitted;
        bool isOpposed = IsOpposed(state, ring);
        bool isStarting = _isChanging[ring] || (VehiclesOf(phase) & state.Signals.Frame.Green) == 0;
        _pedestrians[ring] &= called & ~walk;

        // A recall walks once with each green; only a person who asks starts a walk while the signal rests.
        ulong mayStart = isStarting ? called : isOpposed ? 0 : called & state.Demand.RememberedCalls;
        _pedestrians[ring] |= mayStart & ~walk;

        bool isEnding = _window is not null && _window.IsForcedOff(phase, state.NowMs);
        for (ulong rest = _pedestrians[ring] | walk; _window is not null && rest != 0; rest &= rest - 1)
        {
            SignalGroup group = _intersection.Groups[BitOperations.TrailingZeroCount(rest)];
            long neededMs = group.Definition.PedClearanceMs + ((walk & group.Mask) != 0 ? 0 : group.Definition.MinGreenMs);
            isEnding |= (walk & group.Mask) != 0 && _window.LeftMs(phase, state.NowMs) <= neededMs;
            _pedestrians[ring] &= _window.LeftMs(phase, state.NowMs) >= neededMs ? ulong.MaxValue : ~group.Mask;
        }

        ulong resting = isOpposed || isEnding ? 0 : walk;
        return VehiclesOf(phase) | _pedestrians[ring] | resting;
    }

    /// <summary>True when a phase that cannot be served beside the ring's own is called.</summary>
    private bool IsOpposed(IntersectionState state, int ring)
    {
        foreach (PhaseSlot slot in _intersection.PhaseSlots)
        {
            bool isBeside = slot.Barrier == _barrier && slot.Ring != ring;
            if (!isBeside && slot.Index != _phase[ring] && IsServiceable(state, slot.Index))
            {
                return true;
            }
        }

        return false;
    }

    private DecisionReason StayReason(IntersectionState state)
    {
        bool isOpposed = false;
        bool isServed = true;
        bool isHeld = false;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            isOpposed |= IsOpposed(state, ring);
            isServed &= _phase[ring] == NoPhase || IsMinimumServed(state, ring);
            isHeld |= _phase[ring] != NoPhase && _window is not null
                && _window.IsCoordinated(_phase[ring]) && _window.IsHeld(state.NowMs);
        }

        return !isServed ? DecisionReason.MinGreen
            : isHeld ? DecisionReason.Hold
            : isOpposed ? DecisionReason.Extension
            : DecisionReason.RestInGreen;
    }

    /// <summary>In coordination a late start must leave every phase its minimum before its force-off, or the cycle would slip.</summary>
    private long NotBeforeMs(IntersectionState state, ulong groups)
    {
        long notBeforeMs = _clearance.NotBeforeMs(state, groups);
        for (int ring = 0; ring < _ringCount && _window is not null && notBeforeMs > 0; ring++)
        {
            ulong starting = VehiclesOf(_phase[ring]) & ~state.Signals.Frame.Green;
            for (; starting != 0; starting &= starting - 1)
            {
                int group = BitOperations.TrailingZeroCount(starting);
                long endMs = state.NowMs + _window.LeftMs(_phase[ring], state.NowMs);
                bool fits = notBeforeMs + _intersection.Groups[group].Definition.MinGreenMs <= endMs;
                notBeforeMs = fits ? notBeforeMs : 0;
            }
        }

        return notBeforeMs;
    }

    /// <summary>When the last ring is expected to leave its phase; 0 when nobody opposes it.</summary>
    private long LikelyChangeMs(IntersectionState state)
    {
        long changeMs = 0;
        bool isOpposed = false;
        for (int ring = 0; ring < _ringCount; ring++)
        {
            isOpposed |= IsOpposed(state, ring);
            for (ulong rest = VehiclesOf(_phase[ring]) & state.Signals.Frame.Green; rest != 0; rest &= rest - 1)
            {
                int group = BitOperations.TrailingZeroCount(rest);
                long endMs = _window is null
                    ? Math.Min(
                        state.Extensions.GapOutMs(group),
                        MaxOutMs(state, ring, group))
                    : state.NowMs + _window.LeftMs(_phase[ring], state.NowMs);
                endMs = Math.Max(
                    endMs, state.Signals.RightOfWayStartMs(group) + state.Extensions.RequiredInitialMs(group));
                changeMs = Math.Max(changeMs, Math.Max(endMs, state.NowMs));
            }
        }

        return isOpposed ? changeMs : 0;
    }
}
