using Google.Protobuf;
using TrafficControl.Core.Model;
using TrafficControl.Load.Http2;
using TrafficControl.Load.Traffic;
using V1 = TrafficControl.Protocol.V1;

namespace TrafficControl.Load.Tests.Traffic;

/// <summary>Scripts: their rates, that they repeat, and that they decode to what they say.</summary>
[TestFixture]
public sealed class ScriptTests
{
    private const double Seconds = ScriptRecorder.LengthMs / 1_000.0;
    private static readonly Intersection Model = Junctions.Model("fixed");

    private static IEnumerable<string> Mixes => TrafficMix.All.Select(mix => mix.Name);

    [TestCaseSource(nameof(Mixes))]
    public void Record_EachMix_HasTheRateItClaims(string name)
    {
        TrafficMix mix = TrafficMix.All.First(one => one.Name == name);
        TickScript[] scripts = new ScriptRecorder(Model, mix, onEvents: false).Record(2, seed: 1);

        Assert.That(
            scripts.Average(script => script.Events / Seconds), Is.EqualTo(mix.EventsPerSecond).Within(mix.EventsPerSecond * 0.25));
        Assert.That(scripts[0].Count, Is.EqualTo(Seconds * 10));
    }

    [Test]
    public void Record_OnEventsInNormalTraffic_TicksThreeTimesASecondAndAtLeastOnce()
    {
        TickScript script = new ScriptRecorder(Model, TrafficMix.Normal, onEvents: true).Record(1, seed: 1)[0];

        Assert.That(script.Count / Seconds, Is.EqualTo(3).Within(0.75));
        Assert.That(
            Enumerable.Range(1, script.Count - 1).Max(i => script.TimeMs(i) - script.TimeMs(i - 1)), Is.LessThanOrEqualTo(1_000));
    }

    [Test]
    public void Record_SameSeedAgain_GivesTheSameBytes()
    {
        TickScript[] once = new ScriptRecorder(Model, TrafficMix.Normal, onEvents: false).Record(2, seed: 7);
        TickScript[] again = new ScriptRecorder(Model, TrafficMix.Normal, onEvents: false).Record(2, seed: 7);

        Assert.That(Bytes(again[1], 2_000), Is.EqualTo(Bytes(once[1], 2_000)));
        Assert.That(again.Select(script => script.Events), Is.EqualTo(once.Select(script => script.Events)));
        Assert.That(once[0].Events, Is.Not.EqualTo(once[1].Events), "each script has traffic of its own");
    }

    [Test]
    public void Write_AnyTick_DecodesWithTheSequenceAndTimeGiven()
    {
        const long Sequence = (1L << 35) - 1;
        const long TimeMs = 1_795_000_000_123;
        TickScript script = new ScriptRecorder(Model, TrafficMix.Motorcycle, onEvents: false).Record(1, seed: 1)[0];
        long events = 0;
        for (int i = 0; i < script.Count; i++)
        {
            byte[] frame = new byte[script.Bytes(i)];
            script.Write(i, Sequence, TimeMs, frame);
            V1.Tick tick = V1.ConnectRequest.Parser.ParseFrom(frame, GrpcPrefix.Bytes, frame.Length - GrpcPrefix.Bytes).Tick;
            events += tick.Transitions.Count;
            Assert.That((tick.Sequence, tick.TimeMs), Is.EqualTo((Sequence, TimeMs)));
        }

        Assert.That(events, Is.EqualTo(script.Events));
    }

    [TestCase(0)]
    [TestCase(127)]
    [TestCase(128)]
    [TestCase((1L << 35) - 1)]
    public void Write_PaddedVarint_ReadsAsItsNumber(long value)
    {
        byte[] bytes = new byte[5];
        PaddedVarint.Write(bytes, value);

        Assert.That(new CodedInputStream(bytes).ReadInt64(), Is.EqualTo(value));
    }

    private static byte[] Bytes(TickScript script, int index)
    {
        byte[] bytes = new byte[script.Bytes(index)];
        script.Write(index, 1, 0, bytes);
        return bytes;
    }
}
