using TrafficControl.Core.Controller;

namespace TrafficControl.Core.Strategies;

/// <summary>
/// What a strategy wants. It is a wish: the signal controller times it legally and the safety monitor checks it, so no value
/// of it can make an unsafe signal.
/// </summary>
/// <param name="Groups">Groups that should have right of way as soon as it is legal.</param>
/// <param name="Reason">Why.</param>
/// <param name="Hold">Groups whose green may not end.</param>
/// <param name="ForceOff">Groups whose green should end after its minimum.</param>
/// <param name="Omit">Groups that may not start.</param>
/// <param name="LikelyChangeMs">Event time at which the strategy expects to ask for other groups, Unix milliseconds; 0: not known.</param>
/// <param name="IsChangeCommitted">True: the change comes exactly at <paramref name="LikelyChangeMs"/> (fixed time).</param>
/// <param name="NotBeforeMs">Event time before which no group may start, Unix milliseconds; 0: at once.</param>
/// <param name="Costs">Predicted costs of what was chosen and of the best others; empty when the strategy predicts none.</param>
public readonly record struct Decision(
    ulong Groups,
    DecisionReason Reason,
    ulong Hold = 0,
    ulong ForceOff = 0,
    ulong Omit = 0,
    long LikelyChangeMs = 0,
    bool IsChangeCommitted = false,
    long NotBeforeMs = 0,
    DecisionCosts Costs = default);
