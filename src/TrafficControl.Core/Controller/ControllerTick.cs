namespace TrafficControl.Core.Controller;

/// <summary>
/// One message from a controller in the form the engine works on: its time, its signals, what its detectors saw since
/// the last tick. A buffer that is filled again for every tick: allocated once, used by one thread.
/// </summary>
public sealed class ControllerTick
{
    /// <summary>Most detector transitions in one tick.</summary>
    public const int MaxTransitions = 4096;

    /// <summary>Most class counts in one tick.</summary>
    public const int MaxCounts = 2048;

    /// <summary>Most track observations in one tick.</summary>
    public const int MaxTracks = 2048;

    /// <summary>Most priority calls in one tick.</summary>
    public const int MaxPriorityCalls = 16;

    private readonly DetectorTransition[] _transitions = new DetectorTransition[MaxTransitions];
    private readonly DetectorCount[] _counts = new DetectorCount[MaxCounts];
    private readonly TrackObservation[] _tracks = new TrackObservation[MaxTracks];
    private readonly PriorityCall[] _priorityCalls = new PriorityCall[MaxPriorityCalls];
    private int _transitionCount;
    private int _countCount;
    private int _trackCount;
    private int _priorityCallCount;

    /// <summary>Sequence number, one more with each tick of a session.</summary>
    public long Sequence { get; set; }

    /// <summary>Event time, Unix milliseconds of the controller's clock.</summary>
    public long TimeMs { get; set; }

    /// <summary>
    /// What the signal groups have shown up to this tick; its time says since when, and is not after the tick's.
    /// </summary>
    public SignalFrame Signals { get; set; }

    /// <summary>Pedestrian groups called by a button since the last tick.</summary>
    public ulong PedestrianCalls { get; set; }

    /// <summary>What the controller obeys.</summary>
    public LocalMode Mode { get; set; }

    /// <summary>Fault bits of the controller; 0 when it is sound.</summary>
    public uint Faults { get; set; }

    /// <summary>Detector transitions since the last tick, in order of time.</summary>
    public ReadOnlySpan<DetectorTransition> Transitions => _transitions.AsSpan(0, _transitionCount);

    /// <summary>Class counts of intervals that ended with this tick.</summary>
    public ReadOnlySpan<DetectorCount> Counts => _counts.AsSpan(0, _countCount);

    /// <summary>What tracks detectors saw since the last tick, in order of time for each object.</summary>
    public ReadOnlySpan<TrackObservation> Tracks => _tracks.AsSpan(0, _trackCount);

    /// <summary>Vehicles that ask for priority.</summary>
    public ReadOnlySpan<PriorityCall> PriorityCalls => _priorityCalls.AsSpan(0, _priorityCallCount);

    /// <summary>Empties the buffer for the next tick.</summary>
    public void Clear()
    {
        Sequence = 0;
        TimeMs = 0;
        Signals = default;
        PedestrianCalls = 0;
        Mode = LocalMode.Following;
        Faults = 0;
        _transitionCount = 0;
        _countCount = 0;
        _trackCount = 0;
        _priorityCallCount = 0;
    }

    /// <summary>Adds a transition. False when the tick is full and the transition is lost.</summary>
    /// <param name="transition">The transition, not earlier than the last one added.</param>
    public bool TryAdd(in DetectorTransition transition)
    {
        if (_transitionCount == MaxTransitions)
        {
            return false;
        }

        _transitions[_transitionCount++] = transition;
        return true;
    }

    /// <summary>Adds a class count. False when the tick is full and the count is lost.</summary>
    /// <param name="count">The count.</param>
    public bool TryAdd(in DetectorCount count)
    {
        if (_countCount == MaxCounts)
        {
            return false;
        }

        _counts[_countCount++] = count;
        return true;
    }

    /// <summary>Adds a track observation. False when the tick is full and the observation is lost.</summary>
    /// <param name="observation">The observation, not earlier than the last one of the same object.</param>
    public bool TryAdd(in TrackObservation observation)
    {
        if (_trackCount == MaxTracks)
        {
            return false;
        }

        _tracks[_trackCount++] = observation;
        return true;
    }

    /// <summary>Adds a priority call. False when the tick is full and the call is lost.</summary>
    /// <param name="call">The call.</param>
    public bool TryAdd(in PriorityCall call)
    {
        if (_priorityCallCount == MaxPriorityCalls)
        {
            return false;
        }

        _priorityCalls[_priorityCallCount++] = call;
        return true;
    }
}
