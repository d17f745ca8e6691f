using System.Text.Json;

namespace TrafficControl.Benchmarks.Growth;

/// <summary>Reads the results that BenchmarkDotNet wrote as JSON.</summary>
internal static class GrowthResults
{
    private const string Pattern = "*-report-brief-compressed.json";

    /// <summary>Reads all results of a folder. Of two for the same benchmark the one written last counts.</summary>
    /// <param name="folder">The folder: <c>BenchmarkDotNet.Artifacts/results</c>.</param>
    /// <exception cref="IOException">The folder holds no results.</exception>
    public static IReadOnlyList<GrowthPoint> Read(string folder)
    {
        FileInfo[] files = Directory.Exists(folder) ? new DirectoryInfo(folder).GetFiles(Pattern) : [];
        if (files.Length == 0)
        {
            throw new IOException($"{folder} holds no {Pattern}; run the benchmarks first.");
        }

        Dictionary<string, GrowthPoint> points = new(StringComparer.Ordinal);
        foreach (FileInfo file in files.OrderBy(file => file.LastWriteTimeUtc))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllText(file.FullName));
            foreach (JsonElement result in document.RootElement.GetProperty("Benchmarks").EnumerateArray())
            {
                // A benchmark that failed has no statistics.
                JsonElement statistics = result.GetProperty("Statistics");
                if (statistics.ValueKind == JsonValueKind.Object)
                {
                    points[result.GetProperty("FullName").GetString()!] = new GrowthPoint(
                        $"{result.GetProperty("Type").GetString()}.{result.GetProperty("Method").GetString()}",
                        Parameters(result.GetProperty("Parameters").GetString()!),
                        statistics.GetProperty("Median").GetDouble());
                }
            }
        }

        return [.. points.Values];
    }

    private static Dictionary<string, string> Parameters(string text) => text
        .Split('&', StringSplitOptions.RemoveEmptyEntries)
        .Select(part => part.Split('=', 2))
        .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);
}
