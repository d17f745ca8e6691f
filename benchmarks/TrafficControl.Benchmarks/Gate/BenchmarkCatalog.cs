using System.Globalization;
using System.Reflection;
using System.Text.Json;
using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Running;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>
/// The benchmarks of some assemblies, every method with every set of parameters, as BenchmarkDotNet finds them.
/// </summary>
internal sealed class BenchmarkCatalog
{
    /// <summary>Lists the benchmarks.</summary>
    /// <param name="assemblies">Where to look.</param>
    public BenchmarkCatalog(params Assembly[] assemblies)
    {
        All =
        [
            .. assemblies.SelectMany(assembly => assembly.GetTypes())
                .Where(type => type.GetMethods().Any(method => method.IsDefined(typeof(BenchmarkAttribute))))
                .OrderBy(type => type.Name, StringComparer.Ordinal)
                .SelectMany(type => BenchmarkConverter.TypeToBenchmarks(type).BenchmarksCases),
        ];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<BenchmarkCase> All { get; }

    /// <summary>Class and method of a benchmark.</summary>
    public static string MethodName(BenchmarkCase benchmark) =>
        $"{benchmark.Descriptor.Type.Name}.{benchmark.Descriptor.WorkloadMethod.Name}";

    /// <summary>Class, method and parameters of a benchmark.</summary>
    public static string Name(BenchmarkCase benchmark)
    {
        IEnumerable<string> parameters = benchmark.Parameters.Items.Select(item => $"{item.Name}: {Text(item.Value)}");
        string list = string.Join(", ", parameters);
        return list.Length == 0 ? MethodName(benchmark) : $"{MethodName(benchmark)}({list})";
    }

    /// <summary>Finds what a budget is about.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="field">Its path in its file, for faults.</param>
    /// <exception cref="BudgetsException">There is no such benchmark, or its parameters are others.</exception>
    public BenchmarkCase Find(OperationBudget budget, string field)
    {
        BenchmarkCase[] cases = Named(budget.Benchmark, $"{field}.benchmark");
        foreach (string name in cases[0].Parameters.Items.Select(item => item.Name))
        {
            if (!budget.Parameters.ContainsKey(name))
            {
                throw new BudgetsException($"{field}.parameters.{name}", $"is missing; {budget.Benchmark} has it.");
            }
        }

        foreach ((string name, JsonElement value) in budget.Parameters)
        {
            string at = $"{field}.parameters.{name}";
            if (!cases[0].Parameters.Items.Any(item => item.Name == name))
            {
                throw new BudgetsException(at, $"is no parameter of {budget.Benchmark}; take it out.");
            }

            string[] choices = [.. cases.Select(one => Text(one.Parameters[name])).Distinct()];
            if (!choices.Contains(Text(value)))
            {
                throw new BudgetsException(at, $"is {Text(value)}; give one of {string.Join(", ", choices)}.");
            }
        }

        return cases.Single(
            one => one.Parameters.Items.All(item => Text(item.Value) == Text(budget.Parameters[item.Name])));
    }

    /// <summary>Finds the reference of a budget.</summary>
    /// <param name="budget">The budget.</param>
    /// <param name="field">Its path in its file, for faults.</param>
    /// <exception cref="BudgetsException">There is no such benchmark, or it has parameters.</exception>
    public BenchmarkCase FindReference(OperationBudget budget, string field)
    {
        BenchmarkCase[] cases = Named(budget.Reference, $"{field}.reference");
        return cases.Length == 1
            ? cases[0]
            : throw new BudgetsException(
                $"{field}.reference", $"{budget.Reference} has parameters; a reference has none.");
    }

    private static string Text(object? value) => value is JsonElement element
        ? element.ToString()
        : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private BenchmarkCase[] Named(string method, string field)
    {
        BenchmarkCase[] cases = [.. All.Where(one => MethodName(one) == method)];
        string[] known = [.. All.Select(MethodName).Distinct()];
        return cases.Length > 0
            ? cases
            : throw new BudgetsException(field, $"{method} is no benchmark; give one of {string.Join(", ", known)}.");
    }
}
