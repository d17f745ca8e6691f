using System.Text.Json;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>Reads the latencies from a report of TrafficControl.Load.</summary>
internal static class LoadReportFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Finds the budget that <c>NAME=FILE</c> names, and reads the file.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="budgets">The budgets.</param>
    /// <exception cref="BudgetsException">There is no such budget, or the file is no report.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static LatencyRow Read(string argument, Budgets budgets)
    {
        string[] parts = argument.Split('=', 2);
        string known = string.Join(", ", budgets.Latencies.Select(one => one.Name));
        LatencyBudget budget = budgets.Latencies.FirstOrDefault(one => parts.Length == 2 && one.Name == parts[0])
            ?? throw new BudgetsException(
                "--latency", $"'{argument}' is not NAME=FILE with a name of latencies ({known}).");
        try
        {
            Figures report = JsonSerializer.Deserialize<Figures>(File.ReadAllText(parts[1]), Options)
                ?? throw new JsonException("it is null.");
            return new LatencyRow(
                budget,
                new LatencyFigures
                {
                    P50 = report.P50Ms,
                    P99 = report.P99Ms,
                    P999 = report.P999Ms,
                    Max = report.MaxMs,
                });
        }
        catch (JsonException exception)
        {
            throw new BudgetsException(
                "--latency", $"{parts[1]} is no report of TrafficControl.Load: {exception.Message}", exception);
        }
    }

    /// <summary>What is read of a report.</summary>
    private sealed record Figures
    {
        public required double P50Ms { get; init; }

        public required double P99Ms { get; init; }

        public required double P999Ms { get; init; }

        public required double MaxMs { get; init; }
    }
}
