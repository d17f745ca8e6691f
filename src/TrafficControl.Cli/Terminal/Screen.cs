using System.Text;
using Spectre.Console;

namespace TrafficControl.Cli.Terminal;

/// <summary>
/// Where a command writes: results to output, complaints and progress to error. Tests give it writers of their own.
/// </summary>
internal sealed class Screen
{
    // Wide enough for every table when nobody knows how wide the reader's window is.
    private const int RedirectedWidth = 120;

    private Screen(TextWriter output, TextWriter error, bool isLive, bool isErrorLive)
    {
        Output = output;
        Error = error;
        IsLive = isLive;
        Console = Create(output, isLive);
        ErrorConsole = Create(error, isErrorLive);
    }

    /// <summary>Results.</summary>
    public TextWriter Output { get; }

    /// <summary>Complaints.</summary>
    public TextWriter Error { get; }

    /// <summary>True: output is a terminal that may be coloured and drawn over.</summary>
    public bool IsLive { get; }

    /// <summary>Tables and boards on output.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Tables and boards on error, for when output carries JSON.</summary>
    public IAnsiConsole ErrorConsole { get; }

    /// <summary>
    /// The terminal of this process. Plain when output is redirected, NO_COLOR is set or TERM is dumb.
    /// </summary>
    public static Screen OfProcess()
    {
        bool plain = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
            || Environment.GetEnvironmentVariable("TERM") == "dumb";
        if (!System.Console.IsOutputRedirected || !System.Console.IsErrorRedirected)
        {
            System.Console.OutputEncoding = Encoding.UTF8;
        }

        return new Screen(
            System.Console.Out, System.Console.Error, !plain && !System.Console.IsOutputRedirected,
            !plain && !System.Console.IsErrorRedirected);
    }

    /// <summary>A screen that is no terminal.</summary>
    /// <param name="output">Gets the results.</param>
    /// <param name="error">Gets the complaints.</param>
    public static Screen Plain(TextWriter output, TextWriter error) => new(output, error, isLive: false, isErrorLive: false);

    /// <summary>Where tables go: to output, or to error when output carries JSON.</summary>
    /// <param name="json">The command's JSON target.</param>
    public IAnsiConsole For(JsonTarget json) => json.IsOutput ? ErrorConsole : Console;

    private static IAnsiConsole Create(TextWriter writer, bool isLive)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = isLive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isLive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = isLive ? InteractionSupport.Detect : InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        if (!isLive)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
