using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Testing;

namespace TrafficControl.Protocol.Tests.Mapping;

[TestFixture]
public sealed class TickMapperTests
{
    private const long NowMs = 1_700_000_000_000;

    private static readonly Intersection Nema = Intersection.Create(IntersectionSamples.NemaEightPhase());

    [Test]
    public void Fill_ThereAndBack_KeepsEverything()
    {
        ControllerTick sent = new()
        {
            Sequence = 7,
            TimeMs = NowMs,
            Signals = new SignalFrame(NowMs - 700, 0b0100_0010, 0b1, 0b1000, 1UL << 8, 1UL << 9),
            PedestrianCalls = 1UL << 10,
            Mode = LocalMode.LocalPlan,
            Faults = 5,
        };
        sent.TryAdd(new DetectorTransition(NowMs - 90, 3, IsOn: true));
        sent.TryAdd(new DetectorTransition(NowMs, 11, IsOn: false));
        sent.TryAdd(new DetectorCount(2, VehicleClasses.Motorcycle, 65_535));
        sent.TryAdd(new PriorityCall(4, 14, 12_000));
        V1.Tick message = new();
        ControllerTick got = new();

        TickMapper.Fill(sent, message);
        string? fault = TickMapper.Fill(message, Nema, got, out int dropped);

        Assert.Multiple(() =>
        {
            Assert.That(fault, Is.Null);
            Assert.That(dropped, Is.Zero);
            Assert.That((got.Sequence, got.TimeMs, got.Mode, got.Faults), Is.EqualTo((7L, NowMs, LocalMode.LocalPlan, 5U)));
            Assert.That(got.Signals, Is.EqualTo(sent.Signals));
            Assert.That(got.PedestrianCalls, Is.EqualTo(sent.PedestrianCalls));
            Assert.That(got.Transitions.ToArray(), Is.EqualTo(sent.Transitions.ToArray()));
            Assert.That(got.Counts.ToArray(), Is.EqualTo(sent.Counts.ToArray()));
            Assert.That(got.PriorityCalls.ToArray(), Is.EqualTo(sent.PriorityCalls.ToArray()));
        });
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(TickMapper.MaxOffsetMs)]
    public void Unpack_OfPack_KeepsTheTransition(int backMs)
    {
        DetectorTransition transition = new(NowMs - backMs, 255, IsOn: true);

        Assert.That(TickMapper.Unpack(TickMapper.Pack(transition, NowMs), NowMs), Is.EqualTo(transition));
    }

    [Test]
    public void Pack_OlderThanCanBeSaid_IsTheOldestThatCan()
    {
        DetectorTransition transition = new(NowMs - TickMapper.MaxOffsetMs - 1, 0, IsOn: false);

        Assert.That(
            TickMapper.Unpack(TickMapper.Pack(transition, NowMs), NowMs).TimeMs, Is.EqualTo(NowMs - TickMapper.MaxOffsetMs));
    }

    private static IEnumerable<TestCaseData> MalformedTicks()
    {
        yield return new TestCaseData(Tick(t => t.Sequence = 0), "tick.sequence");
        yield return new TestCaseData(Tick(t => t.TimeMs = -1), "tick.time_ms");
        yield return new TestCaseData(Tick(t => t.TimeMs = long.MaxValue), "tick.time_ms");
        yield return new TestCaseData(Tick(t => t.LocalMode = (V1.LocalMode)9), "tick.local_mode");
        yield return new TestCaseData(Tick(t => t.SignalsAgeMs = -1), "tick.signals_age_ms");
        yield return new TestCaseData(Tick(t => t.SignalsAgeMs = 60_001), "tick.signals_age_ms");
        yield return new TestCaseData(Tick(t => t.GreenMask = 1UL << 40), "tick.green_mask");
        yield return new TestCaseData(Tick(t => t.YellowMask = 1UL << 8), "tick.green_mask");
        yield return new TestCaseData(Tick(t => t.WalkMask = 1), "tick.walk_mask");
        yield return new TestCaseData(Tick(t => t.PedestrianCalls = 1), "pedestrian_calls");
        yield return new TestCaseData(Tick(t => t.Transitions.Add(500U << 1)), "tick.transitions[0]");
        yield return new TestCaseData(
            Tick(t =>
            {
                t.Transitions.Add(TickMapper.Pack(new DetectorTransition(NowMs, 0, IsOn: true), NowMs));
                t.Transitions.Add(TickMapper.Pack(new DetectorTransition(NowMs - 1, 0, IsOn: false), NowMs));
            }),
            "tick.transitions[1]");
        yield return new TestCaseData(
            Tick(t => t.Counts.Add(new V1.ClassCount { Detector = 99, VehicleClass = V1.VehicleClass.Car })),
            "tick.counts[0].detector");
        yield return new TestCaseData(Tick(t => t.Counts.Add(new V1.ClassCount())), "tick.counts[0].vehicle_class");
        yield return new TestCaseData(
            Tick(t => t.Counts.Add(new V1.ClassCount { VehicleClass = V1.VehicleClass.Car, Count = 70_000 })),
            "tick.counts[0].count");
        yield return new TestCaseData(
            Tick(t => t.PriorityRequests.Add(new V1.PriorityRequest { Group = 64 })), "tick.priority_requests[0].group");
        yield return new TestCaseData(
            Tick(t => t.PriorityRequests.Add(new V1.PriorityRequest { Level = 15 })), "tick.priority_requests[0].level");
    }

    [TestCaseSource(nameof(MalformedTicks))]
    public void Fill_MalformedTick_NamesTheField(V1.Tick message, string field)
    {
        Assert.That(TickMapper.Fill(message, Nema, new ControllerTick(), out _), Does.Contain(field));
    }

    [Test]
    public void Fill_MoreTransitionsThanATickHolds_CountsTheRest()
    {
        V1.Tick message = Tick(_ => { });
        message.Transitions.AddRange(Enumerable.Repeat(1U, ControllerTick.MaxTransitions + 3));

        Assert.That(TickMapper.Fill(message, Nema, new ControllerTick(), out int dropped), Is.Null);
        Assert.That(dropped, Is.EqualTo(3));
    }

    [Test]
    public void Fill_FromMessageManyTimes_AllocatesNothing()
    {
        V1.Tick message = Tick(t => t.Transitions.Add(1U));
        ControllerTick tick = new();
        TickMapper.Fill(message, Nema, tick, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            TickMapper.Fill(message, Nema, tick, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static V1.Tick Tick(Action<V1.Tick> change)
    {
        V1.Tick tick = new() { Sequence = 1, TimeMs = NowMs };
        change(tick);
        return tick;
    }
}
