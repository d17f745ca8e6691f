using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Controller;
using TrafficControl.Core.Estimation;
using TrafficControl.Core.Model;

namespace TrafficControl.Benchmarks;

/// <summary>
/// What detector events cost: ticks with none, few and a motorcycle peak of them (48 transitions a second are about 5 a
/// tick). The difference between two rows over the difference in events is the cost of one.
/// </summary>
[MemoryDiagnoser]
public class EventBenchmarks
{
    private const int TicksPerInvoke = 1_000;

    private readonly ControllerTick _tick = new();
    private IntersectionState _state = null!;
    private int _detectors;
    private long _timeMs;

    [Params(0, 5, 50)]
    public int EventsPerTick { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        Intersection intersection = BenchmarkIntersections.Staged(groups: 8, lanesPerGroup: 3, "actuated");
        _detectors = intersection.Detectors.Length;
        _state = new IntersectionState(intersection);
    }

    [Benchmark(OperationsPerInvoke = TicksPerInvoke)]
    public long Tick()
    {
        for (int i = 0; i < TicksPerInvoke; i++)
        {
            _timeMs += 100;
            _tick.Clear();
            _tick.TimeMs = _timeMs;
            _tick.Signals = new SignalFrame(_timeMs, 0b0001_0001);
            for (int e = 0; e < EventsPerTick; e++)
            {
                _tick.TryAdd(new DetectorTransition(_timeMs, (ushort)((i + e) % _detectors), ((i / _detectors) + e) % 2 == 0));
            }

            _state.Apply(_tick);
        }

        return _state.NowMs == _timeMs ? _timeMs : throw new InvalidOperationException("The state missed a tick.");
    }
}
