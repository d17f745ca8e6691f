using TrafficControl.Core.Controller;
using TrafficControl.Load.Streams;
using TrafficControl.Load.Traffic;

namespace TrafficControl.Load.Tests.Streams;

/// <summary>The bookkeeping of ticks under way.</summary>
[TestFixture]
public sealed class LoadControllerTests
{
    private const long StartMs = 1_000_000;

    [Test]
    public void TryTake_Answer_GivesWhenItsTickShouldHaveLeft()
    {
        LoadController controller = new(0, Script(), StartMs);
        FakeClient client = new();
        controller.TrySend(client, intendedAt: 11, flush: true);
        controller.TrySend(client, intendedAt: 22, flush: true);

        Assert.That(controller.TryTake(new DirectiveView(2, 0b10), out long second, out bool isWrong), Is.True);
        Assert.That((second, isWrong), Is.EqualTo((22L, false)));
        Assert.That(controller.TryTake(new DirectiveView(1, 0b10), out long first, out isWrong), Is.True);
        Assert.That((first, isWrong), Is.EqualTo((11L, true)), "the engine said 0b01 when it was recorded");
        Assert.That(controller.TryTake(new DirectiveView(1, 0b01), out _, out _), Is.False, "it was answered before");
    }

    [Test]
    public void Unanswered_SomeAnswered_AreTheOthers()
    {
        LoadController controller = new(0, Script(), StartMs);
        for (int i = 1; i <= 3; i++)
        {
            controller.TrySend(new FakeClient(), intendedAt: i * 11, flush: true);
        }

        controller.TryTake(new DirectiveView(2, 0b10), out _, out _);

        Assert.That(controller.Unanswered(), Is.EquivalentTo(new[] { 11L, 33L }));
    }

    [Test]
    public void TrySend_Refused_StaysAtTheSameTick()
    {
        LoadController controller = new(0, Script(), StartMs);
        FakeClient client = new() { Takes = false };
        bool isSent = controller.TrySend(client, 1, flush: true);
        client.Takes = true;
        controller.TrySend(client, 2, flush: true);

        Assert.That(isSent, Is.False);
        Assert.That(client.Sent, Is.EqualTo(new[] { (1L, StartMs + 100) }));
    }

    [Test]
    public void TrySend_PastTheEnd_StartsAnewLaterAndLeavesASequenceNumberOut()
    {
        LoadController controller = new(0, Script(), StartMs);
        FakeClient client = new();
        for (int i = 0; i < 4; i++)
        {
            controller.TrySend(client, i, flush: true);
        }

        Assert.That(client.Sent, Is.EqualTo(new[]
        {
            (1L, StartMs + 100), (2L, StartMs + 200), (4L, StartMs + 80_100), (5L, StartMs + 80_200),
        }));
        Assert.That(controller.NextMs, Is.EqualTo(160_100));
    }

    private static TickScript Script()
    {
        TickScript script = new() { LengthMs = 80_000 };
        script.Add(new ControllerTick { TimeMs = 100 }, 100, new Directive(2) { NextGroups = 0b01 });
        script.Add(new ControllerTick { TimeMs = 200 }, 200, new Directive(2) { NextGroups = 0b10 });
        return script;
    }

    private sealed class FakeClient : ILoadClient
    {
        public bool Takes { get; set; } = true;

        public List<(long Sequence, long TimeMs)> Sent { get; } = [];

        public Task OpenAsync(IReadOnlyList<byte[]> hellos, IDirectiveSink sink, CancellationToken cancellation) => Task.CompletedTask;

        public bool TrySend(int controller, in ScriptedTick tick, bool flush)
        {
            if (Takes)
            {
                Sent.Add((tick.Sequence, tick.TimeMs));
            }

            return Takes;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
