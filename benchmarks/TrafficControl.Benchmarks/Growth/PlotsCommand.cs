using System.CommandLine;
using System.CommandLine.Invocation;

namespace TrafficControl.Benchmarks.Growth;

/// <summary><c>plots</c>: the growth curves of the last run as SVG.</summary>
internal static class PlotsCommand
{
    private const int WrongInput = 2;

    private const string Description = """
        Draw how times grow with lanes, groups, horizon, events and watchers, from BenchmarkDotNet's results.
        Curves whose benchmarks were not run keep the plot they have.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="args">Its arguments.</param>
    /// <param name="output">Where the names of the files written go.</param>
    /// <param name="error">Where faults go.</param>
    public static int Run(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        Option<string> results = new("--results")
        {
            HelpName = "DIR",
            Description = "Where BenchmarkDotNet put its results",
            DefaultValueFactory = _ => Path.Combine("BenchmarkDotNet.Artifacts", "results"),
        };
        Option<string> plots = new("--out")
        {
            HelpName = "DIR",
            Description = "Where the plots go",
            DefaultValueFactory = _ => Path.Combine("benchmarks", "plots"),
        };
        RootCommand command = new(Description) { results, plots };
        command.SetAction(result => Draw(result.GetValue(results)!, result.GetValue(plots)!, output));
        ParseResult parsed = command.Parse(args);
        string fault = parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction ? parsed.Errors[0].Message : "";
        try
        {
            if (fault.Length == 0)
            {
                return parsed.Invoke(new InvocationConfiguration
                {
                    Output = output,
                    Error = error,
                    EnableDefaultExceptionHandler = false,
                });
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            fault = exception.Message;
        }

        error.WriteLine($"plots: {fault.ReplaceLineEndings(" ")}");
        return WrongInput;
    }

    private static int Draw(string results, string plots, TextWriter output)
    {
        IReadOnlyList<GrowthPoint> points = GrowthResults.Read(results);
        Directory.CreateDirectory(plots);
        foreach (GrowthCurve curve in GrowthCurve.All)
        {
            if (GrowthPlot.Draw(curve, points) is { } svg)
            {
                string path = Path.Combine(plots, curve.File + ".svg");
                File.WriteAllText(path, svg);
                output.WriteLine(path);
            }
        }

        return 0;
    }
}
