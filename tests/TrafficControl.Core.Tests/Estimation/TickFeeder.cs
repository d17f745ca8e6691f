using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Core.Tests.Estimation;

/// <summary>
/// Feeds an intersection's state with ticks of 100 ms; detector changes happen at the time the feeder has reached.
/// </summary>
internal sealed class TickFeeder
{
    internal const int TickMs = 100;
    internal const long StartMs = 1_000_000_000;

    private readonly ControllerTick _tick = new();
    private SignalFrame _frame;

    internal TickFeeder(IntersectionDefinition definition)
    {
        Intersection = Intersection.Create(definition);
        State = new IntersectionState(Intersection);
    }

    internal Intersection Intersection { get; }

    internal IntersectionState State { get; }

    internal long NowMs { get; private set; } = StartMs;

    /// <summary>How much older than its tick the signals of a tick are.</summary>
    internal int FrameAgeMs { get; init; }

    internal QueueEstimator Queues => State.Queues;

    internal void Show(ulong green, ulong yellow = 0, ulong walk = 0, ulong pedClearance = 0) =>
        _frame = new SignalFrame(NowMs, green, yellow, 0, walk, pedClearance);

    internal void Set(int detector, bool isOn) =>
        Assert.That(_tick.TryAdd(new DetectorTransition(NowMs, (ushort)detector, isOn)), Is.True);

    /// <summary>Like <see cref="Set"/> without an assertion, which would allocate.</summary>
    internal void SetUnchecked(int detector, bool isOn) =>
        _tick.TryAdd(new DetectorTransition(NowMs, (ushort)detector, isOn));

    internal void Count(int detector, int vehicles) =>
        Assert.That(_tick.TryAdd(new DetectorCount((ushort)detector, VehicleClasses.Car, (ushort)vehicles)), Is.True);

    /// <summary>A tracks detector sees an object; at the end of the coming tick unless a time is given.</summary>
    internal void See(ushort detector, uint vehicle, float distanceM, float speedMps, long? timeMs = null) =>
        _tick.TryAdd(new TrackObservation(
            timeMs ?? NowMs + TickMs, vehicle, detector, VehicleClasses.Car, distanceM, speedMps, 100));

    internal void CallPedestrians(ulong groups) => _tick.PedestrianCalls = groups;

    /// <summary>A vehicle drives over a detector: on for 0.3 s.</summary>
    internal void Pass(int detector)
    {
        Set(detector, true);
        Run(300);
        Set(detector, false);
        Run(TickMs);
    }

    internal void Tick()
    {
        NowMs += TickMs;
        _tick.TimeMs = NowMs;
        _tick.Signals = _frame with { TimeMs = NowMs - FrameAgeMs };
        State.Apply(_tick);
        _tick.Clear();
    }

    internal void Run(int durationMs)
    {
        for (int passed = 0; passed < durationMs; passed += TickMs)
        {
            Tick();
        }
    }
}
