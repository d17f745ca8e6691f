using System.Numerics;

namespace TrafficControl.Load.Measuring;

/// <summary>
/// Counts of latencies in buckets whose width grows with the value: each power of two is cut into
/// <see cref="SubBuckets"/> equal parts, so a reported value lies within 1/256 of the true one (G. Tene's HdrHistogram
/// has the same layout). Recording is safe on any thread and allocates nothing.
/// </summary>
internal sealed class LogLinearHistogram
{
    /// <summary>Buckets in each power of two.</summary>
    internal const int SubBuckets = 1 << SubBucketBits;

    /// <summary>Greatest value told apart, nanoseconds: 18 minutes; larger ones count as this.</summary>
    internal const long MaxValue = (1L << MaxBits) - 1;

    private const int SubBucketBits = 7;
    private const int MaxBits = 40;

    private readonly long[] _counts = new long[(MaxBits - SubBucketBits + 1) * SubBuckets];
    private long _max;

    /// <summary>Number of values recorded.</summary>
    internal long Count
    {
        get
        {
            long count = 0;
            foreach (long bucket in _counts)
            {
                count += bucket;
            }

            return count;
        }
    }

    /// <summary>The greatest value recorded, exact; 0 when there is none.</summary>
    internal long Max => Volatile.Read(ref _max);

    /// <summary>Counts a value.</summary>
    /// <param name="value">Nanoseconds; below 0 counts as 0, above <see cref="MaxValue"/> as that.</param>
    internal void Record(long value)
    {
        long kept = Math.Clamp(value, 0, MaxValue);
        Interlocked.Increment(ref _counts[IndexOf(kept)]);
        long seen = Volatile.Read(ref _max);
        while (kept > seen)
        {
            long before = Interlocked.CompareExchange(ref _max, kept, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }

    /// <summary>The least value that a share of all values does not exceed, nanoseconds; 0 when there is none.</summary>
    /// <param name="quantile">The share, 0 to 1: 0.99 is the 99th percentile.</param>
    internal long Quantile(double quantile)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quantile, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quantile, 1);
        long wanted = Math.Max(1, (long)Math.Ceiling(Count * quantile));
        long seen = 0;
        for (int index = 0; index < _counts.Length; index++)
        {
            seen += _counts[index];
            if (seen >= wanted)
            {
                // The middle of a bucket halves the error; no value exceeds the greatest one.
                return Math.Min(LowestOf(index) + (WidthOf(index) / 2), Max);
            }
        }

        return 0;
    }

    private static int IndexOf(long value)
    {
        int shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBucketBits);
        return (shift * SubBuckets) + (int)(value >> shift);
    }

    private static long WidthOf(int index) => 1L << Math.Max(0, (index / SubBuckets) - 1);

    private static long LowestOf(int index)
    {
        int shift = Math.Max(0, (index / SubBuckets) - 1);
        return (long)(index - (shift * SubBuckets)) << shift;
    }
}
