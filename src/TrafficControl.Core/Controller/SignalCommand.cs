namespace TrafficControl.Core.Controller;

/// <summary>What a signal controller is told at a tick, from a directive or from its local strategy.</summary>
/// <param name="NextGroups">Groups that should have right of way as soon as it is legal; the others should end.</param>
/// <param name="NotBeforeMs">Event time before which no group may start; 0: at once.</param>
/// <param name="Hold">Groups whose green may not end.</param>
/// <param name="ForceOff">
/// Groups whose green should end after its minimum although they are in <paramref name="NextGroups"/>.
/// </param>
/// <param name="Omit">Groups that may not start.</param>
/// <param name="PedestrianCalls">Pedestrian groups with a call: only these start their walk.</param>
/// <param name="Flash">True: go to flash.</param>
public readonly record struct SignalCommand(
    ulong NextGroups,
    long NotBeforeMs = 0,
    ulong Hold = 0,
    ulong ForceOff = 0,
    ulong Omit = 0,
    ulong PedestrianCalls = 0,
    bool Flash = false);
