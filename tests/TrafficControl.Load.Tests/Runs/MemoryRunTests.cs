using System.Net;
using Microsoft.AspNetCore.Builder;
using TrafficControl.Core.Model;
using TrafficControl.Load.Processes;
using TrafficControl.Load.Runs;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;
using TrafficControl.Server.Hosting;

namespace TrafficControl.Load.Tests.Runs;

/// <summary>Simulated time that goes by as fast as a server answers.</summary>
[TestFixture]
public sealed class MemoryRunTests
{
    private const int Controllers = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Test]
    public async Task RunAsync_AMinuteInTwoParts_LooksWhenAllControllersHaveComeThere()
    {
        LoadShape shape = Shape();
        Intersection model = Junctions.Model(shape.Strategy);
        TickScript[] scripts = new ScriptRecorder(model, shape.Mix, shape.IsOnEvents).Record(2, seed: 1);
        Intersection[] served = [.. Enumerable.Range(0, Controllers)
            .Select(i => Intersection.Create(model.Definition with { Id = Junctions.IdOf(i) }))];
        await using WebApplication app =
            TrafficControlServer.Create(served, configure: options => options.Url = "http://127.0.0.1:0", quiet: true);
        await app.StartAsync();
        Uri url = new(app.Urls.First());
        await using RawLoadClient client = new(new IPEndPoint(IPAddress.Loopback, url.Port), connections: 1);
        byte[][] hellos = [.. served.Select(intersection => LoadRunner.Hello(intersection.Definition, answersEvery: true))];
        RuntimeStats stats = new(0, 0, 0, 0, 0, 0, 0, LiveBytes: Controllers * 2_048, 1);

        IReadOnlyList<MemoryRow> rows = await new MemoryRun(shape, scripts, client)
            .RunAsync(hellos, _ => Task.FromResult(new RuntimeSample(0, default, 0, stats)), minutes: 1, looks: 2, default)
            .WaitAsync(Patience);

        Assert.That(rows.Select(row => row.SimulatedMinutes), Is.EqualTo(new[] { 0, 0.5, 1 }));
        Assert.That(rows.Select(row => row.Ticks), Is.EqualTo(new long[] { 0, Controllers * 300, Controllers * 600 }));
        Assert.That(rows[0].LiveKib, Is.EqualTo(2));
    }

    [Test]
    public void MeasureAlone_FewJunctions_CountsFileEngineAndTraffic()
    {
        EngineMemoryReport report = new LoadRunner(new Dictionary<string, string>()).MeasureAlone(Shape(), minutes: 1);

        Assert.That(report.FileKib, Is.InRange(1, 500));
        Assert.That(report.EngineKib, Is.InRange(1, 500));
        Assert.That(report.EngineAfterTrafficKib, Is.GreaterThan(report.EngineKib - 1), "a snapshot is there, and nothing goes");
    }

    private static LoadShape Shape() => new()
    {
        Controllers = Controllers,
        Connections = 1,
        Strategy = "adaptive",
        Mix = TrafficMix.Normal,
        IsOnEvents = false,
        IsSaturated = true,
        Seconds = 1,
        WarmupSeconds = 0,
    };
}
