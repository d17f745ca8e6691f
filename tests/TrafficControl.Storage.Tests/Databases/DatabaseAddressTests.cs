using TrafficControl.Storage.Databases;

namespace TrafficControl.Storage.Tests.Databases;

[TestFixture]
public sealed class DatabaseAddressTests
{
    [TestCase("", DatabaseKind.Memory, "memory")]
    [TestCase("street.db", DatabaseKind.Sqlite, "street.db")]
    [TestCase("Host=db;Database=traffic;Username=u;Password=secret", DatabaseKind.PostgreSql, "traffic on db:5432")]
    public void Parse_Known_TellsTheKindAndNoPassword(string text, DatabaseKind kind, string shown)
    {
        DatabaseAddress address = DatabaseAddress.Parse(text);

        Assert.That(address.Kind, Is.EqualTo(kind));
        Assert.That(address.Shown, Is.EqualTo(shown));
    }

    [TestCase("no/such/folder/street.db", "folder")]
    [TestCase(".", "file")]
    [TestCase("Host=db;Password=secret;Nonsense=1", "connection string")]
    [TestCase("Host=db;Password=secret;Port=many", "connection string")]
    public void Parse_Wrong_SaysTheFixAndNoPassword(string text, string expected)
    {
        StorageException? exception = Assert.Throws<StorageException>(() => DatabaseAddress.Parse(text));

        Assert.That(exception!.Message, Does.StartWith("Database: ").And.Contain(expected).And.Not.Contain("secret"));
    }

    [Test]
    public void Open_NotADatabase_SaysSoInOneLine()
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-storage-").FullName;
        string file = Path.Combine(folder, "street.db");
        File.WriteAllText(file, new string('x', 4_096));

        Assert.That(
            async () => await TrafficStore.OpenAsync(DatabaseAddress.Parse(file), TimeProvider.System, CancellationToken.None),
            Throws.InstanceOf<StorageException>().With.Message.Contains("not a database").And.Message.Not.Contains("\n"));
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Open_NoServer_SaysSoWithoutThePassword()
    {
        // Port 9 (discard) is refused on loopback.
        DatabaseAddress address = DatabaseAddress.Parse("Host=127.0.0.1;Port=9;Database=traffic;Username=u;Password=secret");

        Assert.That(
            async () => await TrafficStore.OpenAsync(address, TimeProvider.System, CancellationToken.None),
            Throws.InstanceOf<StorageException>().With.Message.Contains("traffic on 127.0.0.1:9").And.Message.Not.Contains("secret"));
    }
}
