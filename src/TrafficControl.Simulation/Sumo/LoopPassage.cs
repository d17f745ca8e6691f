namespace TrafficControl.Simulation.Sumo;

/// <summary>One vehicle on an induction loop in the last step.</summary>
/// <param name="Vehicle">Vehicle identifier.</param>
/// <param name="EntryS">Simulated second at which its front reached the loop.</param>
/// <param name="LeaveS">Simulated second at which its end left the loop; negative while it is on it.</param>
public readonly record struct LoopPassage(string Vehicle, double EntryS, double LeaveS);
