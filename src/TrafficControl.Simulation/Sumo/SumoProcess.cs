using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TrafficControl.Simulation.Sumo;

/// <summary>A running SUMO program. Disposing it ends the process if it still runs.</summary>
public sealed class SumoProcess : IAsyncDisposable
{
    private const int TailLines = 12;
    private const int LastWordsMs = 1_000;
    private readonly Process _process;
    private readonly Queue<string> _tail = new();

    private SumoProcess(Process process, string commandLine)
    {
        _process = process;
        CommandLine = commandLine;
    }

    /// <summary>The command line as one could type it.</summary>
    public string CommandLine { get; }

    /// <summary>True while the process runs.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <exception cref="SumoException">It cannot be started.</exception>
    public static SumoProcess Start(string program, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ProcessStartInfo start = new(program)
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = new() { StartInfo = start };
        SumoProcess sumo = new(process, ToCommandLine(program, arguments));
        process.ErrorDataReceived += (_, line) => sumo.Remember(line.Data);
        process.OutputDataReceived += static (_, _) => { };
        try
        {
            process.Start();
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            process.Dispose();
            throw new SumoException($"'{program}' cannot be started: {e.Message}. {SumoInstallation.InstallHint}", e);
        }

        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return sumo;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">Its full path.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <exception cref="SumoException">It cannot be started, or reports failure.</exception>
    public static async Task RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        await using SumoProcess process = Start(program, arguments);
        await process.WaitForSuccessAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A TCP port of the loopback address that is free at this moment.</summary>
    public static int FindFreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>A command line with quotes where a shell needs them.</summary>
    /// <param name="program">Program.</param>
    /// <param name="arguments">Arguments.</param>
    public static string ToCommandLine(string program, IReadOnlyList<string> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return string.Join(' ', arguments.Prepend(program).Select(argument =>
            argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:,=+".Contains(c, StringComparison.Ordinal))
                ? argument
                : "'" + argument.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
    }

    /// <summary>
    /// The last lines the process wrote to its error output, for messages; says so when there are none.
    /// </summary>
    public string Diagnosis()
    {
        // A process that is about to end says why just before; its last lines arrive after the connection has closed.
        if (_process.WaitForExit(LastWordsMs))
        {
            _process.WaitForExit();
        }

        lock (_tail)
        {
            string[] telling = [.. _tail.Where(line => line.Contains("Error", StringComparison.OrdinalIgnoreCase))];
            string[] lines = telling.Length > 0 ? telling : [.. _tail];
            return lines.Length == 0 ? "SUMO said nothing." : "SUMO said: " + string.Join(" | ", lines);
        }
    }

    /// <summary>Waits for the end of the process.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="SumoException">The process reports failure.</exception>
    public async Task WaitForSuccessAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        if (_process.ExitCode != 0)
        {
            throw new SumoException($"SUMO ended with code {_process.ExitCode}. {Diagnosis()} Command: {CommandLine}");
        }
    }

    /// <summary>Ends the process if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_process.HasExited)
            {
                _process.Kill(entireProcessTree: true);
                await _process.WaitForExitAsync().ConfigureAwait(false);
            }
        }
        catch (InvalidOperationException)
        {
            // It ended between the question and the kill.
        }

        _process.Dispose();
    }

    private void Remember(string? line)
    {
        if (string.IsNullOrWhiteSpace(line))
        {
            return;
        }

        lock (_tail)
        {
            _tail.Enqueue(line.Trim());
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }
}
