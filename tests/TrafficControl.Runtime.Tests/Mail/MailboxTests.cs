using TrafficControl.Runtime.Mail;

namespace TrafficControl.Runtime.Tests.Mail;

[TestFixture]
public sealed class MailboxTests
{
    [Test]
    public void TryPost_FullBox_RefusesAndTakesAgainAfterATake()
    {
        Mailbox<int> mailbox = new(2);

        Assert.That((mailbox.TryPost(1), mailbox.TryPost(2), mailbox.TryPost(3)), Is.EqualTo((true, true, false)));
        Assert.That(mailbox.TryTake(out int first), Is.True);
        Assert.That(first, Is.EqualTo(1));
        Assert.That(mailbox.TryPost(4), Is.True);
    }

    [Test]
    public void TryTake_EmptyBox_IsFalse()
    {
        Assert.That(new Mailbox<int>(1).TryTake(out _), Is.False);
    }

    [Test]
    [CancelAfter(30_000)]
    public void TryPost_FromManyThreads_NeverExceedsTheCapacityAndLosesNothingItTook()
    {
        const int Posters = 4;
        const int Each = 20_000;
        Mailbox<int> mailbox = new(64);
        long posted = 0;
        long taken = 0;
        int running = Posters;
        Thread[] threads = new Thread[Posters];
        for (int i = 0; i < Posters; i++)
        {
            threads[i] = new Thread(() =>
            {
                for (int n = 0; n < Each; n++)
                {
                    Interlocked.Add(ref posted, mailbox.TryPost(n) ? 1 : 0);
                }

                Interlocked.Decrement(ref running);
            });
            threads[i].Start();
        }

        while (Volatile.Read(ref running) > 0)
        {
            taken += mailbox.TryTake(out _) ? 1 : 0;
        }

        while (mailbox.TryTake(out _))
        {
            taken++;
        }

        Assert.That(taken, Is.EqualTo(posted));
        Assert.That(taken, Is.GreaterThan(0));
    }
}
