using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Optimization.Events;
using TrafficControl.Testing;

namespace TrafficControl.Optimization.Tests.Events;

[TestFixture]
public sealed class EventLogTests
{
    private static readonly Intersection Junction = Intersection.Create(IntersectionSamples.TwoStage());

    [Test]
    public void Read_WhatWasWritten_IsTheSame()
    {
        SignalEvent[] events =
        [
            new(1_764_000_000_123, EventCode.BeginGreen, 1), new(1_764_000_001_000, EventCode.DetectorOn, 2),
            new(1_764_000_002_500, EventCode.DetectorOff, 2),
        ];
        StringWriter text = new();
        EventLogWriter writer = new(text);
        foreach (SignalEvent entry in events)
        {
            writer.Write(entry);
        }

        EventLog log = Read(text.ToString());

        Assert.That(log.Events, Is.EqualTo(events));
        Assert.That(log.SpanMs, Is.EqualTo(2_377));
    }

    [TestCase("2026-11-23 07:00:00,1,1")]
    [TestCase("2026-11-23 07:00:00.0,1,1")]
    [TestCase("2026-11-23T07:00:00.0000000Z,1,1")]
    [TestCase("2026-11-23 08:00:00+01:00 , 1 , 1")]
    public void Read_Timestamps_AreUtcInAnyResolution(string line)
    {
        long expected = new DateTimeOffset(2026, 11, 23, 7, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

        Assert.That(Read(line).Events, Is.EqualTo(new[] { new SignalEvent(expected, EventCode.BeginGreen, 1) }));
    }

    [TestCase("2026-11-23 07:00:00.0,1", "Line 2 ", "2 columns")]
    [TestCase("23.11.2026 07:00,1,1", "Line 2 ", "timestamp '23.11.2026 07:00'")]
    [TestCase("2026-11-23 07:00:00.0,green,1", "Line 2 ", "event code 'green'")]
    [TestCase("2026-11-23 07:00:00.0,1,-1", "Line 2 ", "parameter '-1'")]
    [TestCase("2026-11-23 07:00:00.0,82,3", "Line 2 ", "detector 3 of 'two-stage', which has 2")]
    [TestCase("2026-11-23 07:00:00.0,1,0", "Line 2 ", "signal group 0")]
    public void Read_MalformedLine_NamesTheLineAndTheFault(string line, string where, string what) =>
        Assert.That(
            () => Read(EventLogWriter.Header + "\n" + line + "\n"),
            Throws.TypeOf<OptimizationInputException>().With.Message.Contains(where).And.Message.Contains(what));

    [Test]
    public void Read_CodesThatAreNotUsedAndRepeatedLines_AreCounted()
    {
        EventLog log = Read("""
            2026-11-23 07:00:01.0,43,1
            2026-11-23 07:00:01.0,1,1
            2026-11-23 07:00:01.0,1,1
            2026-11-23 07:00:00.5,82,1
            2026-11-23 07:00:02.0,316,90
            """);

        Assert.That((log.SkippedEvents, log.DuplicateEvents), Is.EqualTo((2, 1)));
        Assert.That(log.Events.Select(entry => entry.Code), Is.EqualTo(new[] { EventCode.DetectorOn, EventCode.BeginGreen }));
    }

    [Test]
    public void Record_Signals_GiveTheEventsOfAPhaseInOrder()
    {
        List<SignalEvent> events = [];
        EventRecorder recorder = new(Junction, events.Add);

        recorder.Record(new SignalFrame(0, Green: 1));
        recorder.Record(new SignalFrame(1_000, Green: 0, Yellow: 1));
        recorder.Record([new DetectorTransition(1_500, 1, true)]);
        recorder.Record(new SignalFrame(4_000, Green: 0, RedClearance: 1));
        recorder.Record(new SignalFrame(5_000, Green: 2));

        Assert.That(events, Is.EqualTo(new SignalEvent[]
        {
            new(1_000, EventCode.GreenTermination, 1), new(1_000, EventCode.BeginYellow, 1),
            new(1_500, EventCode.DetectorOn, 2),
            new(4_000, EventCode.EndYellow, 1), new(4_000, EventCode.BeginRedClearance, 1),
            new(5_000, EventCode.EndRedClearance, 1), new(5_000, EventCode.BeginGreen, 2),
        }));
    }

    [Test]
    public void Record_PedestriansAndFlash_HaveTheirOwnCodes()
    {
        Intersection nema = Intersection.Create(IntersectionSamples.NemaEightPhase());
        ulong walkers = nema.Groups.First(group => group.IsPedestrian).Mask;
        int number = nema.Groups.First(group => group.IsPedestrian).Index + 1;
        List<SignalEvent> events = [];
        EventRecorder recorder = new(nema, events.Add);

        recorder.Record(new SignalFrame(0, Green: 0));
        recorder.Record(new SignalFrame(1_000, Green: 0, Walk: walkers));
        recorder.Record(new SignalFrame(8_000, Green: 0, PedClearance: walkers));
        recorder.Record(new SignalFrame(18_000, Green: 0));
        recorder.Record(new SignalFrame(19_000, Green: 0, IsFlash: true));
        recorder.Record([new DetectorTransition(19_500, (ushort)(nema.Detectors.Length - 1), true)]);

        Assert.That(events, Is.EqualTo(new SignalEvent[]
        {
            new(1_000, EventCode.BeginWalk, number), new(8_000, EventCode.BeginPedClearance, number),
            new(18_000, EventCode.BeginDontWalk, number), new(19_000, EventCode.UnitFlashStatus, 5),
            new(19_500, EventCode.PedDetectorOn, nema.Detectors.Length),
        }));
    }

    private static EventLog Read(string text) => EventLogReader.Read(new StringReader(text), Junction);
}
