using BenchmarkDotNet.Running;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>
/// Measures operations against their budgets. An operation and its reference run in turn, a few milliseconds each, so
/// that a machine that slows down slows both; the fastest slice of a round is what the machine does undisturbed, and
/// the median over the rounds leaves out those that were disturbed from end to end. What fails is measured again before
/// it fails.
/// </summary>
internal sealed class PerformanceGate(GateSettings settings)
{
    private readonly Dictionary<BenchmarkCase, BenchmarkOperation> _references = [];

    /// <summary>Measures all items, then runs each benchmark without a budget once.</summary>
    /// <param name="items">The items.</param>
    /// <param name="all">All benchmarks.</param>
    public GateResult Run(IReadOnlyList<GateItem> items, IReadOnlyList<BenchmarkCase> all)
    {
        GateRow[] rows = [.. items.Select(Check)];
        HashSet<BenchmarkCase> measured =
        [
            .. items.Select(item => item.Operation),
            .. items.Select(item => item.Reference),
        ];
        List<BrokenBenchmark> broken = [];
        int ran = 0;
        foreach (BenchmarkCase benchmark in all.Where(one => !measured.Contains(one)))
        {
            if (FindError(benchmark) is { } error)
            {
                broken.Add(new BrokenBenchmark(BenchmarkCatalog.Name(benchmark), error));
            }
            else
            {
                ran++;
            }
        }

        return new GateResult(rows, ran, broken);
    }

    private GateRow Check(GateItem item)
    {
        BenchmarkOperation operation = new(item.Operation);
        try
        {
            BenchmarkOperation reference = Reference(item.Reference);
            operation.SetUp();
            operation.WarmUp(settings);
            for (int attempt = 1; ; attempt++)
            {
                Measurement measured = Measure(operation, reference);
                GateVerdict verdict = item.Budget.Judge(measured);
                if (verdict == GateVerdict.Within || attempt == settings.Attempts)
                {
                    operation.CleanUp();
                    return new GateRow(operation.Name, item.Budget, measured, verdict, attempt, "");
                }
            }
        }
        catch (Exception exception)
        {
            // Whatever a benchmark throws is its way to say that its result is wrong.
            return new GateRow(operation.Name, item.Budget, null, GateVerdict.Broken, 1, exception.Message);
        }
    }

    private BenchmarkOperation Reference(BenchmarkCase benchmark)
    {
        if (!_references.TryGetValue(benchmark, out BenchmarkOperation? reference))
        {
            reference = new BenchmarkOperation(benchmark);
            reference.SetUp();
            reference.WarmUp(settings);
            _references.Add(benchmark, reference);
        }

        return reference;
    }

    private Measurement Measure(BenchmarkOperation operation, BenchmarkOperation reference)
    {
        double[] ratios = new double[settings.Rounds];
        double[] times = new double[settings.Rounds];
        long bytes = 0;
        long operations = 0;
        for (int round = 0; round < settings.Rounds; round++)
        {
            double fastest = double.PositiveInfinity;
            double fastestReference = double.PositiveInfinity;
            for (int i = 0; i < settings.SlicesPerRound; i++)
            {
                fastestReference = Math.Min(fastestReference, reference.Run().NsPerOperation);
                Slice slice = operation.Run();
                fastest = Math.Min(fastest, slice.NsPerOperation);
                bytes += slice.AllocatedBytes;
                operations += slice.Operations;
            }

            times[round] = fastest;
            ratios[round] = fastest / fastestReference;
        }

        return new Measurement(Median(times), Median(ratios), (double)bytes / operations);
    }

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    /// <summary>Runs a benchmark once. Returns what it threw, or null.</summary>
    private static string? FindError(BenchmarkCase benchmark)
    {
        try
        {
            BenchmarkOperation operation = new(benchmark);
            operation.SetUp();
            operation.Run();
            operation.CleanUp();
            return null;
        }
        catch (Exception exception)
        {
            return exception.Message;
        }
    }
}
