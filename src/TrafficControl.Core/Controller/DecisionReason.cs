namespace TrafficControl.Core.Controller;

/// <summary>Why a strategy decided what it did.</summary>
public enum DecisionReason
{
    /// <summary>No decision yet.</summary>
    None,

    /// <summary>The cycle's clock calls for this stage.</summary>
    CyclePosition,

    /// <summary>Start-up: nothing has been green yet.</summary>
    StartUp,

    /// <summary>The green goes on: its minimum has not been served.</summary>
    MinGreen,

    /// <summary>The green goes on: vehicles extend it.</summary>
    Extension,

    /// <summary>The green goes on: nobody else calls.</summary>
    RestInGreen,

    /// <summary>The green ends: its gap has run out.</summary>
    GapOut,

    /// <summary>The green ends: its maximum has been reached.</summary>
    MaxOut,

    /// <summary>The green ends: forced off by coordination or from outside.</summary>
    ForceOff,

    /// <summary>The green goes on: held by coordination or from outside.</summary>
    Hold,

    /// <summary>This stage relieves the most queue.</summary>
    Pressure,

    /// <summary>Another stage would gain less than the switch costs.</summary>
    SwitchingCost,

    /// <summary>A movement has waited its longest red.</summary>
    MaxRed,

    /// <summary>A safety rule was broken; the intersection flashes until an operator clears it.</summary>
    SafetyBreach,

    /// <summary>An operator asked for it.</summary>
    Operator,

    /// <summary>What the strategy asked for was not allowed; the signals stay as they are.</summary>
    Rejected,

    /// <summary>Of all plans looked at, the one that begins so has the least predicted delay.</summary>
    LeastDelay,

    /// <summary>The change was announced and is kept.</summary>
    Committed,
}
