using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;

namespace TrafficControl.Benchmarks;

/// <summary>
/// Fixed work that never changes with the engine, as a yardstick: a machine that is half as fast takes twice as long
/// for it and for the engine. Two kinds, because machines differ in how fast they branch and how fast they multiply in
/// vectors.
/// </summary>
[MemoryDiagnoser]
public class ReferenceBenchmarks
{
    private const int RecordCount = 256;
    private const int Passes = 64;
    private const int RowWidth = 8;
    private const int Rows = 64;

    private readonly Record[] _records = new Record[RecordCount];
    private readonly float[] _rows = new float[RowWidth * Rows];
    private double _expectedSum;
    private float _expectedRow;

    [GlobalSetup]
    public void SetUp()
    {
        // A linear congruential generator (Numerical Recipes, 2nd ed., section 7.1): the same records on every machine.
        uint seed = 1;
        for (int i = 0; i < RecordCount; i++)
        {
            seed = unchecked((seed * 1_664_525) + 1_013_904_223);
            _records[i] = new Record(seed % 10_000, seed >> 8, (int)(seed >> 24), (seed & 4096) != 0);
        }

        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i % 7;
        }

        _expectedSum = WalkOnce();
        _expectedRow = StepOnce();
    }

    /// <summary>
    /// Walks 256 records of 24 bytes with a branch and a multiplication each, as state, estimator, monitor and messages
    /// do.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Passes)]
    public double Records()
    {
        double sum = 0;
        for (int i = 0; i < Passes; i++)
        {
            sum = WalkOnce();
        }

        return sum == _expectedSum ? sum : throw new InvalidOperationException("The reference miscounted.");
    }

    /// <summary>
    /// Steps 64 rows of eight numbers with multiply, add, least and greatest in vectors, 16 times, as the planner does.
    /// </summary>
    [Benchmark(OperationsPerInvoke = Passes)]
    public float Vectors()
    {
        float sum = 0;
        for (int i = 0; i < Passes; i++)
        {
            sum = StepOnce();
        }

        return sum == _expectedRow ? sum : throw new InvalidOperationException("The reference miscounted.");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private double WalkOnce()
    {
        double sum = 0;
        long last = 0;
        int index = 0;
        for (int i = 0; i < RecordCount; i++)
        {
            ref readonly Record record = ref _records[index];
            if (record.IsOn)
            {
                sum += (record.TimeMs - last) * 0.001;
                last = record.TimeMs;
            }
            else
            {
                sum -= (double)((ulong)record.Mask & 0xFF);
            }

            index = (index + record.Step + 1) & (RecordCount - 1);
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private float StepOnce()
    {
        Vector256<float> total = Vector256<float>.Zero;
        Vector256<float> flow = Vector256.Create(0.5F);
        for (int pass = 0; pass < 16; pass++)
        {
            for (int row = 0; row < _rows.Length; row += RowWidth)
            {
                Vector256<float> queue = Vector256.LoadUnsafe(ref _rows[row]);
                Vector256<float> served = Vector256.Min(queue, flow);
                queue = Vector256.Max(queue - served, Vector256<float>.Zero);
                total = (total * 0.75F) + queue;
            }
        }

        return Vector256.Sum(total);
    }

    private readonly record struct Record(long TimeMs, long Mask, int Step, bool IsOn);
}
