using BenchmarkDotNet.Running;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>A budget with the benchmarks it is about.</summary>
/// <param name="Budget">The budget.</param>
/// <param name="Operation">The operation.</param>
/// <param name="Reference">What it is compared with.</param>
internal sealed record GateItem(OperationBudget Budget, BenchmarkCase Operation, BenchmarkCase Reference)
{
    /// <summary>Finds the benchmarks of all budgets.</summary>
    /// <param name="budgets">The budgets.</param>
    /// <param name="catalog">The benchmarks there are.</param>
    /// <exception cref="BudgetsException">A budget is about nothing there is, or two are about the same.</exception>
    public static IReadOnlyList<GateItem> Bind(Budgets budgets, BenchmarkCatalog catalog)
    {
        List<GateItem> items = [];
        for (int i = 0; i < budgets.Operations.Count; i++)
        {
            string field = $"operations[{i}]";
            OperationBudget budget = budgets.Operations[i];
            GateItem item = new(budget, catalog.Find(budget, field), catalog.FindReference(budget, field));
            int same = items.FindIndex(other => other.Operation == item.Operation);
            if (same >= 0)
            {
                throw new BudgetsException(field, $"is about the same as operations[{same}]; take one out.");
            }

            items.Add(item);
        }

        return items;
    }
}
