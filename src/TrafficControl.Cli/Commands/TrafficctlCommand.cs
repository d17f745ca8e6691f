using System.CommandLine;
using System.CommandLine.Invocation;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Commands;

/// <summary>The root command, and the one place where failures become exit codes.</summary>
internal static class TrafficctlCommand
{
    private const string Description = """
        Run, measure and watch the TrafficControl signal engine.

        Exit codes:
          0    success
          1    it ran, but the result is bad (a safety rule was broken, a run failed)
          2    an argument or a file is wrong; one line on error names it and the fix
          3    something needed is missing or unreachable (sumo, the server)
          130  cancelled by Ctrl-C; what was measured until then is kept

        Colour and animation are off when the output is not a terminal or NO_COLOR is set.

        Example:
          trafficctl demo
        """;

    /// <summary>Builds the commands.</summary>
    /// <param name="screen">Where they write.</param>
    public static RootCommand Create(Screen screen)
    {
        RootCommand root = new(Description)
        {
            DemoCommand.Create(screen),
            EvaluateCommand.Create(screen),
            ScenarioCommand.Create(screen),
            ImportCommand.Create(screen),
            ValidateCommand.Create(screen),
            CalibrateCommand.Create(screen),
            OptimizePlanCommand.Create(screen),
            WatchCommand.Create(screen),
            ControllerCommand.Create(screen),
            PlanCommand.Create(screen),
            AuditCommand.Create(screen),
            BreachCommand.Create(screen),
        };
        return root;
    }

    /// <summary>Runs a command line. Never throws for what the line, a file or the server holds.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="screen">Where it writes.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Screen screen, CancellationToken cancellation)
    {
        // Paths may begin with @: no response files.
        ParseResult parsed = Create(screen).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            return Fail(screen, ExitCode.WrongInput, $"{parsed.Errors[0].Message} Try '{PathOf(parsed)} --help'.");
        }

        InvocationConfiguration configuration = new()
        {
            Output = screen.Output,
            Error = screen.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return await parsed.InvokeAsync(configuration, cancellation).ConfigureAwait(false);
        }
        catch (CliException exception)
        {
            return Fail(screen, exception.ExitCode, exception.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Fail(screen, ExitCode.Cancelled, "cancelled.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(screen, ExitCode.Unavailable, exception.Message);
        }
    }

    private static int Fail(Screen screen, int exitCode, string message)
    {
        screen.Error.WriteLine($"trafficctl: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }

    private static string PathOf(ParseResult parsed)
    {
        Stack<string> names = new();
        for (System.CommandLine.Parsing.SymbolResult? result = parsed.CommandResult; result is not null; result = result.Parent)
        {
            names.Push(result is System.CommandLine.Parsing.CommandResult { Command: not RootCommand } command
                ? command.Command.Name
                : "trafficctl");
        }

        return string.Join(' ', names);
    }
}
