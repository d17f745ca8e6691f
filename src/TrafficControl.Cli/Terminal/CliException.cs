namespace TrafficControl.Cli.Terminal;

/// <summary>
/// A command cannot go on. The message is for the person at the terminal: it names the argument and the fix.
/// </summary>
internal sealed class CliException : Exception
{
    private CliException(int exitCode, string message, Exception? inner)
        : base(message, inner)
    {
        ExitCode = exitCode;
    }

    /// <summary>What to exit with; one of <see cref="Terminal.ExitCode"/>.</summary>
    public int ExitCode { get; }

    /// <summary>An argument or a file is wrong.</summary>
    /// <param name="message">Names the argument and the fix.</param>
    /// <param name="inner">The cause, or null.</param>
    public static CliException WrongInput(string message, Exception? inner = null) => new(Terminal.ExitCode.WrongInput, message, inner);

    /// <summary>Something needed is missing or cannot be reached.</summary>
    /// <param name="message">Names it and says how to get it.</param>
    /// <param name="inner">The cause, or null.</param>
    public static CliException Unavailable(string message, Exception? inner = null) => new(Terminal.ExitCode.Unavailable, message, inner);
}
