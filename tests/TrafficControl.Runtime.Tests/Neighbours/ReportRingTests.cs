using TrafficControl.Runtime.Neighbours;

namespace TrafficControl.Runtime.Tests.Neighbours;

[TestFixture]
public sealed class ReportRingTests
{
    private const long MaxForwardMs = 5_000;

    [Test]
    public void TryPost_Full_IsRefusedAndTheOldestStay()
    {
        ReportRing<QueueReport> ring = new();
        for (int i = 0; i < ReportRing<QueueReport>.Capacity; i++)
        {
            Assert.That(ring.TryPost(new QueueReport(i, i)), Is.True);
        }

        Assert.That(ring.TryPost(new QueueReport(99, 99)), Is.False);
        Assert.That(ring.TryTakeBefore(1_000, MaxForwardMs, out QueueReport first), Is.True);
        Assert.That(first.TimeMs, Is.Zero);
        Assert.That(ring.TryPost(new QueueReport(99, 99)), Is.True);
    }

    [TestCase(999, true)]
    [TestCase(1_000, false)]
    [TestCase(1_500, false)]
    [TestCase(6_000, true)]
    public void TryTakeBefore_ReportOfThisInstantOrLater_StaysUnlessItsClockIsFarAhead(long reportMs, bool isTaken)
    {
        ReportRing<QueueReport> ring = new();
        ring.TryPost(new QueueReport(reportMs, 1));

        Assert.That(ring.TryTakeBefore(1_000, MaxForwardMs, out _), Is.EqualTo(isTaken));
    }
}
