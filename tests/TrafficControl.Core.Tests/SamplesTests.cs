using TrafficControl.Core.Model;
using TrafficControl.Testing;

namespace TrafficControl.Core.Tests;

[TestFixture]
public sealed class SamplesTests
{
    [Test]
    public void Create_NemaEightPhase_DerivesTheEightCombinations()
    {
        Intersection intersection = Intersection.Create(IntersectionSamples.NemaEightPhase());

        Assert.That(intersection.Stages, Has.Length.EqualTo(8));
        Assert.That(intersection.Stages, Has.All.Matches<Stage>(stage => intersection.IsConflictFree(stage!.Groups)));
        Assert.That(intersection.PhaseSlots, Has.Length.EqualTo(8));
    }
}
