using TrafficControl.Cli.Commands;
using TrafficControl.Cli.Terminal;

namespace TrafficControl.Cli.Tests.Commands;

/// <summary>Runs a command line in this process and keeps what it wrote.</summary>
internal sealed record CommandLine(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    internal static async Task<CommandLine> RunAsync(params string[] args) =>
        await RunAsync(CancellationToken.None, args).ConfigureAwait(false);

    internal static async Task<CommandLine> RunAsync(CancellationToken cancellation, params string[] args)
    {
        StringWriter output = new();
        StringWriter error = new();
        int exitCode = await TrafficctlCommand
            .RunAsync(args, Screen.Plain(TextWriter.Synchronized(output), TextWriter.Synchronized(error)), cancellation)
            .WaitAsync(Limit, CancellationToken.None).ConfigureAwait(false);
        return new CommandLine(exitCode, output.ToString(), error.ToString());
    }
}
