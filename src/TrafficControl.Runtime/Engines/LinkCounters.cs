namespace TrafficControl.Runtime.Engines;

/// <summary>
/// What happened on the link of one intersection since the engine started. Written by the thread that owns the counter,
/// read by any: a reader may be one event behind.
/// </summary>
public sealed class LinkCounters
{
    private long _ticks;
    private long _missingTicks;
    private long _duplicateTicks;
    private long _lateTicks;
    private long _directives;
    private long _sessions;
    private long _replacedSessions;
    private long _clockSteps;
    private long _droppedEvents;
    private long _droppedMail;
    private long _offlinePeriods;
    private long _brokenPromises;

    /// <summary>Ticks taken in.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Ticks missing in the sequence.</summary>
    public long MissingTicks => Volatile.Read(ref _missingTicks);

    /// <summary>Ticks ignored because their sequence number had been seen.</summary>
    public long DuplicateTicks => Volatile.Read(ref _duplicateTicks);

    /// <summary>Ticks ignored because their time lay before the last one's.</summary>
    public long LateTicks => Volatile.Read(ref _lateTicks);

    /// <summary>Directives sent.</summary>
    public long Directives => Volatile.Read(ref _directives);

    /// <summary>Sessions opened.</summary>
    public long Sessions => Volatile.Read(ref _sessions);

    /// <summary>Sessions replaced by a newer one.</summary>
    public long ReplacedSessions => Volatile.Read(ref _replacedSessions);

    /// <summary>Sessions ended because the clock stepped.</summary>
    public long ClockSteps => Volatile.Read(ref _clockSteps);

    /// <summary>Transitions, counts and priority calls that did not fit into their tick.</summary>
    public long DroppedEvents => Volatile.Read(ref _droppedEvents);

    /// <summary>Commands and neighbour reports that did not fit into a mailbox.</summary>
    public long DroppedMail => Volatile.Read(ref _droppedMail);

    /// <summary>Times the controller was marked offline.</summary>
    public long OfflinePeriods => Volatile.Read(ref _offlinePeriods);

    /// <summary>Ends of green or red that did not come as committed: safety, the longest red or a person came before.</summary>
    public long BrokenPromises => Volatile.Read(ref _brokenPromises);

    /// <summary>Counts a directive that was sent.</summary>
    public void CountDirective() => Interlocked.Increment(ref _directives);

    /// <summary>Counts events that did not fit.</summary>
    /// <param name="count">How many.</param>
    public void CountDroppedEvents(int count) => Interlocked.Add(ref _droppedEvents, count);

    /// <summary>Counts a session that a newer one replaced.</summary>
    public void CountReplacedSession() => Interlocked.Increment(ref _replacedSessions);

    /// <summary>Counts the moment a silent controller is marked offline.</summary>
    public void CountOfflinePeriod() => Interlocked.Increment(ref _offlinePeriods);

    internal void CountBrokenPromise() => Interlocked.Increment(ref _brokenPromises);

    internal void CountTick() => Interlocked.Increment(ref _ticks);

    internal void CountMissingTicks(long count) => Interlocked.Add(ref _missingTicks, count);

    internal void CountDuplicateTick() => Interlocked.Increment(ref _duplicateTicks);

    internal void CountLateTick() => Interlocked.Increment(ref _lateTicks);

    internal void CountSession() => Interlocked.Increment(ref _sessions);

    internal void CountClockStep() => Interlocked.Increment(ref _clockSteps);

    internal void CountDroppedMail() => Interlocked.Increment(ref _droppedMail);
}
