using TrafficControl.Simulation.Evaluation;

namespace TrafficControl.Simulation.Tests.Evaluation;

[TestFixture]
public sealed class GridlockRuleTests
{
    [TestCase(20, false)]
    [TestCase(21, true)]
    public void IsGridlock_StuckVehicles_MoreThanTwentyAreOne(int stuck, bool expected)
    {
        double[] times = [.. Enumerable.Repeat(301.0, stuck), 300, 300, 12, 0];

        Assert.That(GridlockRule.StuckVehicles(times), Is.EqualTo(stuck), "300 s exactly is not over 300 s");
        Assert.That(GridlockRule.IsGridlock(GridlockRule.StuckVehicles(times)), Is.EqualTo(expected));
    }
}
