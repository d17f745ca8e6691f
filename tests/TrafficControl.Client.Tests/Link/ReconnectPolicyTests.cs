using TrafficControl.Client.Link;

namespace TrafficControl.Client.Tests.Link;

[TestFixture]
public sealed class ReconnectPolicyTests
{
    private static readonly ReconnectPolicy Policy = new()
    {
        FirstDelay = TimeSpan.FromMilliseconds(100),
        MaxDelay = TimeSpan.FromSeconds(2),
    };

    [TestCase(0, 100)]
    [TestCase(1, 200)]
    [TestCase(4, 1_600)]
    [TestCase(5, 2_000)]
    [TestCase(1_000, 2_000)]
    public void DelayBefore_Attempt_IsSpreadUpToItsBound(int attempt, int boundMs)
    {
        Random random = new(1);
        double[] delays = [.. Enumerable.Range(0, 500).Select(_ => Policy.DelayBefore(attempt, random).TotalMilliseconds)];

        Assert.That(delays, Has.All.LessThanOrEqualTo(boundMs));
        Assert.That(delays.Max(), Is.GreaterThan(0.9 * boundMs));
        Assert.That(delays.Min(), Is.LessThan(0.1 * boundMs), "full jitter starts at zero");
    }

    [Test]
    public void DelayBefore_NegativeAttempt_Throws()
    {
        Assert.That(() => Policy.DelayBefore(-1, new Random(1)), Throws.InstanceOf<ArgumentOutOfRangeException>());
    }
}
