using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Benchmarks;

/// <summary>
/// What detector events cost: ticks with none, few and many. A motorcycle peak of 48 transitions a second is about 5 a
/// tick; 50 a tick is ten times that. The difference between two rows over the difference in events is the cost of one.
/// What takes them in is the same for every strategy.
/// </summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private const int TicksPerInvoke = 1_000;
    private const int StageTicks = 200;

    // From the far loop at 150 m to the one at 40 m and to the stop line at 14 m/s.
    private static readonly int[] PassingTicks = [108, 29, 0];

    private readonly ControllerTick _tick = new();
    private IntersectionState _state = null!;
    private DetectorTransition[] _events = [];
    private int[] _ends = [];
    private long _ticks;

    [Params(0, 5, 50)]
    public int EventsPerTick { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(groups: 8, lanes: 24, "adaptive");
        _state = new IntersectionState(intersection);
        List<DetectorTransition>[] byTick =
        [
            .. Enumerable.Range(0, TicksPerInvoke).Select(_ => new List<DetectorTransition>()),
        ];
        int vehicles = TicksPerInvoke * EventsPerTick / (2 * PassingTicks.Length);
        for (int vehicle = 0; vehicle < vehicles; vehicle++)
        {
            // Vehicles come one after the other, each on the next lane; a detector is on for one tick.
            int lane = vehicle % 24;
            int tick = vehicle * TicksPerInvoke / vehicles;
            for (int loop = 0; loop < PassingTicks.Length; loop++)
            {
                ushort detector = (ushort)((lane * PassingTicks.Length) + loop);
                int at = tick + PassingTicks[0] - PassingTicks[loop];
                byTick[at % TicksPerInvoke].Add(new DetectorTransition(0, detector, true));
                byTick[(at + 1) % TicksPerInvoke].Add(new DetectorTransition(0, detector, false));
            }
        }

        _events = [.. byTick.SelectMany(events => events)];
        int end = 0;
        _ends = [.. byTick.Select(events => end += events.Count)];
    }

    [Benchmark(OperationsPerInvoke = TicksPerInvoke)]
    public long Tick()
    {
        int next = 0;
        for (int i = 0; i < TicksPerInvoke; i++)
        {
            long timeMs = ++_ticks * BusyIntersection.TickMs;
            _tick.Clear();
            _tick.TimeMs = timeMs;
            _tick.Signals = new SignalFrame(timeMs, 0b0001_0001UL << (int)(_ticks / StageTicks % 4));
            for (; next < _ends[i]; next++)
            {
                _tick.TryAdd(_events[next] with { TimeMs = timeMs });
            }

            _state.Apply(_tick);
        }

        return _state.NowMs == _ticks * BusyIntersection.TickMs && next == _events.Length
            ? next
            : throw new InvalidOperationException("The state missed a tick or an event.");
    }
}
