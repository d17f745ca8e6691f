using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TrafficControl.Benchmarks.Gate;

/// <summary>Writes what the gate found out, for people and for programs.</summary>
internal static class GateReport
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        WriteIndented = true,
        NewLine = "\n",
    };

    /// <summary>A table with a line per operation, then what is broken, then the outcome.</summary>
    /// <param name="result">What was found out.</param>
    /// <param name="writer">Where it goes.</param>
    public static void WriteTable(GateResult result, TextWriter writer)
    {
        string[] head = ["operation", "budget", "measured", "time", "verdict"];
        string[][] cells =
        [
            .. result.Rows.Select(row => new[]
            {
                row.Operation, Costs(row.Budget.AllocatedBytes, row.Budget.MaxRatio),
                row.Measured is { } measured ? Costs(measured.AllocatedBytes, measured.Ratio) : "-",
                row.Measured is { } timed ? Time(timed.Nanoseconds) : "-", Verdict(row),
            }),
        ];
        int[] widths = [.. head.Select((name, i) => cells.Select(row => row[i].Length).Append(name.Length).Max())];
        writer.WriteLine($"Bytes and ratio to the reference, per operation; {ThreadClock.Name}, {Machine()}.");
        WriteLine(writer, head, widths);
        WriteLine(writer, [.. widths.Select(width => new string('-', width))], widths);
        foreach (string[] row in cells)
        {
            WriteLine(writer, row, widths);
        }

        foreach (BrokenBenchmark broken in result.Broken)
        {
            writer.WriteLine($"{broken.Benchmark} is broken: {broken.Error}");
        }

        foreach (LatencyRow row in result.Latencies)
        {
            string verdict = row.Over.Count == 0 ? "ok" : $"SLOW in {string.Join(", ", row.Over)}";
            string figures = $"limit {Figures(row.Budget.LimitMs)}, measured {Figures(row.MeasuredMs)}";
            writer.WriteLine($"{row.Budget.Name}: {figures}: {verdict}");
        }

        int failed = result.Rows.Count(row => row.Verdict != GateVerdict.Within);
        writer.WriteLine(
            $"{result.Rows.Count - failed} of {result.Rows.Count} operations within budget;"
            + $" {result.RanOnce} other benchmarks ran once, {result.Broken.Count} are broken.");
    }

    /// <summary>The same as JSON; times in nanoseconds.</summary>
    /// <param name="result">What was found out.</param>
    public static string ToJson(GateResult result) => JsonSerializer.Serialize(
        new
        {
            Machine = Machine(),
            Clock = ThreadClock.Name,
            result.HasPassed,
            result.RanOnce,
            Operations = result.Rows.Select(row => new
            {
                row.Operation,
                row.Budget.Reference,
                BudgetAllocatedBytes = row.Budget.AllocatedBytes,
                row.Budget.MaxRatio,
                row.Measured?.AllocatedBytes,
                row.Measured?.Ratio,
                row.Measured?.Nanoseconds,
                row.Attempts,
                row.Verdict,
                row.Error,
            }),
            result.Broken,
            Latencies = result.Latencies.Select(row => new
            {
                row.Budget.Name,
                row.MeasuredMs,
                row.Budget.LimitMs,
                row.Over,
            }),
        },
        Options) + "\n";

    private static string Machine() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}");

    private static void WriteLine(TextWriter writer, string[] cells, int[] widths) =>
        writer.WriteLine("| " + string.Join(" | ", cells.Select((cell, i) => cell.PadRight(widths[i]))) + " |");

    private static string Costs(double bytes, double ratio) =>
        string.Create(CultureInfo.InvariantCulture, $"{Digits(bytes)} B, {Digits(ratio)} x");

    private static string Figures(LatencyFigures ms) => string.Join(
        ", ", ms.All().Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Name} {one.Ms} ms")));

    private static string Time(double ns) => ns < 1_000
        ? Digits(ns) + " ns"
        : ns < 1_000_000 ? Digits(ns / 1e3) + " us" : Digits(ns / 1e6) + " ms";

    /// <summary>Three digits that count; a byte in a thousand operations must not look like none.</summary>
    private static string Digits(double value) => value >= 100
        ? value.ToString("0", CultureInfo.InvariantCulture)
        : value.ToString("0.###", CultureInfo.InvariantCulture) is "0" && value > 0
            ? value.ToString("0.#e0", CultureInfo.InvariantCulture)
            : value.ToString("0.###", CultureInfo.InvariantCulture);

    private static string Verdict(GateRow row)
    {
        string again = row.Attempts > 1 ? $" (measured {row.Attempts} times)" : "";
        return row.Verdict switch
        {
            GateVerdict.Within => "ok" + again,
            GateVerdict.Allocates => "ALLOCATES" + again,
            GateVerdict.Slow => "SLOW" + again,
            GateVerdict.AllocatesAndSlow => "ALLOCATES, SLOW" + again,
            _ => "BROKEN: " + row.Error,
        };
    }
}
