using TrafficControl.Core.Model;
using TrafficControl.Optimization.FixedTime;

namespace TrafficControl.Optimization.Corridors;

/// <summary>One intersection of a corridor with its demand.</summary>
/// <param name="Intersection">The intersection; exit lanes name the intersection and lane they lead to.</param>
/// <param name="Volumes">Its demand.</param>
public sealed record CorridorSite(Intersection Intersection, MovementVolumes Volumes);
