using Google.Protobuf;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Protocol.Mapping;
using TrafficControl.Testing;

namespace TrafficControl.Protocol.Tests.Mapping;

/// <summary>Detector 0 of the intersection follows objects, detector 1 is a loop.</summary>
[TestFixture]
public sealed class TrackMapperTests
{
    private const long NowMs = 1_700_000_000_000;

    private static readonly Intersection Mixed = Create();

    [Test]
    public void Fill_ThereAndBackOverTheWire_KeepsEveryObservation()
    {
        ControllerTick sent = new() { Sequence = 1, TimeMs = NowMs };
        sent.TryAdd(new TrackObservation(NowMs, 1, 0, VehicleClasses.Car, 12.3F, 4.56F, 100));
        sent.TryAdd(new TrackObservation(NowMs - 10_000, uint.MaxValue, 0, VehicleClasses.Pedestrian, -50, 0, 0));
        sent.TryAdd(new TrackObservation(NowMs - 100, 7, 0, VehicleClasses.Motorcycle, 2_500, 100, 55, Section: 255));
        V1.Tick message = new();
        ControllerTick got = new();

        TickMapper.Fill(sent, message);
        string? fault = TickMapper.Fill(V1.Tick.Parser.ParseFrom(message.ToByteArray()), Mixed, got, out int dropped);

        Assert.That((fault, dropped), Is.EqualTo(((string?)null, 0)));
        Assert.That(got.Tracks.ToArray(), Is.EqualTo(sent.Tracks.ToArray()));
    }

    [Test]
    public void Fill_ValuesThatCannotBeSaid_AreSentAsTheNearest()
    {
        ControllerTick sent = new() { Sequence = 1, TimeMs = NowMs };
        sent.TryAdd(new TrackObservation(0, 1, 0, VehicleClasses.Car, float.NaN, float.PositiveInfinity, 255));
        sent.TryAdd(new TrackObservation(NowMs + 5, 1, 0, VehicleClasses.Car, float.NegativeInfinity, -1, 0));
        V1.Tick message = new();
        ControllerTick got = new();

        TickMapper.Fill(sent, message);
        string? fault = TickMapper.Fill(message, Mixed, got, out _);

        Assert.That(fault, Is.Null);
        Assert.That(got.Tracks.ToArray(), Is.EqualTo(new[]
        {
            new TrackObservation(NowMs - 10_000, 1, 0, VehicleClasses.Car, 2_500, 100, 100),
            new TrackObservation(NowMs, 1, 0, VehicleClasses.Car, -50, 0, 0),
        }));
    }

    [Test]
    public void Fill_MessageFilledAgain_HoldsOnlyTheLastTick()
    {
        ControllerTick sent = new() { Sequence = 1, TimeMs = NowMs };
        sent.TryAdd(new TrackObservation(NowMs, 1, 0, VehicleClasses.Car, 1, 1, 1));
        V1.Tick message = new();
        TickMapper.Fill(sent, message);
        TickMapper.Fill(sent, message);
        int second = message.Tracks.Objects.Count;
        sent.Clear();
        TickMapper.Fill(sent, message);

        Assert.That(second, Is.EqualTo(1));
        Assert.That(message.Tracks.CalculateSize(), Is.Zero);
    }

    private static IEnumerable<TestCaseData> MalformedTracks()
    {
        yield return Fault(b => b.Detectors[0] = 99, "tick.tracks.detectors[0]", "the file has 2");
        yield return Fault(b => b.Detectors[0] = 1, "tick.tracks.detectors[0]", "kind is tracks");
        yield return Fault(b => b.VehicleClasses[0] = V1.VehicleClass.Unspecified, "tick.tracks.vehicle_classes[0]", "1 to 6");
        yield return Fault(b => b.VehicleClasses[0] = (V1.VehicleClass)7, "tick.tracks.vehicle_classes[0]", "1 to 6");
        yield return Fault(b => b.DistancesDm[0] = -501, "tick.tracks.distances_dm[0]", "-500 to 25000");
        yield return Fault(b => b.DistancesDm[0] = int.MaxValue, "tick.tracks.distances_dm[0]", "-500 to 25000");
        yield return Fault(b => b.SpeedsCmps[0] = 10_001, "tick.tracks.speeds_cmps[0]", "0 to 10000");
        yield return Fault(b => b.ConfidencesPercent[0] = 101, "tick.tracks.confidences_percent[0]", "0 to 100");
        yield return Fault(b => b.AgesMs[0] = uint.MaxValue, "tick.tracks.ages_ms[0]", "0 to 10000");
        yield return Fault(b => b.Objects.Clear(), "tick.tracks.objects", "send 1");
        yield return Fault(b => b.VehicleClasses.Clear(), "tick.tracks.vehicle_classes", "send 1");
        yield return Fault(b => b.DistancesDm.Add(0), "tick.tracks.distances_dm", "send 1");
        yield return Fault(b => b.SpeedsCmps.Clear(), "tick.tracks.speeds_cmps", "send 1");
        yield return Fault(b => b.ConfidencesPercent.Clear(), "tick.tracks.confidences_percent", "send 1");
        yield return Fault(b => b.AgesMs.Clear(), "tick.tracks.ages_ms", "send 1");
        yield return Fault(b => b.Detectors.Clear(), "tick.tracks.objects", "send 0");
    }

    [TestCaseSource(nameof(MalformedTracks))]
    public void Fill_MalformedTracks_NamesTheFieldAndTheFix(V1.Tick message, string field, string fix) =>
        Assert.That(TickMapper.Fill(message, Mixed, new ControllerTick(), out _), Does.Contain(field).And.Contain(fix));

    [Test]
    public void Fill_AnythingAtAll_IsTakenInOrRefusedButNeverThrows()
    {
        Dice dice = new(17);
        int taken = 0;
        for (int i = 0; i < 20_000; i++)
        {
            V1.Tick message = OneTrack();
            Spoil(message.Tracks, dice);
            ControllerTick tick = new();
            taken += TickMapper.Fill(message, Mixed, tick, out _) is null ? 1 : 0;
        }

        Assert.That(taken, Is.InRange(100, 19_900), "both outcomes must have been seen");
    }

    [Test]
    public void Fill_MoreTracksThanATickHolds_CountsTheRest()
    {
        V1.Tick message = OneTrack();
        for (int i = 1; i < ControllerTick.MaxTracks + 3; i++)
        {
            message.Tracks.MergeFrom(OneTrack().Tracks);
        }

        Assert.That(TickMapper.Fill(message, Mixed, new ControllerTick(), out int dropped), Is.Null);
        Assert.That(dropped, Is.EqualTo(3));
    }

    [Test]
    public void Fill_BothWaysManyTimes_AllocatesNothing()
    {
        ControllerTick sent = new() { Sequence = 1, TimeMs = NowMs };
        for (uint i = 0; i < 100; i++)
        {
            sent.TryAdd(new TrackObservation(NowMs, i, 0, VehicleClasses.Car, i, i / 10F, 90));
        }

        V1.Tick message = new();
        ControllerTick got = new();
        TickMapper.Fill(sent, message);
        TickMapper.Fill(message, Mixed, got, out _);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            TickMapper.Fill(sent, message);
            TickMapper.Fill(message, Mixed, got, out _);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    private static TestCaseData Fault(Action<V1.TrackBatch> change, string field, string fix)
    {
        V1.Tick message = OneTrack();
        change(message.Tracks);
        return new TestCaseData(message, field, fix);
    }

    private static V1.Tick OneTrack() => new()
    {
        Sequence = 1,
        TimeMs = NowMs,
        Tracks = new V1.TrackBatch
        {
            Detectors = { 0 },
            Objects = { 1 },
            VehicleClasses = { V1.VehicleClass.Car },
            DistancesDm = { 10 },
            SpeedsCmps = { 10 },
            ConfidencesPercent = { 10 },
            AgesMs = { 10 },
        },
    };

    private static void Spoil(V1.TrackBatch batch, Dice dice)
    {
        uint value = dice.Chance(50) ? (uint)dice.Bits() : (uint)dice.Between(0, 3);
        switch (dice.Between(0, 7))
        {
            case 0: batch.Detectors[0] = value; break;
            case 1: batch.Objects[0] = value; break;
            case 2: batch.VehicleClasses[0] = (V1.VehicleClass)(int)value; break;
            case 3: batch.DistancesDm[0] = (int)value; break;
            case 4: batch.SpeedsCmps[0] = value; break;
            case 5: batch.ConfidencesPercent[0] = value; break;
            case 6: batch.AgesMs[0] = value; break;
            default: batch.Detectors.Add(value); break;
        }
    }

    private static Intersection Create()
    {
        IntersectionDefinition two = IntersectionSamples.TwoStage();
        return Intersection.Create(two with
        {
            Detectors = [two.Detectors[0] with { Kind = DetectorKind.Tracks, LengthM = 200 }, two.Detectors[1]],
        });
    }
}
