using TrafficControl.Core.Controller;
using TrafficControl.Core.Model;
using TrafficControl.Runtime.Engines;

namespace TrafficControl.Runtime.Tests.Engines;

/// <summary>An engine with a field controller behind it: steps both in lock-step event time.</summary>
internal sealed class EngineHarness
{
    private readonly ControllerTick _tick = new();
    private readonly Directive _directive;
    private readonly GuardedController _field;
    private long _sequence;

    public EngineHarness(Intersection intersection, long startMs = 1_000_000)
    {
        Engine = new IntersectionEngine(intersection, new EngineOptions());
        _directive = new Directive(intersection.Groups.Length);
        _field = new GuardedController(intersection);
        _field.StartUp(startMs);
        NowMs = startMs;
        Engine.BeginSession_TickThreadOnly();
    }

    public IntersectionEngine Engine { get; }

    public GuardedController Field => _field;

    public Directive Directive => _directive;

    public long NowMs { get; private set; }

    /// <summary>Sends the next tick in time and sequence; <paramref name="change"/> may spoil it first.</summary>
    public TickVerdict Step(Action<ControllerTick>? change = null, int stepMs = 100)
    {
        NowMs += stepMs;
        _tick.Clear();
        _tick.Sequence = ++_sequence;
        _tick.TimeMs = NowMs;
        _tick.Signals = _field.Frame;
        _tick.Mode = _field.Mode;
        change?.Invoke(_tick);
        TickVerdict verdict = Engine.Advance_TickThreadOnly(_tick, _directive);
        if (verdict == TickVerdict.Accepted)
        {
            _field.Advance(_tick, _directive);
            Engine.Publish_TickThreadOnly();
        }

        return verdict;
    }

    public void Run(int seconds)
    {
        for (int i = 0; i < seconds * 10; i++)
        {
            Step();
        }
    }
}
