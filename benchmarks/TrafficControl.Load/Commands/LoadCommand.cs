using System.CommandLine;
using System.CommandLine.Invocation;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Load.Commands;

/// <summary>The root command, and the one place where failures become exit codes.</summary>
internal static class LoadCommand
{
    private const string Name = "trafficcontrol-load";

    private const string Description = """
        Measure the engine's server under the load of many controllers, and against the least a server can cost.

        Exit codes:
          0    success
          1    it ran, but a directive was wrong
          2    an argument is wrong; one line on error names it and the fix
          3    a server did not start or ended a stream
          130  cancelled by Ctrl-C
        """;

    /// <summary>Builds the commands.</summary>
    /// <param name="screen">Where they write.</param>
    internal static RootCommand Create(Screen screen) => new(Description)
    {
        RunCommand.Create(screen),
        CompareCommand.Create(screen),
        SweepCommand.Create(screen),
        MemoryCommand.Create(screen),
        HostileCommand.Create(screen),
        IntersectionsCommand.Create(screen),
        ServeEchoCommand.Create(screen),
    };

    /// <summary>Runs a command line. Never throws for what the line or a server holds.</summary>
    /// <param name="args">The command line without the program's name.</param>
    /// <param name="screen">Where it writes.</param>
    /// <param name="cancellation">Ctrl-C.</param>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, Screen screen, CancellationToken cancellation)
    {
        ParseResult parsed = Create(screen).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0 && parsed.Action is ParseErrorAction)
        {
            return Fail(screen, ExitCode.WrongInput, $"{parsed.Errors[0].Message} Try '{Name} --help'.");
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
        screen.Error.WriteLine($"{Name}: {message.ReplaceLineEndings(" ")}");
        return exitCode;
    }
}
