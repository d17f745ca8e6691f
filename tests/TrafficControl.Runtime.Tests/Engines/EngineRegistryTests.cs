using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Testing;

namespace TrafficControl.Runtime.Tests.Engines;

[TestFixture]
public sealed class EngineRegistryTests
{
    [Test]
    public void Constructor_TwoWithOneId_IsRefused()
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.TwoStage());

        Assert.That(
            () => new EngineRegistry([intersection, intersection], new EngineOptions()),
            Throws.ArgumentException.With.Message.Contains("two-stage"));
    }

    [Test]
    public void Find_UnknownId_IsNull()
    {
        EngineRegistry registry = new([Intersection.Create(IntersectionSamples.TwoStage())], new EngineOptions());

        Assert.That(registry.Find("nowhere"), Is.Null);
        Assert.That(registry.Find("two-stage"), Is.SameAs(registry.All[0]));
    }

    /// <summary>
    /// Goal: the upstream engine's queue report depends on event time only. Method: post a report, then tick the
    /// upstream engine at the report's own time and one tick later, and look at what its next published queues say of
    /// the exit lane.
    /// </summary>
    [Test]
    public void Publish_QueueDownstream_ReachesTheNeighbourAtItsNextTickAndNotWithinTheSameInstant()
    {
        IntersectionDefinition upstream = IntersectionSamples.TwoStage() with
        {
            Id = "upstream",
            Lanes =
            [
                IntersectionSamples.Approach("a"), IntersectionSamples.Approach("b"),
                IntersectionSamples.Exit("out") with { DownstreamIntersection = "two-stage", DownstreamLane = "a" },
            ],
        };
        EngineRegistry registry = new(
            [Intersection.Create(upstream), Intersection.Create(IntersectionSamples.TwoStage())], new EngineOptions());
        IntersectionEngine down = registry.Find("two-stage")!;
        IntersectionEngine up = registry.Find("upstream")!;
        foreach (IntersectionEngine engine in registry.All)
        {
            engine.BeginSession_TickThreadOnly();
        }

        // A vehicle stands on the downstream stop bar at red; group A is red at first.
        Tick(down, 1, 50_000, tick => tick.TryAdd(new DetectorTransition(50_000, 0, IsOn: true)));
        Tick(up, 1, 50_000);
        Assert.That(Downstream(up), Is.Zero, "a report of this very instant may or may not have arrived, so it must not count");
        Tick(up, 2, 51_000);
        Assert.That(Downstream(up), Is.GreaterThan(0));
    }

    private static double Downstream(IntersectionEngine engine) => engine.Snapshot.LaneQueues[2];

    private static void Tick(IntersectionEngine engine, long sequence, long timeMs, Action<ControllerTick>? change = null)
    {
        ControllerTick tick = new() { Sequence = sequence, TimeMs = timeMs, Signals = new SignalFrame(timeMs, 0) };
        change?.Invoke(tick);
        Assert.That(engine.Advance_TickThreadOnly(tick, new Directive(2)), Is.EqualTo(TickVerdict.Accepted));
        engine.Publish_TickThreadOnly();
    }
}
