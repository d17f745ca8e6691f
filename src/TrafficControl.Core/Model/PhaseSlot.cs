namespace TrafficControl.Core.Model;

/// <summary>
/// One place in a ring: the groups that are timed there together. A NEMA phase is a slot with its vehicle group and the
/// pedestrian groups beside it; a junction that runs by stages is one ring whose slots are its stages.
/// </summary>
/// <param name="Index">Position in <see cref="Intersection.PhaseSlots"/>.</param>
/// <param name="Ring">Ring, from 0.</param>
/// <param name="Barrier">Barrier section, from 0.</param>
/// <param name="Groups">The groups timed here.</param>
public sealed record PhaseSlot(int Index, int Ring, int Barrier, ulong Groups);
