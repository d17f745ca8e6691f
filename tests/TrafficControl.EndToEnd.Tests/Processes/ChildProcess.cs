using System.Diagnostics;
using System.Text;

namespace TrafficControl.EndToEnd.Tests.Processes;

/// <summary>A process of ours or of a foreign client, killed at the latest when the test ends.</summary>
internal sealed class ChildProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();

    private ChildProcess(Process process)
    {
        _process = process;
        _process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        _process.BeginErrorReadLine();
    }

    public int ExitCode => _process.ExitCode;

    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    /// <summary>Starts one of the solution's programs, such as "trafficctl", from the test's own folder.</summary>
    public static ChildProcess StartProgram(string assembly, params string[] arguments) =>
        Start("dotnet", [Path.Combine(TestContext.CurrentContext.TestDirectory, assembly + ".dll"), .. arguments]);

    public static ChildProcess Start(string program, IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["NO_COLOR"] = "1";
        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>Reads lines until one starts with a text, and returns it.</summary>
    public async Task<string> ReadLineAsync(string startsWith)
    {
        while (await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } line)
        {
            if (line.StartsWith(startsWith, StringComparison.Ordinal))
            {
                return line;
            }
        }

        throw new AssertionException($"The process ended without a line '{startsWith}'. It said: {Errors}");
    }

    /// <summary>Waits for the end and returns everything still unread.</summary>
    public async Task<string> ReadToEndAsync()
    {
        string output = await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return output;
    }

    /// <summary>Ends the process at once, as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }
}
