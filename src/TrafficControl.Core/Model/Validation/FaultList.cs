namespace TrafficControl.Core.Model.Validation;

/// <summary>
/// The faults found so far. A value that could not be read at all is reported once: faults that only follow from its
/// stand-in, at its path or below it, are left out.
/// </summary>
internal sealed class FaultList
{
    /// <summary>Most faults listed; a file with more says so in a last one.</summary>
    internal const int MaxFaults = 1_000;

    private readonly List<ModelFault> _faults = [];
    private readonly HashSet<string> _unreadable = new(StringComparer.Ordinal);

    /// <summary>Faults found, listed or not.</summary>
    internal int Count { get; private set; }

    /// <summary>True when no further fault is listed.</summary>
    internal bool IsFull => _faults.Count >= MaxFaults;

    /// <summary>Adds a fault, unless the value it is about could not be read in the first place.</summary>
    /// <param name="path">JSON path of the value.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    internal void Add(string path, string message)
    {
        if (IsUnreadable(path))
        {
            return;
        }

        Count++;
        if (!IsFull)
        {
            _faults.Add(new ModelFault(path, message));
        }
    }

    /// <summary>
    /// Adds a fault of a value that has no usable content, and silences what would follow from its stand-in.
    /// </summary>
    /// <param name="path">JSON path of the value.</param>
    /// <param name="message">What is wrong and what would be right.</param>
    internal void AddUnreadable(string path, string message)
    {
        Add(path, message);
        _unreadable.Add(path);
    }

    /// <summary>True when the value at a path, or one that contains it, could not be read.</summary>
    /// <param name="path">JSON path of the value.</param>
    internal bool IsUnreadable(string path)
    {
        if (_unreadable.Count == 0)
        {
            return false;
        }

        for (int i = 1; i <= path.Length; i++)
        {
            if ((i == path.Length || path[i] is '.' or '[') && _unreadable.Contains(path[..i]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>True when a value at or below one of these fields of the file could not be read.</summary>
    /// <param name="fields">Names of top-level fields.</param>
    internal bool AnyUnreadable(ReadOnlySpan<string> fields)
    {
        foreach (string path in _unreadable)
        {
            int end = path.AsSpan().IndexOfAny('.', '[');
            if (fields.Contains(end < 0 ? path : path[..end]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The faults in the order they were found.</summary>
    internal IReadOnlyList<ModelFault> ToList()
    {
        if (Count > _faults.Count)
        {
            return
            [
                .. _faults,
                new ModelFault(JsonPath.Root, $"There are {Count} faults in all; correct the {_faults.Count} listed first."),
            ];
        }

        return [.. _faults];
    }
}
