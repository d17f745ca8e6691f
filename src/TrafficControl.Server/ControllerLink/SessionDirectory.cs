using System.Collections.Frozen;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Server.ControllerLink;

/// <summary>The session slots of all intersections. Immutable.</summary>
internal sealed class SessionDirectory
{
    private readonly FrozenDictionary<string, SessionSlot> _slots;

    public SessionDirectory(EngineRegistry engines, TimeProvider time)
    {
        _slots = engines.All.ToFrozenDictionary(
            engine => engine.Intersection.Id, engine => new SessionSlot(engine, time), StringComparer.Ordinal);
    }

    internal IEnumerable<SessionSlot> All => _slots.Values;

    internal SessionSlot? Find(string intersectionId) => _slots.GetValueOrDefault(intersectionId);
}
