using System.Reflection;
using BenchmarkDotNet.Parameters;
using BenchmarkDotNet.Running;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>One benchmark with its parameters, ready to be run as BenchmarkDotNet would run it. One thread.</summary>
internal sealed class BenchmarkOperation
{
    private const int LeastWarmUps = 5;
    private const int MostInvocations = 10_000;

    private readonly Action _invoke;
    private readonly Action? _globalSetUp;
    private readonly Action? _iterationSetUp;
    private readonly Action? _iterationCleanUp;
    private readonly Action? _globalCleanUp;
    private readonly int _operationsPerInvoke;
    private int _invocations = 1;

    /// <summary>Creates the benchmark's object and sets its parameters.</summary>
    /// <param name="benchmark">The benchmark.</param>
    public BenchmarkOperation(BenchmarkCase benchmark)
    {
        Descriptor descriptor = benchmark.Descriptor;
        Name = BenchmarkCatalog.Name(benchmark);
        object target = Activator.CreateInstance(descriptor.Type)!;
        foreach (ParameterInstance parameter in benchmark.Parameters.Items)
        {
            descriptor.Type.GetProperty(parameter.Name)!.SetValue(target, parameter.Value);
        }

        _invoke = Workload(target, descriptor.WorkloadMethod);
        _globalSetUp = descriptor.GlobalSetupMethod?.CreateDelegate<Action>(target);
        _iterationSetUp = descriptor.IterationSetupMethod?.CreateDelegate<Action>(target);
        _iterationCleanUp = descriptor.IterationCleanupMethod?.CreateDelegate<Action>(target);
        _globalCleanUp = descriptor.GlobalCleanupMethod?.CreateDelegate<Action>(target);
        _operationsPerInvoke = descriptor.OperationsPerInvoke;
    }

    /// <summary>Class, method and parameters.</summary>
    public string Name { get; }

    /// <summary>Makes what the benchmark needs. Throws what the benchmark throws.</summary>
    public void SetUp() => _globalSetUp?.Invoke();

    /// <summary>Takes away what the benchmark made.</summary>
    public void CleanUp() => _globalCleanUp?.Invoke();

    /// <summary>Runs until it is compiled for good, and finds how many invocations make a slice.</summary>
    /// <param name="settings">How long both take.</param>
    public void WarmUp(GateSettings settings)
    {
        long startNs = ThreadClock.NowNs;
        _invocations = 1;
        double fastestNs = double.PositiveInfinity;
        for (int i = 0; i < LeastWarmUps || ThreadClock.NowNs - startNs < settings.WarmUpMs * 1e6; i++)
        {
            fastestNs = Math.Min(fastestNs, Run().ElapsedNs);
        }

        double perSlice = settings.SliceMs * 1e6 / Math.Max(1, fastestNs);
        _invocations = (int)Math.Clamp(Math.Ceiling(perSlice), 1, MostInvocations);
    }

    /// <summary>Runs one slice. Throws what the benchmark throws.</summary>
    public Slice Run()
    {
        long elapsedNs = 0;
        long bytes = 0;
        int timedTogether = _iterationSetUp is null && _iterationCleanUp is null ? _invocations : 1;
        for (int i = 0; i < _invocations; i += timedTogether)
        {
            _iterationSetUp?.Invoke();
            long bytesBefore = GC.GetAllocatedBytesForCurrentThread();
            long startNs = ThreadClock.NowNs;
            for (int j = 0; j < timedTogether; j++)
            {
                _invoke();
            }

            elapsedNs += ThreadClock.NowNs - startNs;
            bytes += GC.GetAllocatedBytesForCurrentThread() - bytesBefore;
            _iterationCleanUp?.Invoke();
        }

        return new Slice(elapsedNs, bytes, (long)_invocations * _operationsPerInvoke);
    }

    private static Action Workload(object target, MethodInfo method) => method.ReturnType == typeof(void)
        ? method.CreateDelegate<Action>(target)
        : (Action)typeof(BenchmarkOperation)
            .GetMethod(nameof(Keeping), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(method.ReturnType)
            .Invoke(null, [target, method])!;

    /// <summary>
    /// Keeps each result, so that no work can be left out because nobody looks at it, without boxing it.
    /// </summary>
    private static Action Keeping<T>(object target, MethodInfo method)
    {
        Func<T> invoke = method.CreateDelegate<Func<T>>(target);
        T[] kept = new T[1];
        return () => kept[0] = invoke();
    }
}
