using BenchmarkDotNet.Attributes;

namespace TrafficControl.Benchmarks.Tests.Gate;

/// <summary>
/// A hot path and what becomes of one: the same work, slowed twenty times, allocating, or wrong. The gate finds them as
/// it finds the suite's own.
/// </summary>
public class GateTestBenchmarks
{
    private const int SlowDown = 20;

    private readonly ReferenceBenchmarks _work = new();

    [GlobalSetup]
    public void SetUp() => _work.SetUp();

    [Benchmark(OperationsPerInvoke = 64)]
    public double Honest() => _work.Records();

    [Benchmark(OperationsPerInvoke = 64)]
    public double Slowed()
    {
        double sum = 0;
        for (int i = 0; i < SlowDown; i++)
        {
            sum += _work.Records();
        }

        return sum;
    }

    /// <summary>Allocates 64 bytes and more an invocation, which is one byte and more an operation.</summary>
    [Benchmark(OperationsPerInvoke = 64)]
    public object Allocating()
    {
        _work.Records();
        return new byte[64];
    }

    [Benchmark]
    public double Broken()
    {
        double sum = _work.Records();
        throw new InvalidOperationException($"Two and two are five, and {sum == _work.Records()}.");
    }
}
