using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
namespace TrafficControl.Core.Controller;
/// <summary>stub</summary>
public sealed class MaxRedGuard {
/// <summary>stub</summary>
public MaxRedGuard(Intersection i) { I = i; }
/// <summary>stub</summary>
public Intersection I { get; }
/// <summary>stub</summary>
public Decision Apply(IntersectionState state, in Decision decision) => I is null ? default : decision; }
