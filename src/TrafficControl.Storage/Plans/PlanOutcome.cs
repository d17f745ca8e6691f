namespace TrafficControl.Storage.Plans;

/// <summary>What became of a change.</summary>
public enum PlanOutcome
{
    /// <summary>It is on the disk, with its line in the audit.</summary>
    Done,

    /// <summary>Refused: there is a plan of that name already.</summary>
    Exists,

    /// <summary>Refused: there is no such plan.</summary>
    NoPlan,

    /// <summary>Refused: the plan has no such version.</summary>
    NoVersion,

    /// <summary>Refused: the etag is not that of the current version.</summary>
    Stale,

    /// <summary>Refused: the intersection runs the plan.</summary>
    InUse,

    /// <summary>Refused: the intersection has as many plans as it may have.</summary>
    TooMany,

    /// <summary>Refused: the request's identifier was used for another change.</summary>
    RequestReused,
}
