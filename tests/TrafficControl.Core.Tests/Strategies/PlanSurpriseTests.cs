using TrafficControl.Core.Model;
using TrafficControl.Core.Strategies;
using TrafficControl.Core.Tests.Estimation;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Strategies;

[TestFixture]
public sealed class PlanSurpriseTests
{
    private const ulong A = 1;
    private const ulong Walk = 4;
    private const int Advance = 2;
    private const int Exit = 3;

    private TickFeeder _feeder = null!;
    private PlanSurprise _surprise = null!;

    [SetUp]
    public void SetUp()
    {
        _feeder = new TickFeeder(Junction());
        _surprise = new PlanSurprise(_feeder.Intersection);
        _feeder.Show(A);
        _feeder.Run(20_000);
        _surprise.Note(_feeder.State);
    }

    [Test]
    public void Shows_NothingNew_False()
    {
        _feeder.Run(900);

        Assert.That(_surprise.Shows(_feeder.State), Is.False);
    }

    [Test]
    public void Shows_OneVehicleComes_False()
    {
        _feeder.Pass(Advance);
        _feeder.Run(500);

        Assert.That(_surprise.Shows(_feeder.State), Is.False, "what comes second by second is no surprise");
    }

    [Test]
    public void Shows_PedestrianAsks_TrueUntilNoted()
    {
        _feeder.Run(300);
        _feeder.CallPedestrians(Walk);
        _feeder.Tick();

        Assert.That(_surprise.Shows(_feeder.State), Is.True);

        _surprise.Note(_feeder.State);
        _feeder.Run(900);
        Assert.That(_surprise.Shows(_feeder.State), Is.False, "a call that stands is known");
    }

    [Test]
    public void Shows_JustAfterAPlan_WaitsForThreeTenths()
    {
        _feeder.CallPedestrians(Walk);
        _feeder.Tick();
        Assert.That(_surprise.Shows(_feeder.State), Is.False);

        _feeder.Run(200);
        Assert.That(_surprise.Shows(_feeder.State), Is.True);
    }

    /// <summary>Traffic that stands on an advance loop 42 m from the line while somebody stands at it proves six vehicles.</summary>
    [Test]
    public void Shows_QueueIsProvedByAnOccupiedAdvanceLoop_TrueAtThatTick()
    {
        _feeder.Set(1, true);
        _feeder.Run(2_000);
        _surprise.Note(_feeder.State);
        _feeder.Set(Advance, true);
        int ticks = 0;
        while (!_surprise.Shows(_feeder.State) && ticks++ < 100)
        {
            _surprise.Note(_feeder.State);
            _feeder.Run(300);
        }

        Assert.That(_feeder.Queues.QueueVehicles(1), Is.GreaterThan(4));
        Assert.That(ticks * 300, Is.InRange(4_000, 6_000), "the loop has to be stood on for four seconds");
    }

    [Test]
    public void Shows_ExitFillsUp_True()
    {
        _feeder.Set(Exit, true);
        _feeder.Run(5_000);
        _surprise.Note(_feeder.State);
        _feeder.Run(2_000);

        Assert.That(_feeder.Queues.IsBlocked(2), Is.True);
        Assert.That(_surprise.Shows(_feeder.State), Is.True);
    }

    /// <summary>A stop bar that is on for five minutes is not believed any more.</summary>
    [Test]
    public void Shows_DetectorIsJudgedFailed_True()
    {
        _feeder.Set(1, true);
        while (!_feeder.Queues.IsFailed(1) && _feeder.NowMs < TickFeeder.StartMs + 400_000)
        {
            _surprise.Note(_feeder.State);
            _feeder.Run(300);
        }

        Assert.That(_feeder.Queues.FailedDetectors, Is.EqualTo(1));
        Assert.That(_surprise.Shows(_feeder.State), Is.True);
    }

    /// <summary>
    /// The same street, the same question at every tenth of a second: planned by the second alone, somebody would wait 0.9 s.
    /// </summary>
    [Test]
    public void Decide_PedestrianAsksBetweenTwoPlans_IsAnsweredWithinThreeTenths([Range(0, 9)] int tenth)
    {
        AdaptiveStrategy strategy = new(_feeder.Intersection, _feeder.Intersection.DefaultPlan);
        for (int tick = 0; tick < 100 + tenth; tick++)
        {
            _feeder.Tick();
            Assert.That(strategy.Decide(_feeder.State).Groups, Is.EqualTo(A));
        }

        _feeder.CallPedestrians(Walk);
        long askedMs = _feeder.NowMs;
        Decision decision;
        do
        {
            _feeder.Tick();
            decision = strategy.Decide(_feeder.State);
        }
        while (decision.Groups == A && _feeder.NowMs < askedMs + 5_000);

        Assert.That(decision.Groups & Walk, Is.EqualTo(Walk), "nobody is in the way");
        Assert.That(_feeder.NowMs - askedMs, Is.LessThanOrEqualTo(300));
    }

    [Test]
    public void Decide_Surprises_AllocateNothing()
    {
        AdaptiveStrategy strategy = new(_feeder.Intersection, _feeder.Intersection.DefaultPlan);
        for (int warm = 0; warm < 2; warm++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int tick = 0; tick < 100; tick++)
            {
                _feeder.CallPedestrians(tick % 10 == 0 ? Walk : 0);
                _feeder.Tick();
                strategy.Decide(_feeder.State);
            }

            Assert.That(warm == 0 || GC.GetAllocatedBytesForCurrentThread() == before, Is.True);
        }
    }

    /// <summary>A and B cross; people walk beside B over A's way. B's lane has an advance loop, the exit a loop.</summary>
    private static IntersectionDefinition Junction()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return two with
        {
            SignalGroups = [.. two.SignalGroups, IntersectionSamples.Pedestrian("W", "B")],
            Conflicts = IntersectionSamples.Symmetric(("A", "B"), ("A", "W")),
            Stages = [new StageDefinition("S1", ["A"]), new StageDefinition("S2", ["B", "W"])],
            Detectors =
            [
                .. two.Detectors,
                new DetectorDefinition { Id = "advance", Lane = "b", DistanceM = 42 },
                new DetectorDefinition { Id = "exit", Lane = "out", DistanceM = 20 },
                new DetectorDefinition { Id = "button", Kind = DetectorKind.PushButton, Calls = ["W"] },
            ],
            Plans = [new() { Id = "adaptive", Strategy = StrategyKind.Adaptive }],
        };
    }
}
