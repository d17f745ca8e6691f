namespace TrafficControl.Core.Model;

/// <summary>
/// Identifier to position, for one definition. Built once when the file is loaded; never used in a tick.
/// </summary>
internal sealed class ModelIndex
{
    internal ModelIndex(IntersectionDefinition definition)
    {
        Groups = Index(definition.SignalGroups, group => group.Id);
        Lanes = Index(definition.Lanes, lane => lane.Id);
        Movements = Index(definition.Movements, movement => movement.Id);
    }

    internal Dictionary<string, int> Groups { get; }

    internal Dictionary<string, int> Lanes { get; }

    internal Dictionary<string, int> Movements { get; }

    internal ulong GroupMask(IReadOnlyList<string> ids)
    {
        ulong mask = 0;
        foreach (string id in ids)
        {
            mask |= 1UL << Groups[id];
        }

        return mask;
    }

    private static Dictionary<string, int> Index<T>(IReadOnlyList<T> items, Func<T, string> id)
    {
        Dictionary<string, int> index = new(items.Count, StringComparer.Ordinal);
        for (int i = 0; i < items.Count; i++)
        {
            // The first of two equal identifiers wins; the validator reports the second.
            index.TryAdd(id(items[i]), i);
        }

        return index;
    }
}
