using FsCheck;
using FsCheck.Fluent;
using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests.Properties;

[TestFixture]
public sealed class IntersectionGeneratorTests
{
    [Test]
    public void Create_AnySeed_IsValid() => Check(seed =>
        Assert.That(IntersectionValidator.Validate(IntersectionGenerator.Create(seed)), Is.Empty));

    [Test]
    public void Create_AnySeed_StagesAreFreeOfConflictAndServeEveryGroup() => Check(seed =>
    {
        Intersection intersection = Intersection.Create(IntersectionGenerator.Create(seed));

        Assert.That(intersection.Groups, Has.Length.InRange(2, 12));
        Assert.That(intersection.Stages, Has.All.Matches<Stage>(stage => intersection.IsConflictFree(stage!.Groups)));
        Assert.That(
            intersection.Stages.Aggregate(0UL, (served, stage) => served | stage.Groups), Is.EqualTo(intersection.AllGroups));
        Assert.That(intersection.Plans.SelectMany(plan => plan.SplitStages), Has.All.GreaterThanOrEqualTo(0));
    });

    [Test]
    public void Create_ManySeeds_CoversEveryKindStrategyAndWayOfStaging()
    {
        IntersectionDefinition[] files = [.. Enumerable.Range(0, 500).Select(seed => IntersectionGenerator.Create(seed))];

        Assert.That(
            files.SelectMany(file => file.SignalGroups).Select(group => group.Kind).Distinct(),
            Is.EquivalentTo(Enum.GetValues<SignalGroupKind>()));
        Assert.That(
            files.SelectMany(file => file.SignalGroups).Select(group => group.Recall).Distinct(),
            Is.EquivalentTo(Enum.GetValues<RecallMode>()));
        Assert.That(files.Count(file => file.RingBarrier is not null), Is.GreaterThan(100));
        Assert.That(files.Count(file => file.Stages.Count > 0), Is.GreaterThan(100));
        Assert.That(files.Count(file => file.RingBarrier is null && file.Stages.Count == 0), Is.GreaterThan(50));
        foreach (string plan in new[] { "fixed", "coordinated", "free", "pressure", "adaptive", "announced", "slotted", "wave" })
        {
            Assert.That(files.Count(file => file.LocalPlan == plan), Is.GreaterThan(50), plan);
        }
    }

    private static void Check(Action<int> holds) =>
        Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue - 1)), holds)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1_000).WithReplay(7, 0x9E37_79B9_7F4A_7C15));
}
