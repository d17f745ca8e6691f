using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;
using TrafficControl.Server.ControllerLink;
using TrafficControl.Testing;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Server.Tests.ControllerLink;

[TestFixture]
public sealed class TickPumpTests
{
    private const int ValidityMs = 3_000;
    private const long BytesPerSession = 4_096;

    private static readonly Intersection TwoStage = Intersection.Create(IntersectionSamples.TwoStage());
    private static readonly Intersection Nema = Intersection.Create(IntersectionSamples.NemaEightPhase());

    [Test]
    public void Constructor_AnySession_KeepsNoBufferOfATick()
    {
        IntersectionEngine engine = new(Nema, new EngineOptions());
        AnswerTick(NewPump(engine), 1, 1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();

        TickPump pump = NewPump(engine);
        engine.BeginSession_TickThreadOnly();
        AnswerTick(pump, 1, 1_100);

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.LessThan(BytesPerSession));
    }

    [Test]
    public void Answer_SessionsTakeTurnsOnOneThread_EachAnswersItsOwnTick()
    {
        TickPump first = NewPump(new IntersectionEngine(TwoStage, new EngineOptions()));
        TickPump second = NewPump(new IntersectionEngine(Nema, new EngineOptions()));
        for (int i = 1; i <= 40; i++)
        {
            V1.Directive one = AnswerTick(first, i, i * 1_000);
            V1.Directive other = AnswerTick(second, i, 500_000 + (i * 100));
            Assert.That((one.TickSequence, one.ValidUntilMs), Is.EqualTo(((long)i, (i * 1_000L) + ValidityMs)));
            Assert.That(one.NextGroups, Is.EqualTo(i * 1_000 % 60_000 < 30_000 ? 1UL : 2UL));
            Assert.That((other.TickSequence, other.ValidUntilMs), Is.EqualTo(((long)i, 500_000 + (i * 100L) + ValidityMs)));
        }
    }

    private static TickPump NewPump(IntersectionEngine engine) =>
        new(engine, isSimulated: true, plansOnly: false, ValidityMs);

    private static V1.Directive AnswerTick(TickPump pump, long sequence, long timeMs) =>
        pump.Answer(new V1.Tick { Sequence = sequence, TimeMs = timeMs })!.Directive;
}
