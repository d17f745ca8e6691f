using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace TrafficControl.Simulation.Sumo;

/// <summary>
/// What the bridge needs of a SUMO configuration (<c>.sumocfg</c>): the files it names and its time window.
/// </summary>
public sealed record SumoConfiguration
{
    /// <summary>Full path of the configuration file.</summary>
    public required string Path { get; init; }

    /// <summary>Name of the scenario: the file's name without its ending.</summary>
    public required string Name { get; init; }

    /// <summary>Full path of the net.</summary>
    public required string NetFile { get; init; }

    /// <summary>Full paths of the route files.</summary>
    public required IReadOnlyList<string> RouteFiles { get; init; }

    /// <summary>Full paths of the additional files it already names.</summary>
    public required IReadOnlyList<string> AdditionalFiles { get; init; }

    /// <summary>First simulated second; 0 when the file does not say.</summary>
    public double BeginS { get; init; }

    /// <summary>End of the window in simulated seconds, or null when the file does not say.</summary>
    public double? EndS { get; init; }

    /// <summary>Reads a configuration file.</summary>
    /// <param name="path">The <c>.sumocfg</c>.</param>
    /// <exception cref="SumoException">
    /// It is missing, is not XML, names no net, or names files that do not exist.
    /// </exception>
    public static SumoConfiguration Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            throw new SumoException($"Scenario '{path}' does not exist.");
        }

        XElement root;
        try
        {
            root = XDocument.Load(path).Root!;
        }
        catch (XmlException e)
        {
            throw new SumoException($"Scenario '{path}' is not XML: {e.Message}", e);
        }

        string full = System.IO.Path.GetFullPath(path);
        List<string> nets = Files(root, full, "net-file", "net", "n");
        if (nets.Count != 1)
        {
            throw new SumoException($"Scenario '{path}' must name one net in <net-file value=\"...\"/>.");
        }

        return new SumoConfiguration
        {
            Path = full,
            Name = System.IO.Path.GetFileNameWithoutExtension(full),
            NetFile = nets[0],
            RouteFiles = Files(root, full, "route-files", "routes", "r"),
            AdditionalFiles = Files(root, full, "additional-files", "additional", "a"),
            BeginS = Seconds(root, path, "begin", "b") ?? 0,
            EndS = Seconds(root, path, "end", "e"),
        };
    }

    // SUMO accepts an option under its long name and its synonyms, inside any section or none.
    private static string? Value(XElement root, params string[] names) => root.Descendants()
        .FirstOrDefault(element => names.Contains(element.Name.LocalName))?.Attribute("value")?.Value;

    private static List<string> Files(XElement root, string full, params string[] names)
    {
        List<string> files = [];
        string folder = System.IO.Path.GetDirectoryName(full)!;
        foreach (string file in (Value(root, names) ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
        {
            string resolved = System.IO.Path.GetFullPath(file, folder);
            files.Add(File.Exists(resolved)
                ? resolved
                : throw new SumoException($"Scenario '{full}' names '{file}', which does not exist."));
        }

        return files;
    }

    private static double? Seconds(XElement root, string path, params string[] names)
    {
        string? text = Value(root, names);
        if (text is null)
        {
            return null;
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            throw new SumoException($"Scenario '{path}': <{names[0]}> must be seconds, not '{text}'.");
        }

        return seconds < 0 ? null : seconds;
    }
}
