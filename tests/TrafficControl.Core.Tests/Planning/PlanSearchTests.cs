using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Planning;

[TestFixture]
public sealed class PlanSearchTests
{
    private const int Horizon = 50;
    private const int Plenty = 100_000;
    private const int LaneA = 0;
    private const int LaneB = 1;

    [Test]
    public void Run_QueueOnRedAndNobodyOnGreen_ChangesAtOnce()
    {
        Bench bench = new();
        bench.Input.Queue[LaneB] = 3;

        bench.Search.Run();

        Assert.That(bench.Search.Best.First, Is.EqualTo(1));
        Assert.That(bench.Search.Best.ChangeAt[0], Is.Zero);
    }

    [Test]
    public void Run_PlatoonAboutToPass_LetsItPassFirst()
    {
        Bench bench = new();
        bench.Input.Queue[LaneB] = 1;
        for (int second = 0; second < 8; second++)
        {
            bench.Arrive(LaneA, second, 0.5F);
        }

        bench.Search.Run();

        Assert.That(bench.Search.Best.First, Is.Zero);
        Assert.That(bench.Search.Best.Changes, Is.Positive, "the one who waits is served later");
    }

    [Test]
    public void Run_HeadBlockedByRed_IsNotCountedAsServed()
    {
        Bench free = new();
        free.Input.Queue[LaneA] = 4;
        free.Input.Queue[LaneB] = 2;
        Bench blocked = new();
        blocked.Input.Queue[LaneA] = 4;
        blocked.Input.Queue[LaneB] = 2;
        blocked.Input.BlockedRed[LaneA] = 1;

        free.Search.Run();
        blocked.Search.Run();

        Assert.That(free.Search.Best.First, Is.Zero);
        Assert.That(blocked.Search.Best.First, Is.EqualTo(1));
    }

    [Test]
    public void Run_ExitFull_GivesTheGreenToWhoeverCanUseIt()
    {
        Bench bench = new();
        bench.Input.Queue[LaneA] = 5;
        bench.Input.Queue[LaneB] = 2;
        bench.Input.Downstream[LaneA] = 0.02F;

        bench.Search.Run();

        Assert.That(bench.Search.Best.First, Is.EqualTo(1));
    }

    [Test]
    public void Run_OnlyOneStageAllowed_BeginsWithIt()
    {
        Bench bench = new();
        bench.Input.Queue[LaneA] = 9;
        bench.Input.AllowedFirst = 1UL << 1;

        bench.Search.Run();

        Assert.That(bench.Search.Best.First, Is.EqualTo(1));
    }

    [Test]
    public void Run_StageHeld_PlansItsFirstChangeAfterwards()
    {
        Bench bench = new();
        bench.Input.Queue[LaneB] = 3;
        bench.Input.HeldSeconds = 9;

        bench.Search.Run();

        Assert.That(bench.Search.Best.ChangeAt[0], Is.EqualTo(9));
    }

    [TestCase(1)]
    [TestCase(100)]
    public void Run_BudgetUsedUp_StillHasAPlan(int maxOperations)
    {
        Bench bench = new(maxOperations);
        bench.Input.Queue[LaneA] = 3;
        bench.Input.Queue[LaneB] = 3;

        bench.Search.Run();

        Assert.That(bench.Search.Best.First, Is.InRange(0, 1));
        Assert.That(bench.Search.Operations, Is.LessThan(maxOperations + (Horizon * 20)));
    }

    [Test]
    public void Run_SameInput_SamePlanBitForBitWithoutAllocating()
    {
        Bench bench = new();
        bench.Input.Queue[LaneA] = 2.5F;
        bench.Input.Queue[LaneB] = 3.25F;
        bench.Search.Run();
        PlanNode first = bench.Search.Best;

        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.Search.Run();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(allocated, Is.Zero);
        Assert.That(
            BitConverter.SingleToInt32Bits(bench.Search.Best.Total), Is.EqualTo(BitConverter.SingleToInt32Bits(first.Total)));
        Assert.That(bench.Search.Best.Changes, Is.EqualTo(first.Changes));
    }

    [Test]
    public void RollOut_AnotherSearchRanOnTheThread_CostsWhatItDidBefore()
    {
        Bench bench = new();
        bench.Input.Queue[LaneB] = 3;
        bench.Search.Run();
        float before = bench.Search.RollOut(first: 1, then: 0);
        Bench other = new();
        other.Input.Queue[LaneA] = 9;
        other.Arrive(LaneA, 3, 2);
        other.Search.Run();

        float after = bench.Search.RollOut(first: 1, then: 0);

        Assert.That(after, Is.EqualTo(before), "searches of a thread share its workspace");
        Assert.That(other.Search.RollOut(first: 1, then: 0), Is.Not.EqualTo(before));
    }

    /// <summary>Two stages of one lane each, stage 0 running; nobody anywhere until a test says so.</summary>
    private sealed class Bench
    {
        private readonly StageModel _model;

        internal Bench(int maxOperations = Plenty)
        {
            Intersection intersection = Intersection.Create(IntersectionSamples.TwoStage());
            _model = new StageModel(intersection);
            _model.Refresh(new QueueEstimator(intersection), pedestrians: 0);
            Input = new PlanInput(_model, Horizon) { NextStage = -1, AllowedFirst = ulong.MaxValue };
            for (int lane = 0; lane < 2; lane++)
            {
                Input.Weight[lane] = 1;
                Input.Downstream[lane] = 1;
                Input.RatePerSecond[lane] = 0.5F;
            }

            Input.Tokens[LaneA] = 1;
            Search = new PlanSearch(_model, Input, maxOperations);
        }

        internal PlanInput Input { get; }

        internal PlanSearch Search { get; }

        internal void Arrive(int lane, int second, float vehicles) =>
            Input.Arrivals[(second * _model.Width) + lane] = vehicles;
    }
}
