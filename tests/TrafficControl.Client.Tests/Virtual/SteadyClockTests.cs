using TrafficControl.Client.Virtual;

namespace TrafficControl.Client.Tests.Virtual;

[TestFixture]
public sealed class SteadyClockTests
{
    private SettableTime _time = null!;
    private SteadyClock _clock = null!;

    [SetUp]
    public void SetUp()
    {
        _time = new SettableTime();
        _clock = new SteadyClock(_time);
    }

    [Test]
    public void NowMs_WallClockUndisturbed_FollowsIt()
    {
        _time.Pass(12_345);

        Assert.That(_clock.NowMs(), Is.EqualTo(_time.GetUtcNow().ToUnixTimeMilliseconds()));
    }

    [TestCase(-3_600_000, 9_900)]
    [TestCase(3_600_000, 10_100)]
    [TestCase(-50, 9_950)]
    public void NowMs_WallClockSet_DriftsTowardsItByOnePerCentAtMost(long stepMs, long expectedMs)
    {
        long before = _clock.NowMs();
        _time.SetWall(stepMs);
        for (int i = 0; i < 100; i++)
        {
            _time.Pass(100);
            _clock.NowMs();
        }

        Assert.That(_clock.NowMs() - before, Is.EqualTo(expectedMs).Within(2));
    }

    private sealed class SettableTime : TimeProvider
    {
        private long _monotonicMs;
        private long _wallMs = 1_800_000_000_000;

        public override long TimestampFrequency => 1_000;

        public void Pass(long ms)
        {
            _monotonicMs += ms;
            _wallMs += ms;
        }

        public void SetWall(long byMs) => _wallMs += byMs;

        public override long GetTimestamp() => _monotonicMs;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(_wallMs);
    }
}
