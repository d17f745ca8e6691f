using TrafficControl.Load.Runs;

namespace TrafficControl.Load.Tests.Runs;

/// <summary>The search for where something becomes too much.</summary>
[TestFixture]
public sealed class CrossingTests
{
    [TestCase(100, 950)]
    [TestCase(100, 100)]
    [TestCase(100, 7)]
    [TestCase(1, 2)]
    public async Task FindAsync_ALimit_LiesBetweenTheNumbersFound(int first, int limit)
    {
        int tries = 0;
        Crossing crossing = await Crossing.FindAsync(first, 10_000, controllers =>
        {
            tries++;
            return Task.FromResult(controllers >= limit);
        });

        Assert.That(crossing.Below, Is.LessThan(limit));
        Assert.That(crossing.Above, Is.GreaterThanOrEqualTo(limit));
        Assert.That(crossing.Above - crossing.Below, Is.LessThanOrEqualTo(Math.Max(1, crossing.Above * 0.1)));
        Assert.That(tries, Is.LessThan(15));
    }

    [Test]
    public async Task FindAsync_NeverTooMuch_EndsAtTheMost()
    {
        Crossing crossing = await Crossing.FindAsync(300, 1_000, _ => Task.FromResult(false));

        Assert.That(crossing, Is.EqualTo(new Crossing(1_000, 1_000)));
    }
}
