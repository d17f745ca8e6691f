using System.Text;

namespace TrafficControl.Testing;

/// <summary>
/// Comparison with approved files beside the tests. <c>UPDATE_GOLDEN=1</c> in the environment writes them anew instead;
/// the change is then reviewed like code.
/// </summary>
internal static class Golden
{
    /// <summary>Asserts that a text equals an approved file.</summary>
    /// <param name="path">Path of the file below <c>tests</c>, with forward slashes.</param>
    /// <param name="actual">The text.</param>
    public static void Check(string path, string actual)
    {
        string file = Path.Combine(Repository, "tests", path);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(file, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.That(file, Does.Exist, "There is no approved file; run the test with UPDATE_GOLDEN=1 and review what it writes.");
        Assert.That(actual, Is.EqualTo(File.ReadAllText(file)), $"Differs from {path}; UPDATE_GOLDEN=1 accepts the change.");
    }

    /// <summary>Root folder of the working copy that the tests run from.</summary>
    public static string Repository { get; } = FindRepository();

    private static string FindRepository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "TrafficControl.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run below a working copy.");
    }
}
