using TrafficControl.Simulation.Sumo.Faults;

namespace TrafficControl.Simulation.Tests.Sumo.Faults;

/// <summary>One faulty loop over 10 000 vehicles, one every 4 s, each on it for half a second.</summary>
[TestFixture]
public sealed class LoopFaultsTests
{
    private const int Vehicles = 10_000;
    private const int HeadwayMs = 4_000;
    private const int OnMs = 500;

    // Four standard deviations of a binomial share of 5 % of 10 000.
    private const double Tolerance = 0.0088;

    [Test]
    public void Apply_NoFault_ChangesNothing() =>
        Assert.That(Report(default, seed: 1), Is.EqualTo(Truth().SelectMany(step => step)));

    [Test]
    public void Apply_Missed_LosesThatShareWholly()
    {
        List<(long TimeMs, bool IsOn)> report = Report(new SensorCondition { MissedShare = 0.05 }, seed: 1);

        Assert.That(Ons(report) / (double)Vehicles, Is.EqualTo(0.95).Within(Tolerance));
        Assert.That(report, Is.SubsetOf(Truth().SelectMany(step => step)));
        AssertIsALoopsReport(report);
    }

    [Test]
    public void Apply_AllMissed_ReportsNothing() =>
        Assert.That(Report(new SensorCondition { MissedShare = 1 }, seed: 1), Is.Empty);

    [Test]
    public void Apply_False_AddsThatShareOfShortPresences()
    {
        LoopFaults loop = new(new SensorCondition { FalseShare = 0.05 }, 1, "loop");
        List<(long TimeMs, bool IsOn)> report = Report(loop);

        // A presence of nobody that overlaps a true one makes no presence of its own: 0.8 s of every 4 s.
        Assert.That(loop.Counts.Added / (double)Vehicles, Is.EqualTo(0.05).Within(Tolerance));
        Assert.That(Ons(report) / (double)Vehicles, Is.EqualTo(1 + (0.05 * 0.8)).Within(Tolerance));
        AssertIsALoopsReport(report);
        long[] phases = [.. Starts(report).Select(start => start % HeadwayMs).Where(phase => phase != 0)];
        Assert.That(phases.Average(), Is.EqualTo((OnMs + HeadwayMs - LoopFaults.ShortPresenceMs) / 2.0).Within(250),
            "they come at random times, not with the vehicles");
    }

    [Test]
    public void Apply_Duplicated_AddsASecondPresenceBehindThatShare()
    {
        List<(long TimeMs, bool IsOn)> report = Report(new SensorCondition { DuplicatedShare = 0.05 }, seed: 1);

        Assert.That(Ons(report) / (double)Vehicles, Is.EqualTo(1.05).Within(Tolerance));
        Assert.That(Starts(report).Select(start => start % HeadwayMs).Distinct(),
            Is.EquivalentTo(new[] { 0, OnMs + LoopFaults.DuplicateGapMs }));
        AssertIsALoopsReport(report);
    }

    [TestCase(DetectorFaultKind.Dead)]
    [TestCase(DetectorFaultKind.StuckOff)]
    public void Apply_DeadOrStuckOff_ReportsNothing(DetectorFaultKind failure) =>
        Assert.That(Report(new SensorCondition { Failure = failure, FalseShare = 1 }, seed: 1), Is.Empty);

    [Test]
    public void Apply_StuckOn_ReportsOneOnAtTheStart() =>
        Assert.That(Report(new SensorCondition { Failure = DetectorFaultKind.StuckOn }, seed: 1), Is.EqualTo(new[] { (0L, true) }));

    [Test]
    public void Apply_Delayed_ReportsAndStampsThatMuchLater()
    {
        LoopFaults loop = new(new SensorCondition { DelayMs = 1_500 }, 1, "loop");
        List<(long TimeMs, bool IsOn)> step = [(10_200, true), (10_700, false)];

        loop.Apply(step, 10_000, 11_000);
        Assert.That(step, Is.Empty);
        loop.Apply(step, 11_000, 12_000);
        Assert.That(step, Is.EqualTo(new[] { (11_700L, true) }));
        step.Clear();
        loop.Apply(step, 12_000, 13_000);
        Assert.That(step, Is.EqualTo(new[] { (12_200L, false) }));
    }

    [TestCase(-1_500, 8_700, 9_200)]
    [TestCase(500, 10_700, 11_000)]
    [TestCase(5_000, 11_000, 11_000)]
    public void Apply_ClockSkew_ReportsAtOnceWithThatClocksStampsButNeverTheFuture(int skewMs, long onMs, long offMs)
    {
        LoopFaults loop = new(new SensorCondition { SkewMs = skewMs }, 1, "loop");
        List<(long TimeMs, bool IsOn)> step = [(10_200, true), (10_700, false)];

        loop.Apply(step, 10_000, 11_000);

        Assert.That(step, Is.EqualTo(new[] { (onMs, true), (offMs, false) }));
    }

    [Test]
    public void Apply_EverythingAtOnce_IsStillALoopsReport() =>
        AssertIsALoopsReport(Report(
            new SensorCondition { MissedShare = 0.2, FalseShare = 1, DuplicatedShare = 0.5, DelayMs = 700, SkewMs = 300 }, seed: 1));

    [Test]
    public void Apply_SameSeed_ReportsTheSameAndAnotherSeedOrLoopDoesNot()
    {
        SensorCondition condition = new() { MissedShare = 0.05, FalseShare = 0.05 };

        List<(long TimeMs, bool IsOn)> first = Report(condition, seed: 7);

        Assert.That(Report(condition, seed: 7), Is.EqualTo(first));
        Assert.That(Report(condition, seed: 8), Is.Not.EqualTo(first));
        Assert.That(Report(new LoopFaults(condition, 7, "other")), Is.Not.EqualTo(first));
    }

    [Test]
    public void Apply_OneMoreFault_LeavesWhatIsMissedAsItWas()
    {
        List<(long TimeMs, bool IsOn)> alone = Report(new SensorCondition { MissedShare = 0.05 }, seed: 7);
        List<(long TimeMs, bool IsOn)> both = Report(new SensorCondition { MissedShare = 0.05, DuplicatedShare = 0.05 }, seed: 7);

        Assert.That(alone, Is.SubsetOf(both));
    }

    private static List<(long TimeMs, bool IsOn)> Report(SensorCondition condition, int seed) =>
        Report(new LoopFaults(condition, seed, "loop"));

    private static List<(long TimeMs, bool IsOn)> Report(LoopFaults loop)
    {
        List<(long TimeMs, bool IsOn)> report = [];
        long from = 0;
        foreach (List<(long TimeMs, bool IsOn)> step in Truth())
        {
            loop.Apply(step, from, from + 1_000);
            Assert.That(step.Select(change => change.TimeMs), Is.All.LessThanOrEqualTo(from + 1_000));
            report.AddRange(step);
            from += 1_000;
        }

        return report;
    }

    /// <summary>The steps of one second, and a minute in which what is still due can come.</summary>
    private static IEnumerable<List<(long TimeMs, bool IsOn)>> Truth()
    {
        for (long step = 0; step < (Vehicles * HeadwayMs / 1_000) + 62; step++)
        {
            long start = step * 1_000;
            bool isEntry = start % HeadwayMs == 0 && start / HeadwayMs < Vehicles;
            yield return isEntry ? [(start, true), (start + OnMs, false)] : [];
        }
    }

    private static int Ons(List<(long TimeMs, bool IsOn)> report) => report.Count(change => change.IsOn);

    private static IEnumerable<long> Starts(List<(long TimeMs, bool IsOn)> report) =>
        report.Where(change => change.IsOn).Select(change => change.TimeMs);

    private static void AssertIsALoopsReport(List<(long TimeMs, bool IsOn)> report)
    {
        Assert.That(report, Is.Not.Empty);
        Assert.That(report.Select(change => change.TimeMs), Is.Ordered);
        Assert.That(report.Where((change, i) => change.IsOn != (i % 2 == 0)), Is.Empty, "on and off take turns");
    }
}
