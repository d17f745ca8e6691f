using System.Numerics;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Estimation;

/// <summary>
/// Passage, gap reduction, added initial and maximum timers of the vehicle groups (NTCIP 1202 phase timing; FHWA Signal
/// Timing Manual, 2nd ed., section 6.1). All times are event times of the transitions, so how transitions are batched
/// into ticks changes nothing.
/// </summary>
public sealed class ExtensionTimers
{
    private const long None = long.MinValue;

    // Slower is standing or about to stop: when it arrives is a matter of the queue, not of its speed.
    private const float LeastSpeedMps = 1;

    private readonly Intersection _intersection;
    private readonly long[] _greenStartMs;
    private readonly long[] _presenceEndMs;
    private readonly long[] _countedMs;
    private readonly long[] _arrivalMs;
    private readonly long[] _opposedSinceMs;
    private readonly int[] _waitingActuations;
    private readonly int[] _requiredInitialMs;
    private readonly ulong[] _opposing;
    private readonly ulong[] _countsFor;

    // Of each detector that shows presence, side by side, because all are asked at each tick.
    private readonly ulong[] _extends;
    private readonly int[] _extendMs;
    private readonly bool[] _isOn;
    private readonly ulong _maxRecalls;

    /// <summary>Creates timers at rest.</summary>
    /// <param name="intersection">The intersection.</param>
    public ExtensionTimers(Intersection intersection)
    {
        ArgumentNullException.ThrowIfNull(intersection);
        _intersection = intersection;
        int count = intersection.Groups.Length;
        _greenStartMs = new long[count];
        _presenceEndMs = new long[count];
        _countedMs = new long[count];
        _arrivalMs = new long[count];
        _opposedSinceMs = new long[count];
        _waitingActuations = new int[count];
        _requiredInitialMs = new int[count];
        _opposing = new ulong[count];
        _countsFor = new ulong[intersection.Detectors.Length];
        _extends = Array.ConvertAll(
            intersection.Detectors, detector => detector.Definition.Kind == DetectorKind.PushButton ? 0 : detector.Calls);
        _extendMs = Array.ConvertAll(intersection.Detectors, detector => detector.Definition.ExtendMs);
        _isOn = new bool[intersection.Detectors.Length];
        Array.Fill(_presenceEndMs, None);
        Array.Fill(_countedMs, None);
        Array.Fill(_arrivalMs, None);
        Array.Fill(_opposedSinceMs, None);
        foreach (SignalGroup group in intersection.Groups)
        {
            _maxRecalls |= group.Definition.Recall == RecallMode.Maximum ? group.Mask : 0;
            _opposing[group.Index] = OpposingOf(group);
            _requiredInitialMs[group.Index] = group.Definition.MinGreenMs;
        }

        foreach (Lane lane in intersection.Lanes)
        {
            ChooseCountingDetectors(lane);
        }
    }

    /// <summary>Event time of the last update, Unix milliseconds.</summary>
    public long UpdatedMs { get; private set; }

    /// <summary>
    /// Green groups whose detectors have seen no vehicle for their gap, or that have no detector. Not latched.
    /// </summary>
    public ulong GappedOut { get; private set; }

    /// <summary>Green groups whose max green 1 has run out.</summary>
    public ulong MaxedOut { get; private set; }

    /// <summary>Green groups whose max green 2 has run out.</summary>
    public ulong MaxedOut2 { get; private set; }

    /// <summary>Groups that were green at the last update and whose gap had not run out.</summary>
    internal ulong Extending { get; private set; }

    /// <summary>
    /// Groups whose demand starts a group's maximum: those in conflict, and those that no stage serves together with it.
    /// </summary>
    internal ulong Opposing(int group) => _opposing[group];

    /// <summary>
    /// Initial green that a group must serve before it may gap out, milliseconds: its minimum green, or more by the
    /// vehicles counted while it was not green.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public int RequiredInitialMs(int group) => _requiredInitialMs[group];

    /// <summary>
    /// Gap that ends a group's green at present, milliseconds: its passage time, or less by gap reduction.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    public int GapMs(int group)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        if (timing.VolumeDensity is not { } density || _opposedSinceMs[group] == None)
        {
            return timing.PassageMs;
        }

        long reducedForMs = UpdatedMs - _opposedSinceMs[group] - density.TimeBeforeReductionMs;
        if (reducedForMs <= 0)
        {
            return timing.PassageMs;
        }

        int rangeMs = timing.PassageMs - density.MinGapMs;
        return reducedForMs >= density.TimeToReduceMs
            ? density.MinGapMs
            : timing.PassageMs - (int)(rangeMs * reducedForMs / density.TimeToReduceMs);
    }

    /// <summary>Event time at which a green group gaps out if no more vehicle comes, Unix milliseconds.</summary>
    /// <param name="group">Index of the group.</param>
    public long GapOutMs(int group) => Math.Max(
        _arrivalMs[group],
        _presenceEndMs[group] == None ? _greenStartMs[group] : _presenceEndMs[group] + GapMs(group));

    /// <summary>
    /// Event time at which a green group reaches its maximum, Unix milliseconds; the largest value while nobody opposes
    /// it.
    /// </summary>
    /// <param name="group">Index of the group.</param>
    /// <param name="maxGreenSet">1 or 2.</param>
    public long MaxOutMs(int group, int maxGreenSet)
    {
        SignalGroupDefinition timing = _intersection.Groups[group].Definition;
        return _opposedSinceMs[group] == None
            ? long.MaxValue
            : _opposedSinceMs[group] + (maxGreenSet == 2 ? timing.MaxGreen2Ms : timing.MaxGreenMs);
    }

    /// <summary>Updates the timers after signals, detectors and demand have taken in the tick.</summary>
    /// <param name="state">The state that owns these timers.</param>
    /// <param name="tick">The tick.</param>
    public void Update(IntersectionState state, ControllerTick tick)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(tick);
        UpdatedMs = tick.TimeMs;
        StartGreens(state);
        CountActuations(tick, state.Signals.Frame.Green);
        MeasurePresence(state, tick);
        PredictArrivals(tick);

        GappedOut = 0;
        MaxedOut = 0;
        MaxedOut2 = 0;
        ulong green = state.Signals.Frame.Green;
        for (ulong rest = green; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            MeasureOpposition(state, group);
            bool hasMaxRecall = (_maxRecalls >> group & 1) != 0;
            GappedOut |= !hasMaxRecall && UpdatedMs >= GapOutMs(group) ? 1UL << group : 0;
            MaxedOut |= UpdatedMs >= MaxOutMs(group, 1) ? 1UL << group : 0;
            MaxedOut2 |= UpdatedMs >= MaxOutMs(group, 2) ? 1UL << group : 0;
        }

        Extending = green & ~GappedOut & ~_maxRecalls;
    }

    /// <summary>
    /// Groups whose call starts a group's maximum timer: those in conflict, and those that no stage serves together
    /// with it, because they too can only be served when it ends.
    /// </summary>
    private ulong OpposingOf(SignalGroup group)
    {
        ulong together = group.Mask;
        foreach (Stage stage in _intersection.Stages)
        {
            together |= (stage.Groups & group.Mask) != 0 ? stage.Groups : 0;
        }

        return group.Conflicts | (_intersection.AllGroups & ~together);
    }

    /// <summary>
    /// Added initial counts each vehicle once: at the detector of its lane that is farthest from the stop line.
    /// </summary>
    private void ChooseCountingDetectors(Lane lane)
    {
        ulong taken = 0;
        for (int i = lane.Detectors.Length - 1; i >= 0; i--)
        {
            Detector detector = _intersection.Detectors[lane.Detectors[i]];
            if (detector.Definition.Kind == DetectorKind.Presence)
            {
                _countsFor[detector.Index] = detector.Calls & _intersection.VehicleGroups & ~taken;
                taken |= detector.Calls;
            }
        }
    }

    private void StartGreens(IntersectionState state)
    {
        for (ulong rest = state.Signals.Started & _intersection.VehicleGroups; rest != 0; rest &= rest - 1)
        {
            int group = BitOperations.TrailingZeroCount(rest);
            SignalGroupDefinition timing = _intersection.Groups[group].Definition;
            _greenStartMs[group] = state.Signals.RightOfWayStartMs(group);
            _opposedSinceMs[group] = None;
            long initialMs = timing.VolumeDensity is { } density
                ? Math.Min(density.MaxInitialMs, (long)density.AddedInitialMs * _waitingActuations[group])
                : 0;
            _requiredInitialMs[group] = (int)Math.Max(timing.MinGreenMs, initialMs);
            _waitingActuations[group] = 0;
        }
    }

    private void CountActuations(ControllerTick tick, ulong green)
    {
        foreach (ref readonly DetectorTransition transition in tick.Transitions)
        {
            bool isNew = transition.IsOn && !_isOn[transition.Detector];
            _isOn[transition.Detector] = transition.IsOn;
            for (ulong rest = isNew ? _countsFor[transition.Detector] & ~green : 0; rest != 0; rest &= rest - 1)
            {
                int group = BitOperations.TrailingZeroCount(rest);
                _waitingActuations[group] = Math.Min(_waitingActuations[group] + 1, ushort.MaxValue);
            }
        }
    }

    private void MeasurePresence(IntersectionState state, ControllerTick tick)
    {
        foreach (ref readonly DetectorCount count in tick.Counts)
        {
            ulong counted = count.Count > 0 ? _intersection.Detectors[count.Detector].Calls : 0;
            for (ulong rest = counted; rest != 0; rest &= rest - 1)
            {
                _countedMs[BitOperations.TrailingZeroCount(rest)] = tick.TimeMs;
            }
        }

        _countedMs.CopyTo(_presenceEndMs, 0);
        for (int detector = 0; detector < _extends.Length; detector++)
        {
            bool isPresent = state.Detectors.IsOn(detector) || state.Detectors.IsUncertain(detector);
            bool wasPresent = state.Detectors.Actuations(detector) > 0;
            long endMs = isPresent ? tick.TimeMs
                : wasPresent ? state.Detectors.LastOffMs(detector) + _extendMs[detector]
                : None;
            for (ulong rest = _extends[detector]; rest != 0; rest &= rest - 1)
            {
                int group = BitOperations.TrailingZeroCount(rest);
                _presenceEndMs[group] = Math.Max(_presenceEndMs[group], endMs);
            }
        }
    }

    /// <summary>
    /// A tracked object that reaches the stop line within the passage time extends the green until then, as it would by
    /// passing a loop that far away.
    /// </summary>
    private void PredictArrivals(ControllerTick tick)
    {
        foreach (ref readonly TrackObservation observation in tick.Tracks)
        {
            bool isComing = observation.DistanceM > 0 && observation.SpeedMps >= LeastSpeedMps;
            Detector detector = _intersection.Detectors[observation.Detector];
            for (ulong rest = isComing ? detector.Calls : 0; rest != 0; rest &= rest - 1)
            {
                int group = BitOperations.TrailingZeroCount(rest);
                double travelMs = 1_000.0 * observation.DistanceM / observation.SpeedMps;
                if (travelMs <= _intersection.Groups[group].Definition.PassageMs)
                {
                    long arrivalMs = TrackZones.EventMs(observation, tick.TimeMs) + (long)travelMs;
                    _arrivalMs[group] = Math.Max(_arrivalMs[group], arrivalMs);
                }
            }
        }
    }

    /// <summary>
    /// Since when a green has been opposed: by the first call of another, or from its start by its own max recall.
    /// </summary>
    private void MeasureOpposition(IntersectionState state, int group)
    {
        ulong opposing = _opposing[group] & state.Demand.Calls & ~state.Demand.Omitted;
        if (opposing == 0)
        {
            // The maximum starts anew when the opposing vehicle has left without a green.
            _opposedSinceMs[group] = None;
            return;
        }

        long sinceMs = long.MaxValue;
        for (; opposing != 0; opposing &= opposing - 1)
        {
            sinceMs = Math.Min(sinceMs, state.Demand.CallSinceMs(BitOperations.TrailingZeroCount(opposing)));
        }

        bool hasMaxRecall = (_maxRecalls >> group & 1) != 0;
        _opposedSinceMs[group] = hasMaxRecall ? _greenStartMs[group] : Math.Max(_greenStartMs[group], sinceMs);
    }
}
