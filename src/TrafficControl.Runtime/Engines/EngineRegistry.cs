using System.Collections.Frozen;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Neighbours;

namespace TrafficControl.Runtime.Engines;

/// <summary>The engines of a process, by identifier, with neighbours connected. Immutable after construction.</summary>
public sealed class EngineRegistry
{
    private readonly FrozenDictionary<string, IntersectionEngine> _engines;

    /// <summary>Creates an engine for each intersection.</summary>
    /// <param name="intersections">Intersections with distinct identifiers.</param>
    /// <param name="options">How the engines run.</param>
    /// <exception cref="ArgumentException">Two intersections have the same identifier.</exception>
    public EngineRegistry(IEnumerable<Intersection> intersections, EngineOptions options)
    {
        ArgumentNullException.ThrowIfNull(intersections);
        Dictionary<string, IntersectionEngine> engines = new(StringComparer.Ordinal);
        foreach (Intersection intersection in intersections)
        {
            if (!engines.TryAdd(intersection.Id, new IntersectionEngine(intersection, options)))
            {
                throw new ArgumentException(
                    $"Two intersections have the id '{intersection.Id}'; give each its own.", nameof(intersections));
            }
        }

        _engines = engines.ToFrozenDictionary(StringComparer.Ordinal);
        All = [.. engines.Values.OrderBy(engine => engine.Intersection.Id, StringComparer.Ordinal)];
        foreach (IntersectionEngine upstream in All)
        {
            Connect(upstream, options.ExchangeForecasts);
        }

        foreach (IntersectionEngine engine in All)
        {
            engine.StartNeighbours();
        }
    }

    /// <summary>All engines, by identifier.</summary>
    public IReadOnlyList<IntersectionEngine> All { get; }

    /// <summary>The engine of an intersection, or null when there is none.</summary>
    /// <param name="id">Identifier of the intersection.</param>
    public IntersectionEngine? Find(string id) => _engines.GetValueOrDefault(id);

    private void Connect(IntersectionEngine upstream, bool exchangesForecasts)
    {
        foreach (Lane exit in upstream.Intersection.Lanes)
        {
            IntersectionEngine? downstream = Find(exit.Definition.DownstreamIntersection);
            Lane? lane = downstream is null || downstream == upstream
                ? null
                : Array.Find(downstream.Intersection.Lanes, lane => lane.Definition.Id == exit.Definition.DownstreamLane);
            if (exit.Definition.Role == LaneRole.Exit && lane is { Definition.Role: LaneRole.Approach })
            {
                NeighbourLink link = new(exit.Index, lane.Index, exit.Definition.LengthM / exit.Definition.SpeedMps)
                {
                    Outflows = exchangesForecasts ? new ReportRing<OutflowReport>() : null,
                };
                upstream.Neighbours.AddDownstream(link);
                downstream!.Neighbours.AddUpstream(link);
            }
        }
    }
}
