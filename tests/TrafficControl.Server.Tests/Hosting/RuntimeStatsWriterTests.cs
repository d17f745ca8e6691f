using System.Text.Json;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Server.Tests.Hosting;

/// <summary>The figures a measurement reads from a running server.</summary>
[TestFixture]
public sealed class RuntimeStatsWriterTests
{
    [Test]
    public void Write_Again_ReplacesTheFigures()
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-").FullName;
        string file = Path.Combine(folder, "stats.json");
        long ticks = 7;
        using RuntimeStatsWriter writer = new(file, () => ticks, TimeProvider.System);
        writer.Write();
        RuntimeStats first = JsonSerializer.Deserialize<RuntimeStats>(File.ReadAllText(file))!;
        ticks = 9;
        byte[] allocated = new byte[100_000];
        writer.Write();
        RuntimeStats second = JsonSerializer.Deserialize<RuntimeStats>(File.ReadAllText(file))!;

        Assert.That((first.Ticks, second.Ticks), Is.EqualTo((7L, 9L)));
        Assert.That(second.AllocatedBytes - first.AllocatedBytes, Is.GreaterThanOrEqualTo(allocated.Length));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { file }), "nothing is left beside it");
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public void Write_CollectionAskedFor_TellsWhatIsInUseAndTakesTheQuestionAway()
    {
        string folder = Directory.CreateTempSubdirectory("trafficcontrol-").FullName;
        string file = Path.Combine(folder, "stats.json");
        using RuntimeStatsWriter writer = new(file, () => 0, TimeProvider.System);
        byte[] kept = new byte[1_000_000];
        File.WriteAllText(file + RuntimeStatsWriter.CollectSuffix, "");
        writer.Write();
        writer.Write();
        RuntimeStats stats = JsonSerializer.Deserialize<RuntimeStats>(File.ReadAllText(file))!;

        Assert.That(stats.AskedCollections, Is.EqualTo(1));
        Assert.That(stats.LiveBytes, Is.GreaterThanOrEqualTo(kept.Length));
        Assert.That(Directory.GetFiles(folder), Is.EqualTo(new[] { file }), "it was asked once");
        GC.KeepAlive(kept);
        Directory.Delete(folder, recursive: true);
    }
}
