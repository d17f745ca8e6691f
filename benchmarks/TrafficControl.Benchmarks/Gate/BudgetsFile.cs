using System.Text.Json;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>Reads a budgets file and refuses one with a fault; the README beside it describes its fields.</summary>
internal static class BudgetsFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerOptions.Strict)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="text">Its text.</param>
    /// <exception cref="BudgetsException">It has a fault.</exception>
    public static Budgets Read(string text)
    {
        Budgets budgets;
        try
        {
            budgets = JsonSerializer.Deserialize<Budgets>(text, Options)
                ?? throw new BudgetsException("", "the file is null; it must be an object in braces.");
        }
        catch (JsonException exception)
        {
            // The message goes on with path and position, which are said before it.
            string field = (exception.Path ?? "").TrimStart('$', '.');
            string message = exception.Message.Split(" Path:")[0];
            throw new BudgetsException(field, $"{message} (line {exception.LineNumber + 1})", exception);
        }

        Check(budgets);
        return budgets;
    }

    private static void Check(Budgets budgets)
    {
        Require(budgets.Operations.Count > 0, "operations", "is empty; give at least one operation.");
        for (int i = 0; i < budgets.Operations.Count; i++)
        {
            OperationBudget budget = budgets.Operations[i];
            string at = $"operations[{i}]";
            Require(
                double.IsFinite(budget.AllocatedBytes) && budget.AllocatedBytes >= 0,
                $"{at}.allocatedBytes", $"is {budget.AllocatedBytes}; give 0 or more bytes.");
            Require(
                double.IsFinite(budget.MaxRatio) && budget.MaxRatio > 0,
                $"{at}.maxRatio", $"is {budget.MaxRatio}; give a ratio above 0.");
        }

        for (int i = 0; i < budgets.Latencies.Count; i++)
        {
            LatencyBudget budget = budgets.Latencies[i];
            string at = $"latencies[{i}]";
            Require(budget.Name.Length > 0, $"{at}.name", "is empty; name the load.");
            Require(
                budget.Machine.Length > 0,
                $"{at}.machine", "is empty; absolute times mean nothing without their machine.");
            Require(budget.Command.Length > 0, $"{at}.command", "is empty; give the command that measures it.");
            CheckRising(budget.MeasuredMs, $"{at}.measuredMs");
            CheckRising(budget.LimitMs, $"{at}.limitMs");
            foreach (((string name, double measuredMs), (_, double limitMs)) in budget.MeasuredMs.All()
                .Zip(budget.LimitMs.All()))
            {
                Require(
                    limitMs >= measuredMs * LatencyBudget.Headroom,
                    $"{at}.limitMs.{name}",
                    $"is {limitMs}; it must be at least {LatencyBudget.Headroom} times the {measuredMs} measured.");
            }
        }
    }

    private static void CheckRising(LatencyFigures figures, string at)
    {
        double least = 0;
        foreach ((string name, double ms) in figures.All())
        {
            Require(
                double.IsFinite(ms) && ms > 0 && ms >= least,
                $"{at}.{name}", $"is {ms}; give milliseconds above 0, and no less than the percentile before it.");
            least = ms;
        }
    }

    private static void Require(bool holds, string field, string message)
    {
        if (!holds)
        {
            throw new BudgetsException(field, message);
        }
    }
}
