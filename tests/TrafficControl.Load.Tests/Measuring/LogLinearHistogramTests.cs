using TrafficControl.Load.Measuring;

namespace TrafficControl.Load.Tests.Measuring;

/// <summary>The error bound, the counts, and the silence of the histogram.</summary>
[TestFixture]
public sealed class LogLinearHistogramTests
{
    private const double Bound = 1.0 / (2 * LogLinearHistogram.SubBuckets);

    [Test]
    public void Quantile_AnyValue_IsWithinHalfABucket()
    {
        Random random = new(1);
        for (int i = 0; i < 500; i++)
        {
            long value = (long)Math.Pow(2, random.NextDouble() * 39.9);
            LogLinearHistogram histogram = new();
            histogram.Record(value);

            // The greatest value is exact, so it must not be the one that is asked for.
            histogram.Record(LogLinearHistogram.MaxValue);

            Assert.That((double)histogram.Quantile(0.5), Is.EqualTo((double)value).Within(value * Bound), $"{value}");
        }
    }

    [Test]
    public void Quantile_ValuesAroundPowersOfTwo_AreWithinHalfABucket()
    {
        for (int bits = 0; bits < 40; bits++)
        {
            foreach (long value in new[] { (1L << bits) - 1, 1L << bits, (1L << bits) + 1 })
            {
                LogLinearHistogram histogram = new();
                histogram.Record(value);
                histogram.Record(LogLinearHistogram.MaxValue);

                Assert.That((double)histogram.Quantile(0.5), Is.EqualTo((double)value).Within(value * Bound), $"{value}");
            }
        }
    }

    [TestCase(0.5)]
    [TestCase(0.99)]
    [TestCase(0.999)]
    public void Quantile_SkewedValues_IsThatOfTheSortedValues(double quantile)
    {
        Random random = new(2);
        long[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (long)(-Math.Log(1 - random.NextDouble()) * 1_000_000))];
        LogLinearHistogram histogram = new();
        foreach (long value in values)
        {
            histogram.Record(value);
        }

        Array.Sort(values);
        long exact = values[(int)Math.Ceiling(values.Length * quantile) - 1];
        Assert.That((double)histogram.Quantile(quantile), Is.EqualTo((double)exact).Within(exact * Bound));
        Assert.That(histogram.Max, Is.EqualTo(values[^1]));
    }

    [Test]
    public void Record_OutOfRange_CountsAsTheNearest()
    {
        LogLinearHistogram histogram = new();
        histogram.Record(-5);
        histogram.Record(long.MaxValue);

        Assert.That(histogram.Quantile(0.5), Is.Zero);
        Assert.That(histogram.Max, Is.EqualTo(LogLinearHistogram.MaxValue));
        Assert.That(histogram.Count, Is.EqualTo(2));
    }

    [Test]
    public void Quantile_Empty_IsZero() => Assert.That(new LogLinearHistogram().Quantile(0.99), Is.Zero);

    [Test]
    public void Record_SteadyState_AllocatesNothing()
    {
        LogLinearHistogram histogram = new();
        histogram.Record(1);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            histogram.Record(i * 1_000L);
        }

        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Record_SeveralThreads_LosesNothing()
    {
        LogLinearHistogram histogram = new();
        Parallel.For(0, 40_000, i => histogram.Record(i % 64));

        Assert.That(histogram.Count, Is.EqualTo(40_000));
        Assert.That(histogram.Max, Is.EqualTo(63));
    }
}
