namespace TrafficControl.Core.Controller;

/// <summary>
/// The engine's answer to a tick: what should be green next, and until when that advice holds. A buffer that is filled
/// again for every answer: allocated once, used by one thread.
/// </summary>
public sealed class Directive
{
    private readonly GroupForecast[] _forecasts;

    /// <summary>Creates a buffer.</summary>
    /// <param name="groupCount">Number of signal groups, 1 to 64.</param>
    public Directive(int groupCount)
    {
        _forecasts = new GroupForecast[groupCount];
    }

    /// <summary>Sequence of the tick it answers.</summary>
    public long TickSequence { get; set; }

    /// <summary>Its own sequence number, one more with each directive of an intersection.</summary>
    public long Sequence { get; set; }

    /// <summary>Event time after which the controller falls back to its local plan, Unix milliseconds.</summary>
    public long ValidUntilMs { get; set; }

    /// <summary>What is asked as a whole.</summary>
    public DirectiveMode Mode { get; set; }

    /// <summary>
    /// Groups that should have right of way as soon as it is legal. Groups with right of way that are not in it should
    /// end.
    /// </summary>
    public ulong NextGroups { get; set; }

    /// <summary>
    /// Event time before which no group of <see cref="NextGroups"/> may start, Unix milliseconds; 0: at once.
    /// </summary>
    public long NotBeforeMs { get; set; }

    /// <summary>Groups whose green may not end (phase hold).</summary>
    public ulong Hold { get; set; }

    /// <summary>Groups whose green should end after its minimum, whatever extends it (phase force-off).</summary>
    public ulong ForceOff { get; set; }

    /// <summary>Groups that may not start (phase omit).</summary>
    public ulong Omit { get; set; }

    /// <summary>Groups with a vehicle call placed from outside.</summary>
    public ulong VehicleCalls { get; set; }

    /// <summary>Pedestrian groups with a call placed from outside.</summary>
    public ulong PedestrianCalls { get; set; }

    /// <summary>Why.</summary>
    public DecisionReason Reason { get; set; }

    /// <summary>Predicted costs behind the decision; they stay in the engine and its snapshots.</summary>
    public DecisionCosts Costs { get; set; }

    /// <summary>One forecast per group, by index.</summary>
    public Span<GroupForecast> Forecasts => _forecasts;

    /// <summary>Empties the buffer.</summary>
    public void Clear()
    {
        TickSequence = 0;
        Sequence = 0;
        ValidUntilMs = 0;
        Mode = DirectiveMode.Groups;
        NextGroups = 0;
        NotBeforeMs = 0;
        Hold = 0;
        ForceOff = 0;
        Omit = 0;
        VehicleCalls = 0;
        PedestrianCalls = 0;
        Reason = DecisionReason.None;
        Costs = default;
        Array.Clear(_forecasts);
    }

    /// <summary>Takes over everything of another directive for the same intersection.</summary>
    /// <param name="other">The directive to copy.</param>
    public void CopyFrom(Directive other)
    {
        ArgumentNullException.ThrowIfNull(other);
        TickSequence = other.TickSequence;
        Sequence = other.Sequence;
        ValidUntilMs = other.ValidUntilMs;
        Mode = other.Mode;
        NextGroups = other.NextGroups;
        NotBeforeMs = other.NotBeforeMs;
        Hold = other.Hold;
        ForceOff = other.ForceOff;
        Omit = other.Omit;
        VehicleCalls = other.VehicleCalls;
        PedestrianCalls = other.PedestrianCalls;
        Reason = other.Reason;
        Costs = other.Costs;
        other._forecasts.CopyTo(_forecasts, 0);
    }
}
