using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Planning;

[TestFixture]
public sealed class GreenLimitsTests
{
    private const int Horizon = 50;
    private const int Through = 0;
    private const int Left = 1;
    private const int Cross = 2;

    [Test]
    public void Run_MaximumReached_LeavesHoweverLongTheQueueIs()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.Queue[Through] = 30;
        input.GreenEndSeconds[Through] = 0;

        search.Run();

        Assert.That(search.Best.First, Is.EqualTo(Cross).Or.EqualTo(1));
        Assert.That(search.IsMaxedOut, Is.True);
    }

    [Test]
    public void Run_MaximumAhead_StaysUntilThenAndNoLonger()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.Queue[Through] = 30;
        input.GreenEndSeconds[Through] = 9;

        search.Run();

        Assert.That(search.Best.First, Is.Zero);
        Assert.That(search.IsMaxedOut, Is.False);
        Assert.That((int)search.Best.ChangeAt[0], Is.LessThanOrEqualTo(9));
    }

    /// <summary>The left turn is green in stages 0 and 1: a change to stage 1 would keep it for another minimum green.</summary>
    [Test]
    public void Run_ChangeWouldKeepAGreenPastItsMaximum_DoesNotBeginWithIt()
    {
        PlanInput free = Bench(out PlanSearch searchFree);
        free.Queue[Left] = 20;
        free.AllowedFirst = 0b110;
        PlanInput due = Bench(out PlanSearch searchDue);
        due.Queue[Left] = 20;
        due.AllowedFirst = 0b110;
        due.GreenEndSeconds[Left] = 3;

        searchFree.Run();
        searchDue.Run();

        Assert.That(searchFree.Best.First, Is.EqualTo(1));
        Assert.That(searchDue.Best.First, Is.EqualTo(Cross));
    }

    [Test]
    public void Run_NothingElseIsAllowed_KeepsThePlanValid()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.GreenEndSeconds[Through] = 0;
        input.GreenEndSeconds[Left] = 0;
        input.AllowedFirst = 0b001;

        search.Run();

        Assert.That(search.Best.First, Is.Zero, "a limit above the maximum left only this stage");
        Assert.That(search.IsMaxedOut, Is.False);
    }

    [Test]
    public void Run_StageHeldPastTheMaximum_ChangesWhenItIsFree()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.Queue[Through] = 30;
        input.GreenEndSeconds[Through] = 4;
        input.HeldSeconds = 9;

        search.Run();

        Assert.That((int)search.Best.ChangeAt[0], Is.EqualTo(9));
    }

    /// <summary>A plan that had to end at its horizon what it starts would put off starting it, second by second.</summary>
    [Test]
    public void Run_MaximumReachedAndTheSameGreenNeededAgain_ComesBackToItUnlimited()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.Queue[Through] = 40;
        input.GreenEndSeconds[Through] = 0;

        search.Run();

        PlanNode plan = search.Best;
        Assert.That((int)plan.ChangeTo[1], Is.Zero);
        Assert.That(plan.Changes, Is.EqualTo(2));
    }

    [Test]
    public void Run_WithLimits_AllocatesNothing()
    {
        PlanInput input = Bench(out PlanSearch search);
        input.GreenEndSeconds[Through] = 12;
        input.Queue[Cross] = 40;
        search.Run();

        long before = GC.GetAllocatedBytesForCurrentThread();
        search.Run();

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    /// <summary>Stage 0: through and left; stage 1: left; stage 2: cross. Stage 0 runs and nobody is anywhere.</summary>
    private static PlanInput Bench(out PlanSearch search)
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.PermissiveThenProtected());
        StageModel model = new(intersection);
        model.Refresh(new QueueEstimator(intersection), pedestrians: 0);
        PlanInput input = new(model, Horizon) { NextStage = -1, AllowedFirst = ulong.MaxValue };
        for (int lane = 0; lane < 3; lane++)
        {
            input.Weight[lane] = 1;
            input.Downstream[lane] = 1;
            input.RatePerSecond[lane] = 0.5F;
        }

        input.Tokens[Through] = 1;
        search = new PlanSearch(model, input, maxOperations: 100_000);
        return input;
    }
}
