using System.Reactive.Concurrency;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Snapshots;
using TrafficControl.Runtime.Tests.Engines;
using TrafficControl.Testing;

namespace TrafficControl.Runtime.Tests.Snapshots;

[TestFixture]
public sealed class SnapshotStreamsTests
{
    private HistoricalScheduler _scheduler = null!;
    private EngineHarness _harness = null!;
    private List<IntersectionSnapshot> _heard = null!;

    [SetUp]
    public void SetUp()
    {
        _scheduler = new HistoricalScheduler();
        _harness = new EngineHarness(Intersection.Create(IntersectionSamples.TwoStage()));
        _heard = [];
    }

    [Test]
    public void Watch_OnSubscription_SendsThePresentStateAtOnce()
    {
        using IDisposable subscription = Watch(seconds: 1);

        Assert.That(_heard, Has.Count.EqualTo(1));
        Assert.That(_heard[0].Connection, Is.EqualTo(ConnectionState.Disconnected));
    }

    [Test]
    public void Watch_ManyTicksInAnInterval_SendsOnlyTheLatestState()
    {
        using IDisposable subscription = Watch(seconds: 1);
        _harness.Run(30);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(1));

        Assert.That(_heard, Has.Count.EqualTo(2));
        Assert.That(_heard[1].Version, Is.EqualTo(_harness.Engine.Snapshot.Version));
    }

    [Test]
    public void Watch_NothingChanged_SendsNothing()
    {
        using IDisposable subscription = Watch(seconds: 1);
        _scheduler.AdvanceBy(TimeSpan.FromSeconds(10));

        Assert.That(_heard, Has.Count.EqualTo(1));
    }

    [Test]
    public void Watch_Unsubscribed_LetsTheEngineGoBackToOneSnapshotASecond()
    {
        Watch(seconds: 1).Dispose();
        long before = _harness.Engine.Snapshot.Version;
        _harness.Run(5);

        Assert.That(_harness.Engine.Snapshot.Version - before, Is.EqualTo(5));
    }

    [Test]
    public void Watch_WhileWatched_EveryTickIsThereToBeSampled()
    {
        using IDisposable subscription = Watch(seconds: 1);
        long before = _harness.Engine.Snapshot.Version;
        _harness.Run(5);

        Assert.That(_harness.Engine.Snapshot.Version - before, Is.EqualTo(50));
    }

    private IDisposable Watch(int seconds) => SnapshotStreams
        .Watch([_harness.Engine], TimeSpan.FromSeconds(seconds), _scheduler)
        .Subscribe(_heard.Add);
}
