using TrafficControl.Cli.Commands;

namespace TrafficControl.Cli.Tests.Commands;

[TestFixture]
public sealed class ImportCommandTests
{
    [TestCase("light-7_a", "light-7_a.json")]
    [TestCase("../../etc/passwd", "______etc_passwd-")]
    [TestCase("a b", "a_b-")]
    [TestCase("GS_cluster_357187_359543", "GS_cluster_357187_359543.json")]
    public void FileName_AnyIdentifier_StaysInTheFolder(string id, string expected)
    {
        string name = ImportCommand.FileName(id);

        Assert.That(name, Does.StartWith(expected).And.EndWith(".json"));
        Assert.That(Path.GetFileName(name), Is.EqualTo(name));
    }

    [Test]
    public void FileName_DifferentIdentifiers_DifferentNames()
    {
        Assert.That(ImportCommand.FileName("a b"), Is.Not.EqualTo(ImportCommand.FileName("a:b")));
        Assert.That(ImportCommand.FileName(new string('a', 200)), Has.Length.LessThan(120));
    }
}
