namespace TrafficControl.Core.Safety;

/// <summary>The rules the safety monitor holds. Sources: SAFETY.md.</summary>
public enum SafetyRule
{
    /// <summary>No rule is broken.</summary>
    None,

    /// <summary>Two conflicting groups have, or still give up, right of way together.</summary>
    ConflictingGreens,

    /// <summary>A group starts before the intergreen from a conflicting group has passed.</summary>
    IntergreenTooShort,

    /// <summary>Yellow ended before its time.</summary>
    YellowTooShort,

    /// <summary>Green or walk ended before its minimum.</summary>
    MinGreenCut,

    /// <summary>Pedestrian clearance ended before its time.</summary>
    PedClearanceCut,

    /// <summary>Red clearance ended before its time.</summary>
    RedClearanceTooShort,

    /// <summary>A group got green again before its red revert time.</summary>
    RedRevertTooShort,

    /// <summary>A group with a call has been red longer than its maximum.</summary>
    MaxRedExceeded,

    /// <summary>A group went from one indication to another that may not follow it, or shows two at once.</summary>
    IllegalTransition,

    /// <summary>Time went backwards between two frames.</summary>
    TimeReversed,

    /// <summary>A directive asks for groups that conflict or do not exist, or to cut what may not be cut.</summary>
    IllegalDirective,
}
