using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace TrafficControl.Benchmarks.Gate;

/// <summary><c>gate</c>: is every operation within its budget?</summary>
internal sealed class GateCommand
{
    private const int Over = 1;
    private const int WrongInput = 2;

    private const string Description = """
        Measure every operation that has a budget against it, and run every other benchmark once.

        Exit codes:
          0  all within budget, and all results right
          1  an operation is over its budget, or a benchmark found its own result wrong
          2  an argument or the budgets file is wrong; one line on error names the field
        """;

    private readonly string _budgets;
    private readonly string _json;
    private readonly string _filter;
    private readonly string[] _latencies;

    private GateCommand(string budgets, string json, string filter, string[] latencies)
    {
        _budgets = budgets;
        _json = json;
        _filter = filter;
        _latencies = latencies;
    }

    /// <summary>Runs the command.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="output">Where the table goes.</param>
    /// <param name="error">Where faults go.</param>
    /// <param name="assemblies">Where the benchmarks are.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error, params Assembly[] assemblies)
    {
        Option<string> budgets = new("--budgets")
        {
            HelpName = "FILE",
            Description = "The budgets file",
            DefaultValueFactory = _ => Path.Combine("benchmarks", "budgets.json"),
        };
        Option<string> json = new("--json")
        {
            HelpName = "FILE",
            Description = "Write the result as JSON too; - for output, then the table goes to error",
            DefaultValueFactory = _ => "",
        };
        Option<string> filter = new("--filter")
        {
            HelpName = "TEXT",
            Description = "Measure only operations with this in their name, and run no others",
            DefaultValueFactory = _ => "",
        };
        Option<string[]> latencies = new("--latency")
        {
            HelpName = "NAME=FILE",
            Description = "Hold a report of TrafficControl.Load against the latency budget of that name, too",
            DefaultValueFactory = _ => [],
        };
        RootCommand command = new(Description) { budgets, json, filter, latencies };
        command.SetAction(result => new GateCommand(
                result.GetValue(budgets)!,
                result.GetValue(json)!,
                result.GetValue(filter)!,
                result.GetValue(latencies)!)
            .Check(output, error, new BenchmarkCatalog(assemblies)));
        ParseResult parsed = command.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            return Refuse(error, parsed.Errors[0].Message);
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = output,
                Error = error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Refuse(error, exception.Message);
        }
    }

    private int Check(TextWriter output, TextWriter error, BenchmarkCatalog catalog)
    {
        IReadOnlyList<GateItem> items;
        LatencyRow[] latencies;
        try
        {
            Budgets budgets = BudgetsFile.Read(File.ReadAllText(_budgets));
            items = GateItem.Bind(budgets, catalog);
            latencies = [.. _latencies.Select(argument => LoadReportFile.Read(argument, budgets))];
        }
        catch (BudgetsException exception)
        {
            return Refuse(error, $"{_budgets}: {exception.Message}");
        }

        if (_filter.Length > 0)
        {
            items = [.. items.Where(
                item => BenchmarkCatalog.Name(item.Operation).Contains(_filter, StringComparison.OrdinalIgnoreCase))];
            if (items.Count == 0)
            {
                return Refuse(error, $"--filter: no operation with a budget has '{_filter}' in its name.");
            }
        }

        PerformanceGate gate = new(new GateSettings());
        GateResult result = gate.Run(items, _filter.Length > 0 ? [] : catalog.All) with { Latencies = latencies };
        bool isJsonOutput = _json == "-";
        GateReport.WriteTable(result, isJsonOutput ? error : output);
        if (isJsonOutput)
        {
            output.Write(GateReport.ToJson(result));
        }
        else if (_json.Length > 0)
        {
            File.WriteAllText(_json, GateReport.ToJson(result));
        }

        return result.HasPassed ? 0 : Over;
    }

    private static int Refuse(TextWriter error, string message)
    {
        error.WriteLine($"gate: {message.ReplaceLineEndings(" ")}");
        return WrongInput;
    }
}
