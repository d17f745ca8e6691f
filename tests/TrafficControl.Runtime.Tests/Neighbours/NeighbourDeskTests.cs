using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Runtime.Engines;
using TrafficControl.Runtime.Neighbours;
using TrafficControl.Testing;

namespace TrafficControl.Runtime.Tests.Neighbours;

[TestFixture]
public sealed class NeighbourDeskTests
{
    private const int LaneA = 0;
    private const int ExitLane = 2;

    [Test]
    public void Tell_Outflow_CountsDownstreamFromTheNextInstantOn()
    {
        Pair pair = new(exchanges: true);
        pair.Upstream.Tell(pair.UpstreamState, new StayingStrategy());

        pair.Downstream.Read(pair.DownstreamState.Queues, Pair.StartMs);
        pair.StepDownstream(Pair.StartMs + 1_000);
        Assert.That(pair.DownstreamState.Queues.UnseenArrivals(LaneA).Length, Is.Zero, "the report's own instant is chance");

        pair.Downstream.Read(pair.DownstreamState.Queues, Pair.StartMs + 1_000);
        pair.StepDownstream(Pair.StartMs + 2_000);
        Assert.That(pair.DownstreamState.Queues.UnseenArrivals(LaneA).Length, Is.Positive);
    }

    [Test]
    public void Tell_ExchangeOff_SendsQueuesOnly()
    {
        Pair pair = new(exchanges: false);
        pair.Upstream.Tell(pair.UpstreamState, new StayingStrategy());
        pair.Downstream.Read(pair.DownstreamState.Queues, Pair.StartMs + 1_000);
        pair.StepDownstream(Pair.StartMs + 2_000);

        Assert.That(pair.DownstreamState.Queues.UnseenArrivals(LaneA).Length, Is.Zero);

        pair.Downstream.Tell(pair.DownstreamState, new StayingStrategy());
        Assert.That(pair.Link.Queues.TryTakeBefore(long.MaxValue / 2, 1, out _), Is.True);
    }

    [Test]
    public void Tell_NobodyReads_LossIsCounted()
    {
        Pair pair = new(exchanges: true);
        for (int i = 0; i <= ReportRing<OutflowReport>.Capacity; i++)
        {
            pair.StepUpstream(Pair.StartMs + (i * 1_000L));
            pair.Upstream.Tell(pair.UpstreamState, new StayingStrategy());
        }

        Assert.That(pair.Counters.DroppedMail, Is.EqualTo(1));
    }

    [Test]
    public void TellAndRead_SteadyState_AllocateNothing()
    {
        Pair pair = new(exchanges: true);
        AdaptiveStrategy adaptive = new(pair.UpstreamState.Intersection, pair.UpstreamState.Intersection.DefaultPlan);
        long allocated = 0;
        for (int i = 1; i < 200; i++)
        {
            pair.StepUpstream(Pair.StartMs + (i * 1_000L));
            adaptive.Decide(pair.UpstreamState);
            long before = GC.GetAllocatedBytesForCurrentThread();
            pair.Upstream.Tell(pair.UpstreamState, adaptive);
            pair.Downstream.Read(pair.DownstreamState.Queues, Pair.StartMs + ((i + 1) * 1_000L));
            allocated += i > 20 ? GC.GetAllocatedBytesForCurrentThread() - before : 0;
        }

        Assert.That(allocated, Is.Zero);
    }

    private sealed class StayingStrategy : IStrategy
    {
        public StrategyKind Kind => StrategyKind.FixedTime;

        public Decision Decide(IntersectionState state) => default;
    }

    /// <summary>Two intersections whose lane "out" upstream becomes lane "a" downstream.</summary>
    private sealed class Pair
    {
        internal const long StartMs = 1_000_000;

        internal Pair(bool exchanges)
        {
            Intersection intersection = Intersection.Create(IntersectionSamples.TwoStage());
            UpstreamState = new IntersectionState(intersection);
            DownstreamState = new IntersectionState(intersection);
            Upstream = new NeighbourDesk(intersection, Counters);
            Downstream = new NeighbourDesk(intersection, Counters);
            Link = new NeighbourLink(ExitLane, LaneA, TravelSeconds: 10)
            {
                Outflows = exchanges ? new ReportRing<OutflowReport>() : null,
            };
            Upstream.AddDownstream(Link);
            Downstream.AddUpstream(Link);
            Upstream.ConnectTo(UpstreamState.Queues);
            Downstream.ConnectTo(DownstreamState.Queues);
            StepUpstream(StartMs);
            StepDownstream(StartMs);
        }

        internal LinkCounters Counters { get; } = new();

        internal NeighbourLink Link { get; }

        internal NeighbourDesk Upstream { get; }

        internal NeighbourDesk Downstream { get; }

        internal IntersectionState UpstreamState { get; }

        internal IntersectionState DownstreamState { get; }

        internal void StepUpstream(long timeMs) => Step(UpstreamState, timeMs);

        internal void StepDownstream(long timeMs) => Step(DownstreamState, timeMs);

        private static void Step(IntersectionState state, long timeMs) =>
            state.Apply(new ControllerTick { TimeMs = timeMs, Signals = new SignalFrame(timeMs, 1) });
    }
}
