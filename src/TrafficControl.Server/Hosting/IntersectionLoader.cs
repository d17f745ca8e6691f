using TrafficControl.Core.Model;

namespace TrafficControl.Server.Hosting;

/// <summary>Loads intersection files from disk.</summary>
public static class IntersectionLoader
{
    /// <summary>Loads a file, or all *.json files of a folder in order of name.</summary>
    /// <param name="path">File or folder; empty: nothing is loaded.</param>
    /// <exception cref="IntersectionLoadException">
    /// Nothing is there, or files have faults; the message lists all of them.
    /// </exception>
    public static IReadOnlyList<Intersection> Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return [];
        }

        List<Intersection> intersections = [];
        List<string> faults = [];
        foreach (string file in Find(path))
        {
            IntersectionParseResult parsed = IntersectionFile.Parse(File.ReadAllBytes(file));
            faults.AddRange(parsed.Faults.Select(fault => $"{file}: {fault}"));
            if (parsed.Faults.Count == 0 && parsed.Definition is { } definition)
            {
                intersections.Add(Intersection.Create(definition));
            }
        }

        foreach (IGrouping<string, Intersection> twins in intersections.GroupBy(i => i.Id).Where(group => group.Count() > 1))
        {
            faults.Add($"{path}: id: {twins.Count()} files have the id '{twins.Key}'; give each its own.");
        }

        return faults.Count == 0 ? intersections : throw new IntersectionLoadException(faults);
    }

    private static string[] Find(string path)
    {
        if (File.Exists(path))
        {
            return [path];
        }

        string[] files = Directory.Exists(path) ? Directory.GetFiles(path, "*.json") : [];
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0
            ? files
            : throw new IntersectionLoadException([$"{path}: no intersection file there; name a .json file or a folder of them."]);
    }
}
