namespace TrafficControl.EndToEnd.Tests.Conventions;

/// <summary>The source tree the tests were built from.</summary>
internal static class Repository
{
    private static readonly string[] NotSource = ["bin", "obj", "artifacts", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    public static string Root { get; } = FindRoot();

    /// <summary>Folders below the root that hold source, as paths relative to the root.</summary>
    public static IEnumerable<string> Folders()
    {
        Stack<string> rest = new(Directory.GetDirectories(Root));
        while (rest.TryPop(out string? folder))
        {
            string name = Path.GetFileName(folder);
            if (name.StartsWith('.') || NotSource.Contains(name))
            {
                continue;
            }

            yield return Path.GetRelativePath(Root, folder);
            foreach (string child in Directory.GetDirectories(folder))
            {
                rest.Push(child);
            }
        }
    }

    private static string FindRoot()
    {
        string? folder = TestContext.CurrentContext.TestDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "TrafficControl.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the source tree.");
    }
}
