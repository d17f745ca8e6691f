using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;
using TrafficControl.Core.Planning;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Planning;

[TestFixture]
public sealed class StageModelTests
{
    [Test]
    public void ChangeOf_StageThatKeepsPartOfTheGreens_TakesTheYellowOfTheOthers()
    {
        StageModel model = Create(IntersectionSamples.PermissiveThenProtected(), pedestrians: 0);

        (int hold, int change) = model.ChangeOf(0, 1, new float[model.Width]);

        Assert.That(hold, Is.Zero);
        Assert.That(change, Is.EqualTo(4), "3 s of yellow and 1 s of red clearance, although nothing starts");
        Assert.That(model.MinGreenSeconds[1], Is.EqualTo(1), "the red revert of 2 s from the end of yellow is over after 1 s");
    }

    [Test]
    public void ChangeOf_NobodyOnTheCrossing_CostsNoPedestrianClearance()
    {
        StageModel model = Create(IntersectionSamples.NemaEightPhase(), pedestrians: 0);
        (int from, int to) = WalkAndCross(model);

        Assert.That(model.ChangeOf(from, to, new float[model.Width]).ChangeSeconds, Is.EqualTo(4));
    }

    [TestCase(3f, 3, 7)]
    [TestCase(9.5f, 10, 14)]
    public void ChangeOf_PeopleOnTheCrossingBeside_VehiclesGoOnWhileTheyClear(float restSeconds, int hold, int change)
    {
        StageModel model = Create(IntersectionSamples.NemaEightPhase(), pedestrians: 0);
        (int from, int to) = WalkAndCross(model);
        float[] crossing = new float[model.Width];
        Array.Fill(crossing, restSeconds, model.Lanes.Length, model.PedestrianCount);

        Assert.That(model.ChangeOf(from, to, crossing), Is.EqualTo((hold, change)));
    }

    [Test]
    public void YieldsOf_TurnAcrossACrossing_NamesItsPedestrians()
    {
        StageModel model = Create(RichIntersection.Create(), pedestrians: 0);
        int stage = 0;

        ReadOnlySpan<YieldEntry> yields = model.YieldsOf(stage);

        YieldEntry entry = yields[0];
        int[] foes = [.. model.Foes.AsSpan(entry.FirstFoe, entry.FoeCount).ToArray().Select(foe => foe.Lane)];
        Assert.That(foes, Does.Contain(model.Lanes.Length), "the first row behind the lanes is the first pedestrian group");
    }

    private static StageModel Create(IntersectionDefinition definition, ulong pedestrians)
    {
        Intersection intersection = Intersection.Create(definition);
        StageModel model = new(intersection);
        model.Refresh(new QueueEstimator(intersection), pedestrians);
        return model;
    }

    /// <summary>A stage in which people walk, and one whose greens cross their way.</summary>
    private static (int From, int To) WalkAndCross(StageModel model)
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.NemaEightPhase());
        Stage from = intersection.Stages.First(stage => (stage.Groups & intersection.PedestrianGroups) != 0);
        Stage to = intersection.Stages.First(stage => (stage.Groups & from.Groups) == 0);
        Assert.That(model.StageCount, Is.EqualTo(intersection.Stages.Length));
        return (from.Index, to.Index);
    }
}
