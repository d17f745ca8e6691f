using System.Buffers;
using Google.Protobuf;
using TrafficControl.Protocol.V1;
using TrafficControl.Server.ControllerLink;

namespace TrafficControl.Server.Tests.ControllerLink;

[TestFixture]
public sealed class RequestReaderTests
{
    private const int UnknownField = 900;

    private static IEnumerable<TestCaseData> Messages()
    {
        yield return new TestCaseData(Array.Empty<byte>()).SetArgDisplayNames("nothing");
        yield return Case("hello", new ConnectRequest { Hello = new Hello { IntersectionId = "a", ProtocolVersion = 1 } });
        yield return Case("goodbye", new ConnectRequest { Goodbye = new Goodbye { Reason = "work" } });
        yield return Case("empty tick", new ConnectRequest { Tick = new Tick() });
        yield return Case("full tick", FullTick());
        byte[] twice = [.. FullTick().ToByteArray(), .. new ConnectRequest { Tick = new Tick { Faults = 3 } }.ToByteArray()];
        yield return new TestCaseData(twice).SetArgDisplayNames("tick in two parts");
        byte[] changed = [.. FullTick().ToByteArray(), .. new ConnectRequest { Goodbye = new Goodbye() }.ToByteArray()];
        yield return new TestCaseData(changed).SetArgDisplayNames("tick, then goodbye");

        static TestCaseData Case(string name, ConnectRequest message) =>
            new TestCaseData(message.ToByteArray()).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Messages))]
    public void Parse_AnyMessage_ReadsWhatTheGeneratedParserReads(byte[] bytes)
    {
        ConnectRequest expected = ConnectRequest.Parser.ParseFrom(bytes);
        RequestReader.Return(RequestReader.Parse(Whole(FullTick().ToByteArray())));

        Assert.That(WithoutEmptyTracks(RequestReader.Parse(Whole(bytes))), Is.EqualTo(expected));
    }

    [TestCaseSource(nameof(Messages))]
    public void Parse_MessageCutAnywhere_ReadsTheSame(byte[] bytes)
    {
        ConnectRequest expected = ConnectRequest.Parser.ParseFrom(bytes);
        for (int cut = 1; cut < bytes.Length; cut++)
        {
            ConnectRequest request = WithoutEmptyTracks(RequestReader.Parse(Cut(bytes, cut)));
            Assert.That(request, Is.EqualTo(expected), $"cut at {cut}");
            RequestReader.Return(request);
        }
    }

    [Test]
    public void Parse_AfterAFullTick_NothingOfItIsLeft()
    {
        ConnectRequest full = RequestReader.Parse(Whole(FullTick().ToByteArray()));
        RequestReader.Return(full);
        ConnectRequest next = RequestReader.Parse(Whole(new ConnectRequest { Tick = new Tick { Sequence = 8 } }.ToByteArray()));

        Assert.That(next, Is.SameAs(full));
        Assert.That(WithoutEmptyTracks(next).Tick, Is.EqualTo(new Tick { Sequence = 8 }));
    }

    [Test]
    public void Parse_MessageNotGivenBack_IsNotUsedAgain()
    {
        byte[] bytes = FullTick().ToByteArray();
        ConnectRequest first = RequestReader.Parse(Whole(bytes));
        ConnectRequest second = RequestReader.Parse(Whole(bytes));

        Assert.That(second, Is.Not.SameAs(first));
    }

    [Test]
    public void Parse_TickAfterTick_AllocatesNothing()
    {
        ConnectRequest message = FullTick();
        message.Tick.Counts.Clear();
        message.Tick.PriorityRequests.Clear();
        ReadOnlySequence<byte> bytes = Whole(message.ToByteArray());
        RequestReader.Return(RequestReader.Parse(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            RequestReader.Return(RequestReader.Parse(bytes));
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Parse_FieldsOfANewerVersion_DoNotPileUp()
    {
        byte[] unknown = new byte[2 + 5];
        using CodedOutputStream output = new(unknown);
        output.WriteTag(UnknownField, WireFormat.WireType.Fixed32);
        output.WriteFixed32(7);
        output.Flush();
        ByteString tick = ByteString.CopyFrom([.. new Tick { Sequence = 1 }.ToByteArray(), .. unknown.AsSpan(0, (int)output.Position)]);
        byte[] bytes = [0x12, (byte)tick.Length, .. tick];
        for (int i = 0; i < 3; i++)
        {
            ConnectRequest request = RequestReader.Parse(Whole(bytes));
            Assert.That(WithoutEmptyTracks(request).Tick, Is.EqualTo(new Tick { Sequence = 1 }));
            RequestReader.Return(request);
        }
    }

    [Test]
    public void Return_EnormousTick_IsNotKept()
    {
        ConnectRequest message = FullTick();
        message.Tick.Transitions.AddRange(Enumerable.Repeat(1U, 10_000));
        ConnectRequest enormous = RequestReader.Parse(Whole(message.ToByteArray()));
        RequestReader.Return(enormous);

        Assert.That(RequestReader.Parse(Whole(message.ToByteArray())), Is.Not.SameAs(enormous));
    }

    [TestCase(new byte[] { 0x12, 0x05, 0x08 })]
    [TestCase(new byte[] { 0x12, 0x02, 0x08, 0x80 })]
    [TestCase(new byte[] { 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    public void Parse_BytesThatAreNoMessage_AreRefusedAndTheNextIsRead(byte[] bytes)
    {
        Assert.That(() => RequestReader.Parse(Whole(bytes)), Throws.TypeOf<InvalidProtocolBufferException>());
        Assert.That(RequestReader.Parse(Whole(FullTick().ToByteArray())), Is.EqualTo(FullTick()));
    }

    private static ConnectRequest FullTick()
    {
        Tick tick = new()
        {
            Sequence = 7,
            TimeMs = 1_800_000_000_000,
            GreenMask = 1,
            YellowMask = 2,
            RedClearanceMask = 4,
            WalkMask = 8,
            PedClearanceMask = 16,
            PedestrianCalls = 32,
            LocalMode = LocalMode.Following,
            Faults = 64,
            SignalsAgeMs = 100,
            Tracks = new TrackBatch(),
        };
        tick.Transitions.AddRange(Enumerable.Range(0, 40).Select(i => (uint)i));
        tick.Counts.Add(new ClassCount { Detector = 1, VehicleClass = VehicleClass.Motorcycle, Count = 2 });
        tick.PriorityRequests.Add(new PriorityRequest { Group = 1, Level = 2, EtaMs = 3 });
        for (uint i = 0; i < 20; i++)
        {
            tick.Tracks.Detectors.Add(i);
            tick.Tracks.Objects.Add(i + 1_000);
            tick.Tracks.VehicleClasses.Add(VehicleClass.Motorcycle);
            tick.Tracks.DistancesDm.Add(-3);
            tick.Tracks.SpeedsCmps.Add(900);
            tick.Tracks.ConfidencesPercent.Add(90);
            tick.Tracks.AgesMs.Add(20);
            tick.Tracks.Sections.Add(1);
        }

        return new ConnectRequest { Tick = tick };
    }

    /// <summary>Lists of tracks are kept for the next tick that has some; empty ones say the same as none.</summary>
    private static ConnectRequest WithoutEmptyTracks(ConnectRequest request)
    {
        if (request.Tick is { Tracks: { } tracks } tick && tracks.CalculateSize() == 0)
        {
            tick.Tracks = null;
        }

        return request;
    }

    private static ReadOnlySequence<byte> Whole(byte[] bytes) => new(bytes);

    private static ReadOnlySequence<byte> Cut(byte[] bytes, int at)
    {
        Segment first = new(bytes.AsMemory(0, at), 0);
        Segment second = new(bytes.AsMemory(at), at);
        first.Append(second);
        return new ReadOnlySequence<byte>(first, 0, second, second.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        internal Segment(ReadOnlyMemory<byte> memory, long start)
        {
            Memory = memory;
            RunningIndex = start;
        }

        internal void Append(Segment next) => Next = next;
    }
}
