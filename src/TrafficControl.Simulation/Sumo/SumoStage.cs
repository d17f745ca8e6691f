namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// A green state of the shipped program: the groups it serves and the letters that say who has priority in it.
/// </summary>
/// <param name="Id">Identifier of the stage in the intersection file.</param>
/// <param name="Groups">Mask of the groups that are green.</param>
/// <param name="Letters">SUMO's state string.</param>
public sealed record SumoStage(string Id, ulong Groups, string Letters);
