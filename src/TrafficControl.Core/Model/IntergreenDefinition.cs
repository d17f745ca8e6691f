namespace TrafficControl.Core.Model;

/// <summary>
/// The least time from the end of green of one group to the start of green of another, for one ordered pair of
/// conflicting groups. Yellow and red clearance lie inside it; for a pedestrian group that ends, its clearance does.
/// </summary>
/// <param name="From">Group whose green (or walk) ends.</param>
/// <param name="To">Group whose green (or walk) starts.</param>
/// <param name="Ms">
/// Intergreen in milliseconds. 0 to 60 000, never below the clearance intervals of <paramref name="From"/>.
/// </param>
/// <param name="GuaranteedMs">
/// The engineer's guaranteed minimum in milliseconds; <paramref name="Ms"/> may not go below it. 0: none.
/// </param>
public sealed record IntergreenDefinition(string From, string To, int Ms, int GuaranteedMs = 0);
