namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// The identifiers of one list of a file. Reports bad and repeated ones, and references that lead nowhere.
/// </summary>
internal sealed class IdTable
{
    private readonly FaultList _faults;
    private readonly string _noun;
    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);

    // When an entry has no usable identifier, a reference that seems to lead nowhere may well mean that entry.
    private readonly bool _isComplete;

    private IdTable(FaultList faults, string noun, string list, ReadOnlySpan<string> ids, bool isWhole, int maxIdLength)
    {
        _faults = faults;
        _noun = noun;
        _isComplete = isWhole && !faults.IsUnreadable(list);
        for (int i = 0; i < ids.Length; i++)
        {
            string path = JsonPath.Item(list, i) + ".id";
            CheckId(faults, path, ids[i], maxIdLength);
            _isComplete &= ids[i].Length > 0 && !faults.IsUnreadable(path);
            if (ids[i].Length > 0 && !_index.TryAdd(ids[i], i))
            {
                string first = JsonPath.Item(list, _index[ids[i]]);
                faults.Add(path, $"id {JsonPath.Quote(ids[i])} is already used by {first}; give every {noun} an id of its own.");
            }
        }
    }

    /// <summary>Indexes a list of at most <paramref name="limit"/> entries; a longer one is reported and cut.</summary>
    /// <param name="faults">Where faults go.</param>
    /// <param name="noun">What an entry is called in messages.</param>
    /// <param name="list">Name of the list in the file.</param>
    /// <param name="items">The entries.</param>
    /// <param name="id">Identifier of an entry.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="maxIdLength">Longest identifier.</param>
    internal static IdTable Create<T>(
        FaultList faults, string noun, string list, IReadOnlyList<T> items, Func<T, string> id, int limit,
        int maxIdLength = IntersectionDefinition.MaxIdLength)
    {
        CheckCount(faults, list, items.Count, limit);
        string[] ids = new string[Math.Min(items.Count, limit)];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = id(items[i]);
        }

        return new IdTable(faults, noun, list, ids, items.Count <= limit, maxIdLength);
    }

    /// <summary>Reports a list that is too long.</summary>
    /// <param name="faults">Where faults go.</param>
    /// <param name="list">Path of the list.</param>
    /// <param name="count">Its length.</param>
    /// <param name="limit">The most it may have.</param>
    internal static void CheckCount(FaultList faults, string list, int count, int limit)
    {
        if (count > limit)
        {
            faults.Add(list, $"{list} has {count} entries; at most {limit} are possible.");
        }
    }

    /// <summary>Reports an identifier that is empty, too long, or not printable.</summary>
    /// <param name="faults">Where faults go.</param>
    /// <param name="path">Path of the identifier.</param>
    /// <param name="id">The identifier.</param>
    /// <param name="maxLength">Longest identifier.</param>
    internal static void CheckId(FaultList faults, string path, string id, int maxLength)
    {
        string field = path[(path.LastIndexOf('.') + 1)..];
        if (id.Length == 0)
        {
            faults.Add(path, $"{field} is empty; it must have 1 to {maxLength} characters.");
        }
        else if (id.Length > maxLength)
        {
            faults.Add(path, $"{field} has {id.Length} characters; it must have 1 to {maxLength}.");
        }
        else if (!Names.IsPrintable(id))
        {
            faults.Add(path, $"{field} {JsonPath.Quote(id)} contains a space or an unprintable character; leave it out.");
        }
    }

    /// <summary>Position of an entry, or -1 when there is none of that name. Reports nothing.</summary>
    /// <param name="id">Identifier of the entry.</param>
    internal int Find(string id) => _index.GetValueOrDefault(id, -1);

    /// <summary>Position of the entry that a field refers to, or -1 after reporting that there is none.</summary>
    /// <param name="id">Identifier of the entry.</param>
    /// <param name="path">Path of the field.</param>
    internal int Resolve(string id, string path)
    {
        int position = Find(id);
        if (position < 0 && _isComplete)
        {
            string suggestion = id.Length == 0
                ? $"; name a {_noun} of this file." : Names.Suggest(id, _index.Keys);
            _faults.Add(path, $"There is no {_noun} {JsonPath.Quote(id)}{suggestion}");
        }

        return position;
    }

    /// <summary>
    /// Positions of the entries that a list refers to, -1 where there is none; reports those and repetitions.
    /// </summary>
    /// <param name="ids">The list.</param>
    /// <param name="path">Its path.</param>
    internal int[] ResolveAll(IReadOnlyList<string> ids, string path)
    {
        // A list longer than what can be referred to repeats itself; the first repetitions are enough to say so.
        int[] positions = new int[Math.Min(ids.Count, _index.Count + Intersection.MaxGroups)];
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < positions.Length; i++)
        {
            string item = JsonPath.Item(path, i);
            positions[i] = Resolve(ids[i], item);
            if (!seen.Add(ids[i]) && positions[i] >= 0)
            {
                _faults.Add(item, $"{JsonPath.Quote(ids[i])} is listed twice; remove one.");
            }
        }

        return positions;
    }
}
