using BenchmarkDotNet.Attributes;
using TrafficControl.Core.Model;

namespace TrafficControl.Benchmarks;

/// <summary>
/// Checking an intersection file with its plans, when it is loaded or an operator changes it: one that is sound, and
/// one with a fault in every plan. Nothing here is near a tick, so it may allocate.
/// </summary>
[MemoryDiagnoser]
public class ValidationBenchmarks
{
    private IntersectionDefinition _sound = null!;
    private IntersectionDefinition _faulty = null!;

    [Params(8, 24, 48)]
    public int Lanes { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        _sound = BenchmarkIntersections.Definition(groups: 8, Lanes, "adaptive");
        _faulty = _sound with { Plans = [.. _sound.Plans.Select(plan => plan with { CycleMs = 1 })] };
    }

    [Benchmark]
    public int Sound()
    {
        int faults = IntersectionValidator.Validate(_sound).Count;
        return faults == 0 ? faults : throw new InvalidOperationException($"{faults} faults in a sound file.");
    }

    [Benchmark]
    public int Faulty()
    {
        int faults = IntersectionValidator.Validate(_faulty).Count;
        return faults >= _faulty.Plans.Count
            ? faults
            : throw new InvalidOperationException($"{faults} faults in {_faulty.Plans.Count} faulty plans.");
    }
}
