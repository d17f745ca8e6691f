using TrafficControl.Simulation.Evaluation;

namespace TrafficControl.Simulation.Tests.Evaluation;

[TestFixture]
public sealed class QueueClearingTests
{
    [TestCase(new[] { 5, 20, 8 }, 1, 0, Description = "never a queue")]
    [TestCase(new[] { 5, 21, 8, 3 }, 1, 20, Description = "gone with the sample after the last")]
    [TestCase(new[] { 30, 5, 25, 5 }, 1, 30, Description = "the last one counts")]
    [TestCase(new[] { 5, 30, 5, 5 }, 2, 0, Description = "two lights may have forty")]
    [TestCase(new[] { 5, 21, 30 }, 1, 20, Description = "never gone: the end")]
    public void ClearedS_QueueOverTime_IsTheEndOfTheLast(int[] vehicles, int lights, double expectedS)
    {
        TrafficSample[] series =
            [.. vehicles.Select((count, i) => new TrafficSample(1_000 + (10 * i), count / 2, count - (count / 2), 0))];

        Assert.That(QueueClearing.ClearedS(series, lights), Is.EqualTo(expectedS));
    }

    [Test]
    public void ClearedS_NoSamples_IsZero() => Assert.That(QueueClearing.ClearedS([], 1), Is.Zero);
}
