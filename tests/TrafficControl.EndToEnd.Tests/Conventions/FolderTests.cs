namespace TrafficControl.EndToEnd.Tests.Conventions;

/// <summary>Holds the shape of the tree: the top level, and a README in every folder that holds source.</summary>
[TestFixture]
public sealed class FolderTests
{
    [Test]
    public void TopLevel_Entries_AreTheAgreedOnes()
    {
        string[] agreed =
        [
            "src", "tests", "benchmarks", "protos", "TrafficControl.sln", "README.md", "LICENSE", "Directory.Build.props",
            "Directory.Build.targets", "Directory.Packages.props", "global.json", "artifacts",
        ];
        IEnumerable<string?> entries = Directory.GetFileSystemEntries(Repository.Root)
            .Select(Path.GetFileName)
            .Where(name => !name!.StartsWith('.'));

        Assert.That(entries.Except(agreed), Is.Empty);
    }

    [Test]
    public void Folders_WithSource_SayWhatLivesThere()
    {
        IEnumerable<string> silent = Repository.Folders()
            .Where(folder => Directory.GetFiles(Path.Combine(Repository.Root, folder)).Length > 0
                && !File.Exists(Path.Combine(Repository.Root, folder, "README.md")));

        Assert.That(silent, Is.Empty, "a newcomer should learn from each folder what lives there");
    }

    [Test]
    public void Namespaces_OfSourceFiles_EqualTheirPaths()
    {
        List<string> wrong = [];
        foreach (string folder in Repository.Folders().Where(f => f.StartsWith("src" + Path.DirectorySeparatorChar + "TrafficControl", StringComparison.Ordinal)))
        {
            string expected = "namespace " + string.Join('.', folder.Split(Path.DirectorySeparatorChar)[1..]) + ";";
            foreach (string file in Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs"))
            {
                string? line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith("namespace ", StringComparison.Ordinal));
                if (line is not null && line != expected)
                {
                    wrong.Add($"{file}: {line}");
                }
            }
        }

        Assert.That(wrong, Is.Empty);
    }
}
